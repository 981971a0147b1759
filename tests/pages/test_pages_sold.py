"""Goods whose names end as those of versions do."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://shop.example"


def look_up(markup: str, wanted: str) -> str | None:
    """Return the path that is chosen for *wanted*."""
    return url_on(markup, SITE + wanted, f"{SITE}/p", without=SITE)


def test_watts_are_no_width():
    """Lamps and drills are told apart by them; the one that is shown leads to no other."""
    assert look_up('<img src="/i/halogen-lamp-500w.jpg">', "/i/halogen-lamp-300w.jpg") is None
    assert look_up('<a href="/i/halogen-lamp-500w.jpg">x</a>', "/i/halogen-lamp-300w.jpg") is None


@pytest.mark.parametrize(
    "markup",
    [
        '<img srcset="/i/heron-lake-500w.jpg 500w">',
        '<picture><source srcset="/i/heron-lake-500w.jpg"></picture>',
        '<img data-srcset="/i/heron-lake-500w.jpg 500w, /i/heron-lake-400w.jpg 400w">',
    ],
)
def test_a_width_is_one_where_the_page_says_so(markup):
    """In a set of versions, or by the width that it declares."""
    assert look_up(markup, "/i/heron-lake-300w.jpg") == "/i/heron-lake-500w.jpg"


def test_a_drawn_name_is_no_models():
    """Builders of sites name their files by what is in them."""
    assert look_up('<img src="/i/0a1b2c3d4e5f-500w.jpg">', "/i/0a1b2c3d4e5f-300w.jpg") == "/i/0a1b2c3d4e5f-500w.jpg"
