"""Addresses with a query of their own that stand in another's as they are: which fields belong to whom."""

from __future__ import annotations

import pytest

from imgcrawl.intake.wrapped import unwrap
from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.carried import fields_around
from imgcrawl.naming.same_image import relation

SIGNED = f"https://cdn.h.org/attachments/1071/2093/a.png?ex=6b0f0be1&is=6b0dba61&hm={'0f' * 32}"


@pytest.mark.parametrize("before", ["", "w=200&"])
@pytest.mark.parametrize("inner", [SIGNED, f"{SIGNED}&", SIGNED.replace("https:", "https%3A"), SIGNED[6:]])
def test_an_address_in_the_clear_keeps_its_signature(before, inner):
    """All that stands behind it is asked for along with it, and then it without that, which may be the wrapper's."""
    assert unwrap(f"https://x.org/proxy?{before}url={inner}") == (SIGNED, SIGNED.partition("&")[0])


@pytest.mark.parametrize(
    "behind",
    ["imgrefurl=https://h.org/page?x=1&h=3", "next=https%3A%2F%2Fh.org%2Fpage&h=3", "w=200", "W=200&q=75&format=webp"],
)
def test_a_field_that_holds_an_address_or_shows_a_picture_is_the_wrappers(behind):
    """So is all that comes after an address; a size that stands before something else is the picture's own."""
    assert (
        unwrap(f"https://x.org/imgres?imgurl=https://h.org/i?w=3&h=2&s=1&{behind}")[0] == "https://h.org/i?w=3&h=2&s=1"
    )
    assert unwrap(f"https://x.org/imgres?imgurl={SIGNED}&{behind}")[0] == SIGNED


@pytest.mark.parametrize(
    ("query", "inner"),
    [
        ("url=https://h.org/a.jpg&w=200", "https://h.org/a.jpg"),
        ("url=https%3A%2F%2Fh.org%2Fa.jpg%3Fv%3D1&w=200", "https://h.org/a.jpg?v=1"),
        ("url=https://h.org/a.jpg?&w=200", "https://h.org/a.jpg"),
    ],
)
def test_what_stands_behind_an_address_without_a_query_is_the_wrappers(query, inner):
    """Whether it has none, or its query is encoded along with it."""
    assert unwrap(f"https://x.org/proxy?{query}") == (inner,)


def test_every_field_belongs_to_one():
    """Fields are read in order, and those of an address in the clear are part of it."""
    query = "a=1&url=//h.org/i?x=1&y=2&src=https://h.org/b.jpg&z"
    assert list(fields_around(query)) == [
        ("a", "1"),
        ("url", "//h.org/i?x=1&y=2"),
        ("src", "https://h.org/b.jpg"),
        ("z", ""),
    ]


def test_a_proxied_picture_with_a_fresh_signature_is_the_same():
    """What its proxy is told in the clear is read as the picture's own address, signature and all."""
    fresh = SIGNED.replace("6b0f0be1", "6b1f0be1").replace("0f", "1e")
    old, new = (read_address(f"https://x.org/proxy?url={url}") for url in (SIGNED, fresh))
    assert relation(old, new) is not None
    assert relation(old, read_address(f"https://x.org/proxy?url={fresh.replace('/2093/', '/2094/')}")) is None
