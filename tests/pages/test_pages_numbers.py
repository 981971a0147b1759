from __future__ import annotations

import pytest

from imgcrawl.pages.numbers import museum_number, museum_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1987.12.3", {"1987-12-3"}),
        ("Bowl (1987_12_304), 2005/100/5b.", {"1987-12-304", "2005-100-5b"}),
        ("1987-012-003.4", {"1987-12-3-4"}),
        ("Seen on 1987-12-03", set()),
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
    [("1987_12_3", "1987-12-3"), ("1987-12-3-b", None), ("1987-12-03", None), ("bowl 1987.12.3", None)],
)
def test_a_name_is_a_number_as_a_whole(name, number):
    """With anything beside it, a name is that of a view or a part; a day is none."""
    assert museum_number(name) == number
