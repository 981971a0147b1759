from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.intake import address
from imgcrawl.intake.address import address_of, host_of

PAGE = "http://p.test/shop/item.html?id=1"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://A.test/x", "a.test"),
        (" HTTPS://user:p@w@a.test:8080/x", "a.test"),
        ("//a.test?q=http://b.test", "a.test"),
        ("http://[::1]:80/x", "[::1]"),
        ("http://a.test", "a.test"),
        ("data:image/png;base64,AA//b.test", ""),
        ("a.test/x", ""),
        ("", ""),
        ("http://münchen.test/x", "münchen.test"),
    ],
)
def test_host_of(url: str, host: str) -> None:
    """The host is what stands between the slashes and the port, in lower case."""
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "page_url", "address"),
    [
        ("http://a.test/1.jpg", PAGE, "http://a.test/1.jpg"),
        ("HTTP://A.test/1.jpg ", None, "HTTP://A.test/1.jpg "),
        ("//a.test/1.jpg", PAGE, "//a.test/1.jpg"),
        ("/img/1.jpg", PAGE, "http://p.test/img/1.jpg"),
        ("img/1.jpg", PAGE, "http://p.test/shop/img/1.jpg"),
        ("../1.jpg", PAGE, "http://p.test/1.jpg"),
        ("?v=2", PAGE, "http://p.test/shop/item.html?v=2"),
        ("/img/1.jpg", None, "/img/1.jpg"),
        ("/img/1.jpg", "no page", "/img/1.jpg"),
        ("a.test/1.jpg", PAGE, "https://a.test/1.jpg"),
        ("n/a", PAGE, "n/a"),
        ("data:image/gif;base64,AA//b", PAGE, "data:image/gif;base64,AA//b"),
        ("", PAGE, ""),
    ],
)
def test_address_of(url: str, page_url: str | None, address: str) -> None:
    """An address with a host stands as given; a relative one is resolved on its page; the rest is left alone."""
    assert address_of(url, page_url) == address


@settings(max_examples=200, deadline=None)
@given(url=st.text(), page_url=st.none() | st.text() | st.just(PAGE))
def test_any_text_has_an_address(url: str, page_url: str | None) -> None:
    """No text is too odd, and what has been resolved stays as it is."""
    address = address_of(url, page_url)
    assert address_of(address, page_url) == address


def test_a_long_address_is_not_remembered():
    """A picture in a ``data:`` URL may be a megabyte long, and thousands of them follow each other."""
    before = address._remembered_host.cache_info().currsize
    for number in range(9):
        assert host_of(f"data:image/png;base64,{'A' * 2_000}{number}") == ""
        assert host_of(f"https://Long.example/{'a' * 2_000}{number}") == "long.example"
    assert address._remembered_host.cache_info().currsize == before
