"""What counts as a slip of the pen."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from imgcrawl.errors import RowError
from imgcrawl.intake.slips import clean_text, looks_like_host, split_scheme, without_surrogates


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("http://a/b", ("http", "a/b")),
        ("hhttps://a", ("https", "a")),
        ("http;//a", ("http", "a")),
        ("http:a", ("http", "a")),
        ("http://http://https://a", ("https", "a")),
        ("http://http.org//a", ("http", "http.org//a")),
        ("http://httpbin.org/a", ("http", "httpbin.org/a")),
        ("httpbin.org/a", None),
        ("ftp://a", None),
        ("https", None),
        ("tp/a.jpg", None),
    ],
)
def test_split_scheme(text, split):
    """A misspelt scheme is seen through, a name that begins like one is not a scheme."""
    assert split_scheme(text) == split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("h.org/a", True),
        ("пример.рф/a", True),
        ("a.xn--p1ai/a", True),
        ("10.0.0.1:80/a", True),
        ("www.h.o", True),
        ("h.org", False),
        ("a.jpg/b", False),
        ("images/a.jpg", False),
        ("v1.2/a.jpg", False),
        ("me@h.org/a", False),
        ("a" * 50_000 + "/", False),
        ("a." * 20_000 + "/", False),
    ],
    ids=lambda value: str(value)[:20],
)
def test_looks_like_host(text, expected):
    """Only what plainly is a host counts as one."""
    assert looks_like_host(text) is expected


def test_clean_text_keeps_what_may_be_meant():
    """An apostrophe at the end and a named reference without semicolon may belong to the URL."""
    assert clean_text("http://h/a'?x&copy=1&notin;") == "http://h/a'?x&copy=1&notin;"


def test_surrogates():
    """Pairs are joined, lone halves replaced."""
    assert without_surrogates("a\ud83d\ude00\udc80") == "a\U0001f600\ufffd"


U, V = "https://h.org/a/b.jpg", "https://h.org/a/c.jpg"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"url({U})", U),
        (f"url( '{U}' );", U),
        (f"background: #fff url({U}) no-repeat", U),
        (f'background-image:url("{U}");', U),
        ("url(//h.org/a/b_(1).jpg)", "//h.org/a/b_(1).jpg"),
        (f'["{U}"]', U),
        (f'["{U}",', U),
        (f"{U} 300w, {V} 600w", V),
        (f"{V} 600w, {U} 300w,", V),
        (f"{U} 1x,\n {V} 1.5x", V),
        (f"{U} 2x", U),
        ("//h.org/b.jpg 1x, //h.org/c.jpg 2x", "//h.org/c.jpg"),
    ],
)
def test_what_a_style_a_list_or_a_srcset_holds(text, address):
    """The one address of a style or a JSON list is taken, and the largest of a ``srcset``, which is of one picture."""
    assert clean_text(text) == address


@pytest.mark.parametrize(
    "text",
    [
        f"url({U}), url({V})",
        f"url({U}),url({V})",
        f'["{U}","{V}"]',
        f"{U}, {V}",
        f"{U} {V}",
        f"{U}|{V}",
        f"{U} 300w, {V} 2x",
        f"{U} 300w, {V}",
        f"{U} 300w of 600w",
        f"{U} 30px",
        "curl(7) and so on",
    ],
)
def test_more_than_one_address_is_left_as_it_is(text):
    """Which of several pictures was meant is not guessed."""
    assert clean_text(text) == text


@pytest.mark.parametrize("unit", ["url(", "url(//", "a:", "//a 1x,", "//", '["', ")", " 1x"])
def test_hostile_texts_cost_little(unit):
    """No repetition makes one cell cost more than a moment."""
    begun = time.process_time()
    for start in ("", "url(//", "//a 1x,", '["https://'):
        with suppress(RowError):
            clean_text(start + unit * (30_000 // len(unit)))
    assert time.process_time() - begun < 2.0
