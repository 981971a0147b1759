from __future__ import annotations

import pytest

from imgcrawl.naming.subject import are_set_apart, differ_in_numbers, may_be_one_thing

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


@pytest.mark.parametrize(
    "names",
    [
        ("5677804", "2058681"),
        ("products/4711/1", "products/9035/1"),
        ("trail-shoe-xxl-4411", "trail-shoe-38-9035", "trail-shoe-blue-7120"),
        ("trail-shoe-1abc2d3e4f5a6b7c", "trail-shoe-9fed8c7b6a5d4e3f"),
    ],
    ids=["numbers", "folders", "sizes-and-colours", "copies"],
)
def test_names_may_differ_in_numbers_alone(names):
    """And in what tells no thing: sizes, colours, and the letters of an id behind a word."""
    assert differ_in_numbers(names)


@pytest.mark.parametrize(
    "names",
    [
        ("trail-shoe-4411", "rain-hat-4411"),
        ("trail-shoe-4411", "4411"),
        ("img_1234", "img_1240"),
        ("89903eb78f482ad478fcd991d2722299", "e8c0acee486c70c026c6a78c1b9620be"),
        ("k000045786", "k000045787"),
        ("20240101", "20240102"),
        ("5677804",),
    ],
    ids=["words", "word-and-none", "camera", "hashes", "barcodes", "days", "alone"],
)
def test_other_names_differ_in_more_than_numbers(names):
    """Other words are other things; what a camera, a hash or a barcode counts has one picture."""
    assert not differ_in_numbers(names)
