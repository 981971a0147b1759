"""Folders of two digits by which a store divides its files, and those that count things."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.apart import are_apart, kept_apart
from imgcrawl.naming.places import holding, is_store, without_levels

HASH = "d4b2ef80"


@pytest.mark.parametrize(
    "dirs",
    [
        ("media", "59", HASH),
        ("media", "e5", HASH),
        ("media", "d4", HASH),
        ("59", HASH),
        ("media", "3b", "12"),
        ("media", "3b", "a4"),
        ("media", "59", "5e", HASH),
        ("shop", "d4", "b2", HASH),
        ("media", "a", "a4"),
        ("media", "4", "4b"),
        ("a", "ab", "media", HASH),
    ],
)
def test_the_first_digits_of_a_hash_tell_nothing(dirs):
    """Before a hash, one digit and it again with the next, or several levels with one that is hardly anything else."""
    assert set(without_levels(dirs)) <= {"media", "shop", HASH}


@pytest.mark.parametrize("dirs", [("media", "59", HASH), ("media", "3b", "a4", HASH), ("media", "3b", "a4")])
def test_such_folders_are_a_services_own_order(dirs):
    """As those of hashes alone are."""
    assert is_store(dirs)


@pytest.mark.parametrize(
    ("dirs", "name"),
    [
        (("media", "59"), "59"),  # a number
        (("products", "59", HASH), "59"),
        (("users", "59", HASH), "59"),
        (("gallery", "59", HASH), "59"),
        (("audi", "a4", HASH), "a4"),
        (("audi", "a4", "b5"), "b5"),
        (("images", "a4", "b5"), "b5"),  # models
        (("images", "12", "05"), "05"),  # a day
        (("images", "de", "12"), "12"),  # a language, and a number
        (("images", "de", HASH), "de"),
        (("images", "3b", "12", "harbour"), "12"),
        (("images", "3b"), "3b"),
        (("images", "1", "12"), "12"),
        (("images", "a", "b4"), "b4"),
        (("harbour", "3b", "12"), "12"),
        (("media", "ab", "ab"), "ab"),
        (("u", "59", HASH), "59"),
    ],
)
def test_other_folders_of_two_digits_do(dirs, name):
    """A number, a language, a model or a day; and whatever stands behind what has pictures of its own."""
    assert name in without_levels(dirs)


def test_a_month_is_no_shard():
    """Behind its year it is what it was."""
    assert holding(without_levels(("media", "2024", "05", HASH))) == {"2024-05"}


@pytest.mark.parametrize("name", ["heron-lake", "IMG_2342", "brass-ferry-mantis"])
def test_two_shards_have_two_files_of_one_name(name):
    """Where both are kept so; it is no number of a thing where the other is kept otherwise."""
    one, two, plain = (
        read_address(f"http://a.test{path}/{name}.jpg") for path in ("/i/3b/12", "/i/5c/18", "/products/80249")
    )
    assert are_apart(one, two)
    assert kept_apart(one.dirs, two.dirs)
    assert not are_apart(plain, two)
    assert not kept_apart(plain.dirs, two.dirs)


def test_a_wiki_has_two_files_in_two_shards():
    """They are divided by their whole names, so that these differ in capitals or endings; elsewhere lies the same."""
    one, same, two, plain = (
        read_address(f"http://a.test/{path}")
        for path in ("a/a4/Heron_Lake.jpg", "w/a/a4/Heron_Lake.jpg", "b/b2/Heron_lake.jpg", "heron-lake.jpg")
    )
    assert are_apart(one, two)
    assert not are_apart(one, same)
    assert not are_apart(one, plain)
