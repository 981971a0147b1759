"""The pictures that a page may be about."""

from __future__ import annotations

from imgcrawl.pages.choosing.likely import find_likely
from imgcrawl.pages.reading.candidates import collect

WANTED = "http://a.test/heron-4711.jpg"


def likely(html: str) -> list[str]:
    """Return the paths of the pictures of a page, as they are asked for."""
    found = find_likely(collect(f"<!doctype html><title>x</title>{html}", "http://a.test/p"), WANTED)
    return [url.removeprefix("http://a.test/") for url in found]


def test_the_most_telling_places_come_first():
    """A link to a file, then what is shown, then what the head names; of each kind as the page has them."""
    html = '<meta property="og:image" content="/og.jpg"><img src="/1.jpg"><img src="/2.jpg"><a href="/full.jpg">x</a>'
    assert likely(html) == ["full.jpg", "1.jpg", "2.jpg", "og.jpg"]


def test_of_one_picture_one_version_is_asked_for():
    """The versions of one element are one picture: the file that it leads to, or its largest size."""
    assert likely('<img src="/s.jpg" srcset="/m.jpg 600w, /l.jpg 900w">') == ["l.jpg"]
    assert likely('<a href="/full.jpg"><img src="/thumb.jpg"></a><img src="/2.jpg">') == ["full.jpg", "2.jpg"]


def test_no_more_than_four():
    """Each costs a request, and one that the page names twice is one."""
    images = "".join(f'<img src="/{n}.jpg">' for n in (1, 1, 2, 3, 4, 5))
    assert likely(images) == ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]


def test_what_is_not_the_page_s_content_is_left_out():
    """So is the wanted address itself, which has failed."""
    html = (
        '<img src="/heron-4711.jpg"><img src="/img/logo.png"><a href="/other-page"><img src="/teaser.jpg"></a>'
        '<div style="background:url(/ground.jpg)"></div><img src="/1x1.gif" width="1" height="1"><img src="/bird.jpg">'
    )
    assert likely(html) == ["bird.jpg"]
