"""What an address says about its image."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.addresses import read_address, same_site
from imgcrawl.naming.carried import MAX_FIELDS

PLAIN = read_address("https://e.example/2019/05/red-fox-in-snow.jpg")


@pytest.mark.parametrize(
    "url",
    [
        "https://e.example/2019/05/red-fox-in-snow-300x200.webp",
        "http://www.e.example/2019/05/Red-Fox-In-Snow.JPG?token=1&w=300",
        "https://e.example/thumb/2019/05/red-fox-in-snow.jpg/300px-red-fox-in-snow.jpg",
        "https://e.example/styles/large/public/2019/05/red-fox-in-snow.jpg",
        "https://i0.wp.com/e.example/2019/05/red-fox-in-snow.jpg?w=640",
        "https://f.example/_next/image?url=https%3A%2F%2Fe.example%2F2019%2F05%2Fred-fox-in-snow.jpg&w=640",
        "https://e.example/_next/image?url=%2F2019%2F05%2Fred-fox-in-snow.jpg&w=640",
        "https://f.example/unsafe/300x200/https://e.example/2019/05/red-fox-in-snow.jpg",
        "https://f.example/?url=e.example/2019/05/red-fox-in-snow.jpg",
        "https://e.example/2019/05/red-fox-in-snow.jpg.webp",
        "https://e.example/2019/05/red-fox-in-snow.jpg_300x300.jpg",
        "https://e.example/c_fill,w_300/v12/2019/05/red-fox-in-snow.jpg",
        "https://e.example/2019/05/red-fox-in-snow_{width}x.jpg?v=1542",
    ],
)
def test_sizes_formats_tokens_and_proxies_do_not_change_the_identity(url):
    """Host, directories and stem are those of the plain address."""
    address = read_address(url)
    assert (address.host, address.dirs, address.stem) == (PLAIN.host, PLAIN.dirs, PLAIN.stem)
    assert address.fields == ()


@pytest.mark.parametrize("library", ["~", "-"])
def test_sitecore_hides_what_a_file_is(library):
    """In its library every file ends alike; elsewhere that is a script."""
    address = read_address(f"https://e.example/{library}/media/birds/red-fox-in-snow.ashx?w=300")
    assert (address.file, address.stem, address.width) == (True, "red-fox-in-snow", 300)
    assert not read_address("https://e.example/media/red-fox-in-snow.ashx").file


@pytest.mark.parametrize(
    ("url", "width"),
    [
        ("https://e.example/a.jpg", None),
        ("https://e.example/a.jpg?w=300", 300),
        ("https://e.example/w_300,h_200/a-900x600.jpg", 300),
        ("https://e.example/a.jpg/v1/fill/w_250,h_200/b.jpg", 250),
        ("https://f.example/_next/image?url=%2Fa.jpg&w=640", 640),
    ],
)
def test_the_width_is_the_smallest_named(url, width):
    """Whatever names a size limits the file, a proxy included."""
    assert read_address(url).width == width


@pytest.mark.parametrize(
    "url",
    ["", "x", "http://", "http://[::1", "https://e.example/a.svg", "https://e.example/a.html",
     "https://e.example/a.jpg?" + "&".join(f"a{n}=1" for n in range(MAX_FIELDS + 1))],
)  # fmt: skip
def test_what_is_no_image_address_has_none(url):
    """No host, another format, or more fields than an address has."""
    assert read_address(url) is None


def test_keys_come_from_what_names_the_picture():
    """The stem, else the nearest directory or the only field; never a shop's or a user's directory."""
    assert read_address("https://e.example/shop/11112222/48213377-b.jpg").keys == {"48213377"}
    assert read_address("https://e.example/photos/48213377/original.jpg").keys == {"48213377"}
    assert read_address("https://e.example/get?id=48213&token=x").keys == {"48213"}
    assert read_address("https://e.example/get?id=48213&view=back").keys == frozenset()
    assert read_address("https://e.example/shop/11112222/red-fox-in-snow.jpg").keys == frozenset()


def test_sites_are_told_apart():
    """Subdomains of one name are one site; customers of a shared service and country suffixes are not."""
    assert same_site("a.e.example", "b.e.example")
    assert same_site("a.shop.co.uk", "shop.co.uk")
    assert not same_site("shop.co.uk", "other.co.uk")
    assert not same_site("a.blogspot.com", "b.blogspot.com")
    assert not same_site("10.0.0.1", "9.0.0.1")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab1/.:?&=%@[]-_jpgx,", max_size=120))
def test_any_address_is_read_without_error(rest):
    """An address or None, for any text behind the scheme."""
    address = read_address(f"https://{rest}")
    assert address is None or address.host


def test_a_card_is_not_the_picture_on_it():
    """A script that draws cards is told of the picture; one that resizes is, too."""
    inner = "https://h.example/heron-lake.jpg"
    card, resized = (read_address(f"https://x.example/api/{script}?title=x&image={inner}") for script in ("og", "size"))
    assert card is not None
    assert resized is not None
    assert (card.host, resized.host) == ("x.example", "h.example")
