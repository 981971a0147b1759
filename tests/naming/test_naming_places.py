"""What the directories of an address tell, each alone and beside the others."""

from __future__ import annotations

import pytest

from imgcrawl.naming.places import chosen, holding, is_store, numbering, telling, tells, years

HASH, ID, UUID = "26788fca5b48aa", "x7gk2pq9", "0255def6-e40a-4371-9a5b-1a2b3c4d5e6f"


@pytest.mark.parametrize(
    ("name", "is_told"), [("ab", False), ("abc", True), ("12", False), ("123", True), ("red", False), ("2019", False)]
)
def test_a_directory_tells_by_three_letters_or_digits(name, is_told):
    """Not by a colour or a year, which many albums have."""
    assert tells(name) is is_told


@pytest.mark.parametrize(
    ("dirs", "told"),
    [
        ("2019-05", ""),
        ("photos 2019-05 12", "12 2019-05"),
        ("lake 2019 05", "05 2019 lake"),
        (f"{UUID} lake", "lake"),
        ("614d1 lake", "614d1 lake"),
    ],
)
def test_what_tells_is_no_month_of_an_upload_and_nothing_drawn(dirs, told):
    """A day, or an album before it, says that the month is an event's; a short code alone may be a model."""
    assert telling(dirs.split()) == frozenset(told.split())


@pytest.mark.parametrize(
    ("dirs", "held"),
    [("2019 05 12", "12 2019-05"), ("05 2019", "05 2019"), ("2019 2020 05", "2019 2020-05")],
)
def test_a_month_is_one_with_the_year_right_before_it(dirs, held):
    """A number before a year, and a year before a year, are themselves."""
    assert holding(dirs.split()) == frozenset(held.split())


def test_the_year_of_a_month_is_one():
    """Though they are one directory."""
    assert years(["lake", "2019-05"]) == {"2019"}


def test_somebody_has_chosen_what_is_no_part_of_a_hash():
    """Nor a letter."""
    assert chosen(["a", "a4", "lake", HASH]) == ["lake"]


@pytest.mark.parametrize(
    ("dirs", "is_order"),
    [
        ("614d1 media", True),
        (f"{ID} media", True),
        ("cdn2", False),
        ("a a4 lake", False),
        (f"users {HASH}", False),
    ],
)
def test_a_service_s_own_order_has_something_drawn_and_nothing_chosen(dirs, is_order):
    """Nor whose it is."""
    assert is_store(dirs.split()) is is_order


@pytest.mark.parametrize(
    ("dirs", "form", "with_words"),
    [
        ("photos 2019 13", "photos 0", True),
        ("2019 05 lake", "", False),
        (f"{HASH} 614d1 lake", "0x", False),
        ("media cdn2 item12", "item0", False),
    ],
)
def test_the_form_of_numbers_leaves_out_years_their_months_and_storage(dirs, form, with_words):
    """A thirteenth is no month, and a code is one sign."""
    assert numbering(dirs.split(), with_words=with_words) == tuple(form.split())
