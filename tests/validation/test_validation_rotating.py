"""What hosts give by turns or by lot for names that are made up."""

from __future__ import annotations

import pytest

from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.rotating import RotatingPictures

URL = "http://lapsed.test/heron.jpg"
PHASHES = {"a": "0" * 16, "b": "f" * 16, "c": "0f" * 8, "d": "3c" * 8}
"""Pictures that show different things, by their first letters."""


def picture(name: str) -> ImageFacts:
    """Return a photograph; of what its first letter says."""
    return ImageFacts(name, 40_000, "JPEG", "jpg", 600, 400, "RGB", PHASHES[name[0]], 1)


def known(given: str, like: str = URL) -> RotatingPictures:
    """Return what is known of a host that has *given* these pictures."""
    rotating = RotatingPictures()
    for name in given.split():
        rotating.answered("lapsed.test", "default", picture(name), like=like)
    return rotating


@pytest.mark.parametrize(
    ("given", "asks_on", "has_stock"),
    [
        ("", False, False),
        ("a", True, False),
        ("a a a", True, False),
        ("a a a a", False, False),
        ("a b c", True, False),
        ("a b c d", False, False),
        ("a b b b b", True, False),
        ("a b c a", True, True),
        ("a b c a a a a a", False, True),
        ("a1 a2 a3 a1", False, False),
        ("a1 a2 a3 a4", False, False),
    ],
    ids=[
        *("nothing", "one", "same-thrice", "same-four-times", "three", "each-another", "two-by-lot"),
        *("stock", "enough", "made-anew", "always-anew"),
    ],
)
def test_what_comes_tells_how_a_host_draws(given, asks_on, has_stock):
    """One for all, one for each and a few by lot are told by what comes again."""
    rotating = known(given)
    assert bool(rotating.asks_for("lapsed.test", "default", picture("d9"))) is asks_on
    assert rotating.has_stock("lapsed.test", "default") is has_stock


def test_only_names_like_one_address_are_counted():
    """Hosts may have another stand-in for each of their folders, and for each way of asking."""
    rotating = known("a a b")
    rotating.answered("lapsed.test", "default", picture("c"), like="http://lapsed.test/art/heron.jpg")
    rotating.answered("lapsed.test", "no_referer", picture("c"), like=URL)
    assert not rotating.has_stock("lapsed.test", "default")


def test_a_picture_that_came_is_asked_for_no_more():
    """The listed one is known to be drawn as others are, and a name without any ends it."""
    rotating = known("a b")
    assert rotating.asks_for("lapsed.test", "default", picture("c")) == URL
    assert rotating.asks_for("lapsed.test", "default", picture("b")) == ""
    rotating.found_nothing("lapsed.test", "default", like=URL)
    assert rotating.asks_for("lapsed.test", "default", picture("c")) == ""


def test_a_stock_is_known_whatever_is_missing_elsewhere():
    """That there is nothing under a name like another address, or of a host of which nothing is known, is no news."""
    rotating = known("a b c a")
    rotating.found_nothing("lapsed.test", "default", like="http://lapsed.test/art/heron.jpg")
    rotating.found_nothing("other.test", "default", like=URL)
    assert rotating.has_stock("lapsed.test", "default")
    rotating.answered("other.test", "default", picture("a"), like=URL)
    assert rotating.asks_for("other.test", "default", picture("b")) == URL
