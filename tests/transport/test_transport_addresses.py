"""Which addresses may be connected to."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ConfigError
from imgcrawl.transport import AddressGuard

DENIED = (
    "0.0.0.0",
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::2",
    "fc00::1",
    "fd00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "2001:db8::1",
    "2001:2::1",
    "2001:10::1",
    "3fff::1",
    "4000::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::8.8.8.8",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:808:808::f5ff:fffe",
    "2001:0:a00:1:0:0:f7f7:f7f7",
    "fe80::1%eth0",
    "2606:4700::1%1",
    "garbage",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "8.8.8.8:80",
)
PERMITTED = (
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.0.1.1",
    "198.17.0.1",
    "198.20.0.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450::1",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
    "2001:0:808:808::f7f7:f7f7",
)


@pytest.mark.parametrize("address", DENIED)
def test_denied(address):
    """What is not public, leads to what is not, or is no address is denied."""
    assert not AddressGuard(()).permits(address)


@pytest.mark.parametrize("address", PERMITTED)
def test_permitted(address):
    """Public addresses are permitted, also when embedded in an IPv6 address."""
    assert AddressGuard(()).permits(address)


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "fd00::7", "2002:a01:203::1"])
def test_allowed_networks(address):
    """A network that the operator opens is open, embedded addresses included."""
    assert AddressGuard(("10.1.0.0/16", "fd00::/64")).permits(address)


@pytest.mark.parametrize("address", ["10.2.0.1", "127.0.0.1", "fd00:1::7", "fd00::7%1", "::1"])
def test_only_allowed_networks(address):
    """What lies outside the opened networks stays closed."""
    assert not AddressGuard(("10.1.0.0/16", "fd00::/64")).permits(address)


@pytest.mark.parametrize("text", ["10.0.0.1/8", "lan", "10.0.0.0/33", ""])
def test_wrong_network(text):
    """A wrong network is named with its setting, and an address in a network with that network."""
    with pytest.raises(ConfigError, match="IMGCRAWL_ALLOW_NETWORKS") as caught:
        AddressGuard((text,))
    assert repr(text) in str(caught.value)
    assert ("is 10.0.0.0/8" in str(caught.value)) == (text == "10.0.0.1/8")


@settings(max_examples=200)
@given(st.ip_addresses())
def test_never_wider_than_the_registry(address):
    """What the standard library holds for private is denied, unless it leads to a public IPv4 address."""
    embeds = address.version == 6 and (address.ipv4_mapped or address.sixtofour or address.teredo)
    if AddressGuard(()).permits(str(address)) and not embeds:
        assert address.is_global or address in ipaddress.ip_network("64:ff9b::/96")
        assert not address.is_multicast
