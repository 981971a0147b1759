from __future__ import annotations

import pytest

from imgcrawl.naming.subject import are_set_apart, may_be_one_thing

SHOES = ("trail-shoe-4411", "trail-shoe-9035", "trail-shoe-7120")


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (SHOES, ("rain-hat-11", "wool-sock-12")),
        (("4711-red", "4711-blue", "4711_2"), ("4712-red", "4713-blue")),
    ],
    ids=["words", "number"],
)
def test_names_with_a_number_that_all_have_are_of_one_thing(names, others):
    """What only they have in common makes names those of one thing."""
    assert may_be_one_thing(names)
    assert are_set_apart(names, others)


@pytest.mark.parametrize(
    "names",
    [
        ("heron", "bridge", "mill"),
        ("red-front-01", "red-front-02"),
        ("485203", "485204", "485205"),
        ("20240101", "20240102", "20240103"),
        ("image-1", "image-2", "image-3"),
        ("img-1024-a", "img-1024-b"),
        ("485203",),
    ],
    ids=["words", "common", "row", "days", "counter", "width", "alone"],
)
def test_other_names_are_not_kin(names):
    """Common words, counters, days and widths say nothing of one thing, nor numbers in a row: a batch was withdrawn."""
    assert not may_be_one_thing(names)


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (SHOES, ("rain-hat-11",)),
        (SHOES, ("rain-hat-11", "trail-shoe-1200")),
    ],
    ids=["nothing-to-compare", "name-of-the-shop"],
)
def test_names_may_be_kin_by_chance(names, others):
    """Where other pictures are called so too or are few, names in common tell of no thing."""
    assert may_be_one_thing(names)
    assert not are_set_apart(names, others)
