"""data: URLs."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.intake.data_urls import decode_data_url, is_data_url


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("data:image/png;base64,AAEC", b"\0\1\2"),
        (" DATA:IMAGE/PNG;charset=x; BASE64 ,AAEC", b"\0\1\2"),
        ("data:image/png;base64,A A\nE C", b"\0\1\2"),
        ("data:image/gif;base64,AAE", b"\0\1"),
        ("data:image/gif;base64,AA%3D%3D", b"\0"),
        ("data:image/gif;base64,", b""),
        ("data:image/svg+xml,%3Csvg/%3E#a", b"<svg/>"),
        ("data:,a,b", b"a,b"),
        ("data:nonsense,ü", "ü".encode()),
        ("data:;base64,AAEC", b"\0\1\2"),
    ],
)
def test_decodes(text, body):
    """The body is what a browser would see."""
    assert decode_data_url(text) == body


@pytest.mark.parametrize(
    "text",
    [
        "data:image/png;base64",
        "http://h.org/,",
        "data:image/png;base64,A",
        "data:image/png;base64,AA=",
        "data:image/png;base64,AA=A",
        "data:image/png;base64,AAEC=",
        "data:image/png;base64,A-_A",
        "data:image/png;base64,AA===",
    ],
)
def test_refuses(text):
    """Damage is an error, never wrong bytes."""
    with pytest.raises(RowError) as caught:
        decode_data_url(text)
    assert caught.value.slug is ErrorSlug.URL_DATA_INVALID


def test_is_data_url():
    """Only the scheme decides."""
    assert is_data_url("\n Data:")
    assert not is_data_url("database/a.jpg")


@settings(max_examples=100, deadline=None)
@given(st.binary(), st.booleans())
def test_round_trip(body, padded):
    """Every body survives, with and without padding."""
    encoded = base64.b64encode(body).decode()
    assert decode_data_url("data:x/y;base64," + (encoded if padded else encoded.rstrip("="))) == body


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["data:", ",", ";base64", ";", "image/png", "%", "%00", "=", "AAEC", "#", "\0", "\u00e9", "\udcff", " "]
        ),
        max_size=9,
    ).map("".join)
)
def test_any_text_has_bytes_or_is_refused(text):
    """Whatever stands in the row, the answer is bytes, or the one error."""
    try:
        found = decode_data_url(text)
    except RowError as exc:
        assert exc.slug is ErrorSlug.URL_DATA_INVALID  # noqa: PT017 - either may happen
    else:
        assert len(found) <= len(text.encode("utf-8", "replace"))
