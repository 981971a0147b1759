"""Paths and queries."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.intake.encoding import encode_path, encode_query


@pytest.mark.parametrize(
    ("path", "encoded"),
    [
        ("", "/"),
        ("a", "/a"),
        ("/.", "/"),
        ("/a/.", "/a/"),
        ("/a/b/..", "/a/"),
        ("/a/%2e%2E/b", "/b"),
        ("/a/.%2e/b", "/b"),
        ("/...", "/..."),
        ("/.a/..b", "/.a/..b"),
        ("/../../a", "/a"),
        ("//../a", "/a"),
        ("/a//../b", "/a/b"),
        ("/%2%35", "/%252%35"),
        ("/a?", "/a%3F"),
    ],
)
def test_path(path, encoded):
    """Dot segments go as in a browser, valid escapes stay, stray percent signs are escaped."""
    assert encode_path(path) == encoded


def test_without_repair_one_stray_percent_condemns_all():
    """Without repair a stray percent sign means that nothing was encoded, as requests takes it."""
    assert encode_query("a%20b%", repair=False) == "a%2520b%25"
    assert encode_query("a%20b", repair=False) == "a%20b"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["a", ".", "..", "%2e"]), min_size=1).map(lambda segments: "/" + "/".join(segments)))
def test_dot_segments_agree_with_posix(path):
    """On paths without empty segments dots mean what they mean in a file system."""
    plain = path.replace("%2e", ".")
    assert encode_path(path).rstrip("/") == posixpath.normpath(plain).rstrip("/")
