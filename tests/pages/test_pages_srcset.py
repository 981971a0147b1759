"""The srcset parser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.pages.reading.srcset import MAX_ENTRIES, looks_like_srcset, parse_srcset


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("", []),
        ("a.jpg", ["a.jpg"]),
        ("a.jpg 300w, b.jpg 900w", ["b.jpg", "a.jpg"]),
        ("a.jpg, b.jpg 2x", ["b.jpg", "a.jpg"]),
        ("a.jpg 1x,b.jpg 1.5x", ["b.jpg", "a.jpg"]),
        ("/c_fill,w_300/a.jpg 300w, /c_fill,w_900/a.jpg 900w", ["/c_fill,w_900/a.jpg", "/c_fill,w_300/a.jpg"]),
        (" , ,a.jpg 5w 6h ,, ", ["a.jpg"]),
        ("a.jpg what", ["a.jpg"]),
    ],
)
def test_entries_come_largest_first(value, urls):
    """Commas inside an address belong to it; descriptors order the entries; nonsense is passed over."""
    assert [entry.url for entry in parse_srcset(value)] == urls


def test_a_srcset_is_told_from_an_address():
    """Only a descriptor after an address makes a srcset."""
    assert looks_like_srcset("a.jpg 300w")
    assert looks_like_srcset("a.jpg 2x, b.jpg 1x")
    assert not looks_like_srcset("a.jpg")
    assert not looks_like_srcset("two words")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="a, .0123wx\t\n", max_size=400))
def test_any_text_is_bounded_and_harmless(value):
    """Nothing raises, no entry is empty, and their number is bounded."""
    entries = parse_srcset(value)
    assert len(entries) <= MAX_ENTRIES
    assert all(entry.url and "\n" not in entry.url for entry in entries)
