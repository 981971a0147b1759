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


@pytest.mark.parametrize(
    ("path", "inner"),
    [
        ("/img/b.org/w=600/m/heron.jpg", ("https://b.org/m/heron.jpg",)),
        ("/img/b.org/f=auto,q=80/m/heron.jpg", ("https://b.org/m/heron.jpg",)),
        ("/i/s/www.b.org/m/2013/heron.jpg", ("https://www.b.org/m/2013/heron.jpg",)),
        ("/i/b.org/m/heron.jpg", ("https://b.org/m/heron.jpg",)),
        ("/cdn/b.org/m/heron.jpg", ("https://b.org/m/heron.jpg",)),
        ("/cdn/www.b.org/m/2013/heron.jpg", ("https://www.b.org/m/2013/heron.jpg",)),
        ("/media/x/www.b.org/m/heron.jpg", ("https://www.b.org/m/heron.jpg",)),
        ("/sites/www.b.org/files/heron.jpg", ()),
        ("/x/sites/www.b.org/files/heron.jpg", ()),
        ("/media/www.b.org/heron.jpg", ()),
        ("/media/www.b/m/heron.jpg", ()),
        ("/img/b.org/heron.jpg", ()),
        ("/img/heron.jpg/m/2.jpg", ()),
        ("/img/1.2/m/heron.jpg", ()),
        ("/img/2013/b.org/m/heron.jpg", ()),
        ("/news/b.org/m/heron.jpg", ()),
        ("/img/b.org/m/heron", ()),
    ],
)
def test_a_host_behind_a_short_word_is_where_the_picture_is(path, inner):
    """With a folder and a file behind it; deeper, or with a file alone, it may be what a folder is called."""
    assert unwrap(f"https://cdn.org{path}") == inner


SIGNED = "AbCdEf0123456789_-AbCdEf012="


@pytest.mark.parametrize(
    ("path", "inner"),
    [
        (
            f"/thumbor/{SIGNED}/0x0:4000x2000/1200x800/filters:focal(1:2)/b.org/m/heron.jpg",
            ("https://b.org/m/heron.jpg",),
        ),
        ("/thumbor/0x0:4000x2000/1200x800/filters:format(webp)/b.org/m/heron.jpg", ("https://b.org/m/heron.jpg",)),
        (f"/resizer/{SIGNED}/1200x0/filters:quality(80)/b.org/m/heron.jpg", ("https://b.org/m/heron.jpg",)),
        (f"/resizer/{SIGNED}/1200x0/m/heron.jpg", ()),
        (f"/resizer/{SIGNED[1:]}/1200x0/b.org/m/heron.jpg", ()),
        ("/thumbor/1200x800/m/heron.jpg", ()),
    ],
)
def test_what_a_signed_resizer_is_to_fetch(path, inner):
    """Behind the signature and the order stands the host that has it; a file without one is the resizer's own."""
    assert unwrap(f"https://cdn.org{path}") == inner


def test_what_a_portal_calls_what_it_fetches():
    """The address of a post's picture is ``fname`` to Kakao's scaler; a mere name is no address."""
    assert unwrap("https://cdn.org/thumb/R1280x0/?scode=mtistory2&fname=https%3A%2F%2Fb.org%2Fdn%2Fheron.png") == (
        "https://b.org/dn/heron.png",
    )
    assert unwrap("https://cdn.org/show.php?fname=heron.jpg") == ()


@pytest.mark.parametrize(
    ("url", "inner"),
    [
        ("gimg2.baidu.com/image_search/src=http%3A%2F%2Fb.org%2Fm%2Fheron.jpg&refer=http%3A%2F%2Fb.org&q=a80", "http"),
        ("gimg2.baidu.com/image_search/&app=2020&src=b.org/m/heron.jpg", "http"),
        ("th.bing.com/th/id/R.0a1b?rik=0&riu=https%3a%2f%2fb.org%2fm%2fheron.jpg&pid=ImgRaw", "https"),
        ("gimg2.baidu.com/image_search/refer=http%3A%2F%2Fb.org%2Fm%2Fheron.jpg", None),
        ("gimg2.example.org/image_search/src=b.org/m/heron", None),
    ],
)
def test_what_search_engines_have_found(url, inner):
    """Their copies carry the address, and that of the page on which it was found."""
    assert unwrap(f"https://{url}") == ((f"{inner}://b.org/m/heron.jpg",) if inner else ())
