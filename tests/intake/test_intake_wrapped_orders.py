"""Addresses inside the orders of resizers: objects of JSON in base64."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from json import dumps

import pytest

from imgcrawl.intake.wrapped import unwrap

INNER = "https://b.org/heron.jpg"


def _order(**fields: object) -> str:
    return urlsafe_b64encode(dumps(fields).encode()).decode().rstrip("=")


@pytest.mark.parametrize("path", ["/{}", "/images/{}", "/{}/heron.jpg"])
def test_what_an_order_is_to_fetch(path):
    """The address of what is fetched is found wherever in the path the order stands."""
    order = _order(bucket="b", url=INNER, edits={"resize": {"width": 300}})
    assert unwrap("https://cdn.org" + path.format(order)) == (INNER,)


@pytest.mark.parametrize(
    "order",
    [
        _order(bucket="b", key="heron.jpg", edits={"width": 300}),
        _order(watermark=INNER, edits={"width": 300}),
        _order(url="heron.jpg", edits={"width": 300}),
        _order(url={"of": INNER}, edits={"width": 300}),
        urlsafe_b64encode(dumps([INNER]).encode()).decode(),
        "eyJ" + "a" * 40,
        urlsafe_b64encode(b'{"url":' + b"[" * 5000).decode().rstrip("="),
    ],
)
def test_what_is_no_address_of_the_order(order):
    """A watermark, a key, what is no JSON, and what is nested too deeply to be read, name nothing to ask for."""
    assert unwrap(f"https://cdn.org/{order}") == ()
