from __future__ import annotations

import pytest

from imgcrawl.naming.numbers import museum_number, museum_numbers, states_number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1987.12.3", {"1987-12-3"}),
        ("Bowl (1987_12_304), 2005/100/5b.", {"1987-12-304", "2005-100-5b"}),
        ("1987-012-003.4", {"1987-12-3-4"}),
        ("Seen on 1987-12-03", set()),
        ("Vase, 1985-96247", {"1985-96247"}),
        ("1985-9624", set()),
        ("Inventory no. 1987-12-03", {"1987-12-3"}),
        ("1987-12-45", {"1987-12-45"}),
        ("1987.12", set()),
        ("1587.12.3", set()),
        ("v1987.12.3", set()),
        ("1987.12.3.x", set()),
        ("192.1987.12.3", set()),
    ],
)
def test_numbers_of_objects(text, numbers):
    """A year and at least two numbers more, joined by any sign; what is written as a day needs a word that says so."""
    assert museum_numbers(text) == numbers


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("1987_12_3", "1987-12-3"),
        ("1987.0012.0003", "1987-12-3"),
        ("M.1987.12.3", "m-1987-12-3"),
        ("m1987-12-3", "m-1987-12-3"),
        ("1987.12.3a", "1987-12-3a"),
        ("1987.12.3_view2", "1987-12-3+view2"),
        ("1987.12.3_web", "1987-12-3"),
        ("1987.12.3-large", "1987-12-3"),
        ("1987.12.3a_web", "1987-12-3a"),
        ("1987.12.3_back_web", "1987-12-3+back"),
        ("1987.12.3_2_web", "1987-12-3-2"),
        ("1987-12-03", None),
        ("img_1987-12-3", None),
        ("bowl 1987.12.3", None),
        ("1987-12", None),
        ("1985-96247", "1985-96247"),
        ("1985.96247", "1985-96247"),
        ("1985-9624", None),
        ("P04165769", "p04165769"),
        ("NY0123456", "ny0123456"),
        ("K0123456", None),
    ],
)
def test_a_name_is_a_number_as_a_whole(name, number):
    """Few letters may stand before it, and views are told apart; a day is none, nor is a camera's."""
    assert museum_number(name) == number


@pytest.mark.parametrize(
    ("text", "is_stated"),
    [
        ("Bowl, 1987.12.3", True),
        ("1987-12-3 (front)", True),
        ("1987.12.3 and 1987.12.4", False),
        ("M.1987.12.3", False),
        ("1987.12.3-2", False),
    ],
)
def test_a_text_states_one_number(text, is_stated):
    """A text about two objects states neither's."""
    assert states_number(text, "1987-12-3") is is_stated
