"""Which identifiers are nearly the same, and those of two pictures therefore."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.neighbours import nearly_named

HASH = "9c41b7e205d86f3a1d72c0e84b95f6a1"
UUID = "7d2f41c6-90ab-4e35-8c17-f2b6d05e93a8"


def nearly(one: str, other: str) -> bool:
    """Whether two names of files are nearly the same."""
    addresses = [read_address(f"https://ex.example/{name}") for name in (one, other)]
    assert all(addresses)
    return nearly_named(*addresses)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HASH}.jpg", f"{HASH[:-1]}2.jpg"),
        (f"{HASH}.jpg", f"{HASH[:-1]}b.webp"),
        (f"{HASH}.jpg", f"a{HASH[1:]}.jpg"),
        (f"{HASH}.jpg", f"{HASH[:10]}7{HASH[11:]}_large.jpg"),
        (f"{HASH}.jpg", f"{HASH[:-1]}.jpg"),
        (f"{HASH}.jpg", f"{HASH[:-1]}2/original.jpg"),
        (f"{HASH.upper()}.jpg", f"{HASH[:-1]}2.jpg"),
        (f"{UUID}.jpg", f"{UUID[:-1]}9.jpg"),
        ("358123456789012345.jpg", "358123456789012346.jpg"),
        ("5999999.jpg", "6000000.jpg"),
        ("lake-5986808.jpg", "lake-5986809.jpg"),
    ],
)
def test_a_sign_or_two_make_another_picture(one, other):
    """Wherever they stand, also where one is missing, and in the folder of a file that says nothing."""
    assert nearly(one, other)
    assert nearly(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HASH}.jpg", f"{HASH}.webp"),
        (f"{HASH}.jpg", f"{HASH}_large.jpg"),
        (f"{HASH}.jpg", "3e08d5a97b16c4f20a8f91d37e62b50c.jpg"),
        (f"{HASH}.jpg", "DSC04107.jpg"),
        (f"{HASH}.jpg", f"{HASH[:20]}.jpg"),
        ("517161096.jpg", "348920177.jpg"),
        ("heron-lake.jpg", "heron-lakes.jpg"),
        ("IMG_2300.jpg", "IMG_2301.jpg"),
    ],
)
def test_other_names_are_no_nearly_the_same(one, other):
    """The same identifier, one that has nothing in common with it, and names that people and cameras give."""
    assert not nearly(one, other)


@pytest.mark.parametrize("wanted", ["photo/5986808", "photo.php?id=5986808", f"photo/{HASH}"])
def test_what_is_no_file_may_be_counted_as_its_files_are(wanted):
    """The page of a picture comes right before or behind it."""
    name = f"{HASH[:-1]}2" if HASH in wanted else "5986809"
    addresses = [read_address(f"https://ex.example/{path}") for path in (wanted, f"img/{name}.jpg")]
    assert all(addresses)
    assert not nearly_named(*addresses)
