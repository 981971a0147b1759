"""Folders that services draw anew, that a site has rebuilt, or that are of one form."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.apart import Certainty, are_apart, certainty, kept_apart

WWW, ELSEWHERE = "https://www.site.example", "https://cdn.other.example"
OLD_HOST, OTHER_HOST, NEW_HOST = (
    "https://1.bp.blogspot.com",
    "https://2.bp.blogspot.com",
    "https://blogger.googleusercontent.com",
)


@pytest.mark.parametrize(
    ("old", "new", "is_apart"),
    [
        (f"{OLD_HOST}/AbCdE1/AbC/s1600/heron-lake", f"{NEW_HOST}/img/b/R29vZ2x/AVvXsEh1/s1600/heron-lake", False),
        (f"{OLD_HOST}/AbCdE1/AbC/s1600/DSC_0042", f"{NEW_HOST}/img/b/R29vZ2x/AVvXsEh1/s1600/DSC_0042", True),
        (f"{OLD_HOST}/clover/heron-lake", f"{OTHER_HOST}/moss/heron-lake", True),
    ],
)
def test_a_service_that_gave_all_pictures_other_keys_tells_nothing_by_them(old, new, is_apart):
    """But for a camera's first names; on its hosts of one age the folders tell what they tell elsewhere."""
    assert are_apart(read_address(f"{old}.jpg"), read_address(f"{new}.jpg")) is is_apart


@pytest.mark.parametrize(
    ("old", "new", "is_apart"),
    [("2019-05", "2021", False), ("en", "fr", True), ("red", "blue", True)],
)
def test_the_own_picture_of_a_page_is_kept_by_other_years_and_never_in_another_language(old, new, is_apart):
    """A site that was rebuilt elsewhere counts otherwise; languages and properties stay what they are."""
    wanted, other = (read_address(f"{place}/heron-lake.jpg") for place in (f"{WWW}/{old}", f"{ELSEWHERE}/{new}"))
    assert are_apart(wanted, other, is_own=True) is is_apart
    assert are_apart(wanted, other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/fr/48213377", "/lake/48213377"),
        ("/26788fca5b48/lake/DSC_0042", "/0d4f9a7713be/lake/DSC_0042"),
        ("/a/a4/DSC_0042", "/lake/DSC_0042"),
    ],
)
def test_one_folder_of_a_kind_is_no_two_things(old, new):
    """A language that gives way to a word, what was drawn before an album that both have, and shards."""
    assert not are_apart(*(read_address(f"{WWW}{path}.jpg") for path in (old, new)))


@pytest.mark.parametrize(
    ("old", "new", "is_apart"),
    [
        ("26788fca5b48 lake", "0d4f9a7713be lake", True),
        ("26788fca5b48 lake", "a 0d4f9a7713be lake", False),
        ("26788fca5b48", "0d4f9a7713be", False),
        ("26788fca5b48 lake", "0d4f9a7713be 12", False),
        ("lake", "lake", False),
        ("fr lake moor", "en moor", True),
        ("fr lake", "fr moor xx", False),
        ("fr en lake", "fr x", False),
    ],
)
def test_what_is_kept_in_one_form_is_told_apart_by_what_differs_in_it(old, new, is_apart):
    """Two hashes before one album, two languages; not what both have, nor a word that gives way to a number."""
    assert kept_apart(old.split(), new.split()) is is_apart


@pytest.mark.parametrize(("stem", "level"), [("20190517", Certainty.COMMON), ("26788fca5b48aa", Certainty.SURE)])
def test_a_date_is_common_and_what_was_drawn_is_sure(stem, level):
    """Though both are eight characters or more."""
    assert certainty(stem) is level
