"""What is collected from ordinary, broken and hostile pages."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.pages.reading.candidates import MAX_HTML, absolute, collect, decode
from imgcrawl.pages.reading.findings import MAX_FINDINGS
from imgcrawl.pages.reading.kinds import Kind
from imgcrawl.pages.reading.markup import MAX_URL

BASE = "https://e.example/dir/page"
PLAIN = '<img src="/ä.jpg">'
MARKED = ["text/html", "text/html; charset=iso-8859-1", "text/html; charset=utf-16be"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("a.jpg", "https://e.example/dir/a.jpg"),
        ("//f.example/a.jpg", "https://f.example/a.jpg"),
        (" /a\n.jpg ", "https://e.example/a.jpg"),
        ("/a b.jpg", "https://e.example/a%20b.jpg"),
        ("/ä.jpg", "https://e.example/%C3%A4.jpg"),
        ("/a.jpg#top", "https://e.example/a.jpg"),
        ("http://bücher.example/a.jpg", "http://xn--bcher-kva.example/a.jpg"),
        ("javascript:alert(1)//a.jpg", None),
        ("java\tscript:x.jpg", None),
        ("data:image/png;base64,AAAA", None),
        ("blob:https://e.example/1", None),
        ("file:///etc/a.jpg", None),
        ("ftp://e.example/a.jpg", None),
        ("https://user:secret@e.example/a.jpg", None),
        ("https://e.example:99999/a.jpg", None),
        ("https://e.example:x/a.jpg", None),
        ("http://[::1/a.jpg", None),
        ("http:///a.jpg", None),
        ("#a.jpg", None),
        ("", None),
        ("/" + "a" * MAX_URL, None),
    ],
)
def test_addresses_are_absolute_http_or_nothing(url, expected):
    """Only what can be asked for over http or https is kept."""
    assert absolute(url, BASE) == expected


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("/b/", "https://e.example/b/a.jpg"),
        ("https://f.example/", "https://f.example/a.jpg"),
        ("javascript:x", "https://e.example/dir/a.jpg"),
        ("data:text/html,", "https://e.example/dir/a.jpg"),
        ("http://[", "https://e.example/dir/a.jpg"),
        ("", "https://e.example/dir/a.jpg"),
    ],
)
def test_base_elements_are_honoured_unless_they_are_tricks(base, expected):
    """A base that is no http address is ignored."""
    assert [c.url for c in collect(f'<base href="{base}"><img src="a.jpg">', BASE)] == [expected]


def test_candidates_are_numbered_and_unique():
    """One address appears once for each place and group, in the order of the page."""
    page = '<img src="a.jpg" srcset="a.jpg 1x, a.jpg 2x"><img src="a.jpg">'
    candidates = collect(page, BASE)
    assert [c.position for c in candidates] == list(range(len(candidates)))
    assert [c.kind for c in candidates] == [Kind.SRCSET, Kind.SRC, Kind.SRC]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('<img src="/ä.jpg">'.encode("latin-1"), "text/html; charset=iso-8859-1"),
        ('<meta charset="windows-1252"><img src="/ä.jpg">'.encode("cp1252"), None),
        ('<img src="/ä.jpg">'.encode(), "text/html"),
        ('\ufeff<img src="/ä.jpg">'.encode("utf-16"), None),
        *((f"\ufeff{PLAIN}".encode(name), kind) for name in ("utf-16-le", "utf-16-be", "utf-8") for kind in MARKED),
        ('<meta charset="utf-16"><img src="/ä.jpg">'.encode(), None),
        ('<img src="/ä.jpg">'.encode(), "text/html; charset=utf-16"),
        ('<img src="/ä.jpg">'.encode("utf-16-le"), "text/html; charset=utf-16"),
        ('<img src="/ä.jpg">'.encode("utf-16-be"), "text/html; charset=utf-16"),
    ],
)
def test_the_page_is_decoded_as_browsers_do(body, content_type):
    """The byte order mark is heeded, then the header, then the page's own word; UTF-16 without a mark by its zeros."""
    assert [c.url for c in collect(decode(body, content_type), BASE)] == ["https://e.example/%C3%A4.jpg"]


@pytest.mark.parametrize(
    "name", ["punycode", "idna", "zlib", "rot13", "undefined", "unicode_escape", "raw_unicode_escape"]
)
@pytest.mark.parametrize("place", ["header", "page"])
def test_encodings_that_browsers_do_not_know_are_not_used(name, place):
    """Python has codecs that raise, or take hours for a page of some megabytes: what names one is read as UTF-8."""
    page = f'<meta charset="{name}"><img src="/ä\\x41.jpg">'
    content_type = f"text/html; charset={name}" if place == "header" else "text/html"
    assert decode(page.encode(), content_type) == page


GOOD = '<img src="first-good-picture.jpg">'


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000,
        "<a href=x.jpg>" * 20_000,
        "<b><i>" * 50_000,
        f'<img alt="{"x" * 20_000_000}" src="b.jpg">',
        "<img " + " ".join(f"a{n}=b" for n in range(200_000)) + ">",
        '<img srcset="' + "a.jpg 1w," * 300_000 + '">',
        '<img src="c.jpg">' * 100_000,
        "<" * 1_000_000,
        "&" * 1_000_000,
        "\0" * 1_000_000,
        "<!--" * 200_000,
        "<script>" + '"//.jpg' * 200_000,
        '<script type="application/ld+json">' + "[" * 200_000 + "</script>",
        "".join(f'<img src="{n}.jpg">' for n in range(20_000)),
    ],
    ids=range(14),
)
def test_hostile_pages_are_read_within_bounds(hostile):
    """Depth, length and number cost neither the process nor minutes, and what stands first is still found."""
    candidates = collect(GOOD + hostile, BASE)
    assert candidates[0].url.endswith("/first-good-picture.jpg")
    assert len(candidates) <= MAX_FINDINGS


def test_only_the_beginning_of_a_huge_page_is_read():
    """What stands behind the limit is not found."""
    assert collect(b" " * MAX_HTML + GOOD.encode(), BASE) == []


PIECES = """<img src= <base href= ' " > http://[ // &#0; &#x110000; data-src= srcset= 2x,
javascript: <a href= .jpg <script> :99999"""
TAG_SOUP = st.lists(st.sampled_from([*PIECES.split(), " ", "\0", "\udcff"]), max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | TAG_SOUP.map("".join))
def test_any_bytes_give_http_addresses_only(body):
    """Nothing raises, and nothing but http and https comes out."""
    for candidate in collect(body, BASE):
        parts = urlsplit(candidate.url)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
