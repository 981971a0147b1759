"""What counts as a slip of the pen."""

from __future__ import annotations

import pytest

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
