from __future__ import annotations

import pytest

from imgcrawl.validation.kinship import are_kin, are_set_apart

SHOES = ("trail-shoe-4411", "trail-shoe-9035", "trail-shoe-7120")
ROW = ("485203", "485204", "485214")
OTHERS = ("120471", "233918", "377002", "590118")


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (SHOES, ("rain-hat-11", "wool-sock-12")),
        (("4711-red", "4711-blue", "4711_2"), ("4712-red", "4713-blue")),
        (ROW, OTHERS),
        (("art-485203-a", "art-485204-a"), ("art-485190-a", "art-485217-a", "hat")),
    ],
    ids=["words", "number", "row", "row-in-words"],
)
def test_numbers_of_one_thing_are_kin(names, others):
    """What only they have in common, or numbers that count on, make names those of one thing."""
    assert are_kin(names)
    assert are_set_apart(names, others)


@pytest.mark.parametrize(
    "names",
    [
        ("heron", "bridge", "mill"),
        ("red-front-01", "red-front-02"),
        ("485203", "485204", "485215"),
        ("485203", "48520"),
        ("485203-1", "485204-2"),
        ("20240101", "20240102", "20240103"),
        ("image-1", "image-2", "image-3"),
        ("img-1024-a", "img-1024-b"),
        ("485203",),
    ],
    ids=["words", "common", "far", "digits", "two-numbers", "days", "counter", "width", "alone"],
)
def test_other_names_are_not_kin(names):
    """Common words, counters, days, widths and numbers far from each other say nothing of one thing."""
    assert not are_kin(names)


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (SHOES, ("rain-hat-11",)),
        (SHOES, ("rain-hat-11", "trail-shoe-1200")),
        (ROW, OTHERS[:3]),
        (ROW, (*OTHERS, "485210")),
    ],
    ids=["nothing-to-compare", "name-of-the-shop", "as-many", "between"],
)
def test_names_may_be_kin_by_chance(names, others):
    """Where other pictures are called so too, lie between or are few, names in common tell of no thing."""
    assert are_kin(names)
    assert not are_set_apart(names, others)
