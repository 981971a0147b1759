"""Addresses that stand in others as base64."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from json import dumps

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.intake.wrapped import unwrap
from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.coded import address_in, address_in_path, order_in_path

INNER = "https://media.a.test/img/c/31/winter-autumn-station-145937101_640.jpg"
CODED = urlsafe_b64encode(INNER.encode()).decode().rstrip("=")


def _pieces(chars: int) -> str:
    return "/".join(CODED[at : at + chars] for at in range(0, len(CODED), chars))


_WRAPPED = {
    "imgproxy": f"/insecure/rs:fill:1200:800/{CODED}.jpg",
    "in-pieces": f"/insecure/{_pieces(16)}.webp",
    "in-others": f"/insecure/rs:fill:1200:800/{_pieces(20)}.jpg",
    "in-small-ones": f"/insecure/{_pieces(6)}",
    "other-alphabet": f"/x/{b64encode(INNER.encode()).decode()}",
    "before-a-name": f"/x/{CODED}/station.jpg",
    "as-a-value": f"/x?url={CODED}&w=300",
}


@pytest.mark.parametrize("wrapped", _WRAPPED.values(), ids=_WRAPPED)
def test_an_address_in_base64_is_the_pictures(wrapped):
    """What a resizer has in base64, whole or in pieces of any length, is the address of its picture."""
    url = f"https://cdn.a.test{wrapped}"
    assert unwrap(url) == (INNER,)
    address, inner = read_address(url), read_address(INNER)
    assert (address.host, address.path, address.stem) == (inner.host, inner.path, inner.stem)


@pytest.mark.parametrize("key", ["img/c/31/station 1.jpg", "station.jpg"])
@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
def test_the_key_of_an_order_is_the_pictures_path(key, encode):
    """Where an order for a resizer names a key, its picture has that path; what it does to it is of no account."""
    order = encode(dumps({"bucket": "b", "key": key, "edits": {"resize": {"width": 300}, "text": "?>?>~~~"}}).encode())
    address = read_address(f"https://d1.cloudfront.test/{order.decode()}")
    assert (address.host, address.path) == ("d1.cloudfront.test", f"/{key}")


@pytest.mark.parametrize(
    "path",
    [
        "/eyJ" + "a" * 40,
        "/eyJhIjoxfQ",
        f"/{urlsafe_b64encode(b'[1, 2, 3, 4, 5, 6, 7, 8]').decode()}",
        "/aHR0c",
        "/aHR0cD" + "_" * 9,
    ],
)
def test_what_is_no_address_is_a_name(path):
    """What only looks like base64 of an address, or of an object, is read as it stands."""
    assert address_in_path(path) == ""
    assert order_in_path(path) == {}
    assert read_address(f"https://a.test{path}").path == path


@given(st.text("aHR0cDYyJLy9/=-_+%", max_size=400))
def test_any_path_is_read(text):
    """No path breaks it, and what is found in it was there."""
    for path in (f"/{text}", f"/aHR0cHM6{text}", f"/eyJ{text}"):
        order_in_path(path)
        address_in(path[1:])
        address_in_path(path)
        read_address(f"https://a.test{path}")


@given(st.integers(6, 40), st.text("abc/ é", min_size=1, max_size=40))
def test_pieces_of_any_length_make_the_address(chars, name):
    """However an address is cut, it is put together again up to the file's ending."""
    inner = f"https://b.test/{name}.png"
    coded = urlsafe_b64encode(inner.encode()).decode().rstrip("=")
    cut = "/".join(coded[at : at + chars] for at in range(0, len(coded), chars))
    assert address_in_path(f"/w:300/{cut}.png") == inner


@pytest.mark.parametrize("name", ["a", "ab", "abc", "abcd"])
def test_a_name_behind_the_address_is_no_part_of_it(name):
    """Whether or not the letters that follow could be base64."""
    assert address_in_path(f"/x/{CODED}/{name}.jpg") == INNER


def test_an_address_without_a_files_ending():
    """It is all pieces where they are as long as the libraries of imgproxy make them, else the first."""
    inner = "https://b.test/photos/12345/full"
    coded = urlsafe_b64encode(inner.encode()).decode().rstrip("=")
    assert address_in_path("/" + "/".join(coded[at : at + 16] for at in range(0, len(coded), 16))) == inner
    assert address_in_path(f"/{coded}/full") == inner


def test_as_many_pieces_as_an_address_holds_are_looked_at():
    """Of thousands of pieces that make no file the first one counts."""
    assert address_in_path("/aHR0cHM6Ly9h" + "/YQ" * 2700) == "https://a"
