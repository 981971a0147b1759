from __future__ import annotations

import pytest

from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.remedies.rules.variants import LADDER, VARIANTS, applicable, comes_from_within

ALL = frozenset(REMEDY_NAMES)


def names(**how) -> list[str]:
    """Return the names of the ways that apply."""
    return [
        v.name
        for v in applicable(LADDER, **({"url": "http://a.test/", "page": "http://b.test/", "enabled": ALL} | how))
    ]


def test_the_whole_ladder():
    """With a page and everything switched on, all other ways apply, in the ladder's order."""
    assert names() == [v.name for v in LADDER]


def test_what_is_switched_off_is_left_out():
    """A way that is not switched on is left out."""
    assert names(enabled=frozenset({"bot_identity"})) == ["bot_identity"]
    assert names(enabled=frozenset()) == []
    assert {v.name for v in LADDER} <= ALL


@pytest.mark.parametrize(
    ("url", "page", "expected"),
    [
        ("https://a.test/1.jpg", None, False),
        ("https://a.test/1.jpg", "https://a.test/page", False),
        ("https://a.test/1.jpg", "https://www.a.test/page", True),
        ("https://a.test/1.jpg", "https://b.test/page", True),
        ("http://a.test/1.jpg", None, True),
    ],
)
def test_the_default_is_not_tried_again(url, page, expected):
    """Over https, asking from the image's own origin is what was done already without a page, or with one of it."""
    assert ("same_origin_referer" in names(url=url, page=page)) is expected


def test_ways_are_found_by_name():
    """Every way has a name of its own, and does not ask as another does."""
    assert [VARIANTS[v.name] for v in LADDER] == list(LADDER)
    assert len({(v.referer, v.identity) for v in LADDER}) == len(LADDER)


@pytest.mark.parametrize(
    ("way", "page", "expected"),
    [
        ("default", "http://blog.test/", False),
        ("default", "http://www.a.test/", True),
        ("default", None, True),
        ("other_browser", "http://blog.test/", False),
        ("same_origin_referer", "http://blog.test/", True),
        ("no_referer", None, False),
    ],
)
def test_who_comes_from_within(way, page, expected):
    """Those who name the image's own site, as their page or because there is none."""
    assert comes_from_within(VARIANTS[way], url="http://a.test/1.jpg", page=page) is expected
