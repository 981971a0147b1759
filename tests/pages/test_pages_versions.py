"""Pictures that are asked for in a size which their page does not give, where it gives two others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.pages import Choice, choose, collect

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "https://site.example/page/12"
SITE = "https://site.example"
OTHERS = '<a href="/page/13"><img src="/p/zebra-crossing.jpg"></a><a href="/page/14"><img src="/p/river-bank.jpg"></a>'


def look_up(html: str, wanted: str) -> Choice | None:
    """Return the choice on a page that shows other things too."""
    return choose(collect(html + OTHERS, PAGE), wanted_url=SITE + wanted, page_url=PAGE)


def pair(small: str, large: str) -> str:
    """Return a thumbnail in a link to its picture."""
    return f'<a href="{large}"><img src="{small}"></a>'


def two(small: str, large: str) -> str:
    """Return two pictures beside each other."""
    return f'<img src="{small}"><img src="{large}">'


@pytest.mark.parametrize(
    ("html", "wanted", "expected"),
    [
        (pair("/p/4711_s.jpg", "/p/4711_l.jpg"), "/p/4711_m.jpg", "/p/4711_l.jpg"),
        (pair("/p/mini_heron.jpg", "/p/big_heron.jpg"), "/p/small_heron.jpg", "/p/big_heron.jpg"),
        (pair("/p/heron-200.jpg", "/p/heron-800.webp"), "/p/heron-400.jpg", "/p/heron-800.webp"),
        (pair("/p/heron_320x240.jpg", "/p/heron_875x656.jpg"), "/p/heron_515x386.jpg", "/p/heron_875x656.jpg"),
        (pair("/p/110px/heron.jpg", "/p/875w/heron.jpg"), "/p/410px/heron.jpg", "/p/875w/heron.jpg"),
        (pair("/p/160/heron.jpg", "/p/800/heron.jpg"), "/p/400/heron.jpg", "/p/800/heron.jpg"),
        (two("/p/200/heron.jpg", "/p/800/heron.jpg"), "/p/400/heron.jpg", "/p/800/heron.jpg"),
    ],
    ids=["letters", "words", "numbers", "sides", "units", "folders", "rendered"],
)
def test_two_sizes_tell_a_third(html, wanted, expected):
    """Where two addresses of one picture differ only in a size, a third that does too is that picture's."""
    choice = look_up(html, wanted)
    assert choice is not None
    assert choice.url == SITE + expected


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (two("/p/shirt-s.jpg", "/p/shirt-l.jpg"), "/p/shirt-m.jpg"),
        (two("/p/nokia-200.jpg", "/p/nokia-800.jpg"), "/p/nokia-400.jpg"),
        (two("/p/2000/heron.jpg", "/p/2048/heron.jpg"), "/p/2400/heron.jpg"),
        (two("/p/210/heron.jpg", "/p/230/heron.jpg"), "/p/220/heron.jpg"),
        ('<img src="/p/800/heron.jpg">', "/p/400/heron.jpg"),
        (pair("/p/200/1.jpg", "/p/800/1.jpg"), "/p/400/1.jpg"),
        (pair("/p/heron-200.jpg", "/p/heron-800.jpg"), "/p/crane-400.jpg"),
        (pair("/p/heron-200.jpg", "/p/heron-800.jpg"), "/p/heron-m.jpg"),
        (pair("/p/heron-200.jpg?n=1", "/p/heron-800.jpg?n=1"), "/p/heron-400.jpg?n=2"),
        (pair("https://x.test/p/heron-200.jpg", "https://x.test/p/heron-800.jpg"), "/p/heron-400.jpg"),
        (pair("/p/heron-red.jpg", "/p/heron-blue.jpg"), "/p/heron-green.jpg"),
    ],
    ids=["shirts", "models", "years", "numbers", "one", "no-name", "name", "kind", "query", "site", "colours"],
)
def test_what_may_tell_two_pictures_apart_is_no_size(html, wanted):
    """Without an element that holds both sizes only folders for widths count; what is left must agree, and tell."""
    assert look_up(html, wanted) is None


def attribute(name: str) -> Callable[[str, str], str]:
    """Return what makes a picture with another address in an attribute of that *name*."""
    return lambda small, large: f'<img src="{small}" {name}="{large}">'


def by_density(small: str, large: str) -> str:
    """Return a picture for two densities."""
    return f'<img srcset="{small} 1x, {large} 2x">'


@pytest.mark.parametrize("form", [pair, attribute("data-zoom-image"), attribute("data-full"), by_density])
@pytest.mark.parametrize(
    ("name", "small", "large", "wanted"),
    [
        ("heron", "2020", "2021", "2019"),
        ("heron", "1920", "2000", "1800"),
        ("nokia", "3310", "3410", "6210"),
        ("letter", "0101", "0102", "0103"),
        ("letter", "0100", "0150", "0200"),
        ("redcoat", "01", "02", "03"),
        ("shoe", "41", "42", "43"),
        ("shoe", "200", "800", "43"),
        ("heron", "320", "2021", "640"),
        ("rug", "50x70", "80x120", "120x180"),
        ("lamp", "40w", "60w", "75w"),
    ],
)
def test_a_number_must_be_a_size(form, name, small, large, wanted):
    """A counter, a year or a model in one element is another picture: all must be widths that are usual, or say so."""
    html = form(f"/a/{name}-{small}.jpg", f"/a/{name}-{large}.jpg")
    assert look_up(html, f"/a/{name}-{wanted}.jpg") is None


@pytest.mark.parametrize(
    ("target", "is_full"),
    [("/full/9914.jpg", True), ("/full/a9f3e7c1d2b4.jpg", True), ("/full/crane.jpg", False), ("/page/9914", False)],
)
def test_a_link_around_the_wanted_thumbnail_leads_to_its_picture(target, is_full):
    """A file whose name is a number or a hash is the picture of its thumbnail; one with a name may be another."""
    choice = look_up(pair("/t/heron-lake.jpg", target), "/t/heron-lake.jpg")
    assert (choice is not None and choice.url == SITE + target) is is_full
    assert look_up(pair("/t/9913.jpg", "/full/9914.jpg"), "/t/9913.jpg") is None
