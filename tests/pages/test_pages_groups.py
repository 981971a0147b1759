"""Which addresses of an element, or of a ``<picture>``, are versions of one picture."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://site.example"
ONE, TWO = (f"/i/{digest}.jpg" for digest in ("d41d8cd98f00b204e9800998ecf8427e", "9e107d9d372bb6826bd81d3542a419d6"))

OTHERS = """
    data-image-2 data-img2 data-2 data-slide-3 data-red data-back-image data-related data-brand data-map data-qr
    data-video-thumb data-variant-src data-og data-onerror data-ad
"""
SIZES = "data-zoom data-large data-src-2x data-src-1200 data-image-1 data-medium-file"


def look_up(markup: str, wanted: str) -> str | None:
    """Return the path that is chosen for *wanted*."""
    return url_on(markup, SITE + wanted, f"{SITE}/p", without=SITE)


@pytest.mark.parametrize("between", ["", "<p>", "</a><div>"])
def test_a_picture_without_an_end_has_one_image(between):
    """The images that follow are pictures of their own, whatever the parser makes of the missing tag."""
    sources = '<picture><source srcset="/i/otter-1.webp"><img src="/i/heron.jpg">'
    assert look_up(sources, "/i/heron.jpg") == "/i/otter-1.webp"
    others = f'<picture><img src="/i/heron.jpg">{between}<img src="/i/otter.jpg" srcset="/i/otter-b.jpg 2x">'
    assert look_up(others, "/i/heron.jpg") is None


def test_what_stands_in_a_picture_for_want_of_scripts_is_the_same():
    """Loaders of pictures put the image there once more."""
    late = '<img src="/i/grey.gif" data-src="/i/heron.jpg"><noscript><img src="/i/heron.jpg" srcset="/i/a.jpg 2x">'
    assert look_up(f"<picture>{late}</noscript></picture>", "/i/heron.jpg") == "/i/a.jpg"


@pytest.mark.parametrize("media", ["(prefers-color-scheme: dark)", "print"])
def test_a_source_for_other_eyes_is_another_picture(media):
    """Drawings are made anew for the dark, and for paper."""
    source = f'<source srcset="/i/otter.png" media="{media}">'
    assert look_up(f'<picture>{source}<img src="/i/heron.png"></picture>', "/i/heron.png") is None


@pytest.mark.parametrize("name", OTHERS.split())
def test_an_attribute_may_name_another_picture(name):
    """A second view, a colour, a thing beside it: a name drawn at random tells no difference."""
    assert look_up(f'<img src="{ONE}" {name}="{TWO}">', ONE) is None


@pytest.mark.parametrize("name", SIZES.split())
def test_an_attribute_mostly_names_the_same_in_another_size(name):
    """Also where each size has a name drawn for it."""
    assert look_up(f'<img src="{ONE}" {name}="{TWO}">', ONE) == TWO


def test_a_picture_that_others_pay_for_is_no_version():
    """A link around an image leads to its file, but for those that lead to advertisements."""
    assert look_up(f'<a href="{TWO}"><img src="/i/heron.jpg"></a>', "/i/heron.jpg") == TWO
    assert look_up(f'<a href="/ads{TWO}"><img src="/i/heron.jpg"></a>', "/i/heron.jpg") is None
