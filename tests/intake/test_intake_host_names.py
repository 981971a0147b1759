"""normalise_host: one spelling for each host."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.intake.host_names import normalise_host


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Example.ORG", "example.org"),
        ("example.org.", "example.org"),
        ("r3---sn-x.example", "r3---sn-x.example"),
        ("-a.b-.example", "-a.b-.example"),
        ("my_host.example", "my_host.example"),
        ("XN--Bcher-KVA.example", "xn--bcher-kva.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("ＥＸＡＭＰＬＥ．org", "example.org"),  # noqa: RUF001 - the point of it
        ("ex\xadample.org", "example.org"),
        ("ex%61mple.org", "example.org"),
        ("%C3%BC.org", "xn--tda.org"),
        ("I\u2764.ws", "xn--i-7iq.ws"),
        ("[2001:DB8:0:0::1]", "2001:db8::1"),
    ],
)
def test_names(text, host):
    """A name is lower-case ASCII as browsers write it."""
    assert normalise_host(text) == host


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0X7F000001", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("169.254.43518", "169.254.169.254"),
        ("10.0x", "10.0.0.0"),
        ("127.0.0.1.", "127.0.0.1"),
        ("１２７.0.0.1", "127.0.0.1"),  # noqa: RUF001 - the point of it
        ("%31%32%37.0.0.1", "127.0.0.1"),
        ("0", "0.0.0.0"),
    ],
)
def test_ipv4_in_disguise(text, address):
    """Every notation of an IPv4 address that a browser understands becomes the dotted quad."""
    assert normalise_host(text) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "a..b", ".a", "a b", "a,b", "*.a", "a%2fb", "a%00b", "a\ufffdb", "%ff.org", "a:b"),
        *("256.1.1.1", "1.2.3.4.5", "1.2.3.256", "4294967296", "08.1", "1_0.1", "foo.1", "0xg.1.1", "1..1"),
        *("[::1", "[::1%25eth0]", "[1.2.3.4]", "[]", "[::g]", "xn--\xfc\u0301\u0308\u200d.org", "\u0301a.org"),
        "a" * 64,
        "ü" * 60,
        ".".join(["a" * 63] * 4),
        "a." * 5000,
    ],
    ids=ascii,
)
def test_refused(text):
    """What no resolver could look up is no host."""
    with pytest.raises(RowError) as caught:
        normalise_host(text)
    assert caught.value.slug is ErrorSlug.URL_HOST


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_ipv4_notations_agree(number):
    """Decimal, hexadecimal and octal name the same address."""
    address = str(ipaddress.IPv4Address(number))
    assert {normalise_host(form.format(number)) for form in ("{}", "0x{:x}", "0{:o}")} == {address}
