"""Which addresses may be connected to."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TYPE_CHECKING

from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), and for the one
# in use Microsoft, "What is IP address 168.63.129.16?".
_DENIED_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network, unspecified
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's platform, which serves its machines at this public address
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # former 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")
_DENIED_V6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, benchmarking
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
_TEREDO = IPv6Network("2001::/32")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_EMBEDDING_LOW_BITS = tuple(
    IPv6Network(text)
    for text in (
        "::/96",  # IPv4-compatible; holds the unspecified address and loopback too
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64
    )
)
_VERDICTS_KEPT = 16384


class AddressGuard:
    """Permits public addresses, and those inside *allow_networks* (IPv4 or IPv6, in CIDR notation).

    :raises ConfigError: if one of *allow_networks* is not a network.
    """

    def __init__(self, allow_networks: Sequence[str]) -> None:
        self._allowed = tuple(_network(text) for text in allow_networks)
        self._verdict = lru_cache(maxsize=_VERDICTS_KEPT)(self._judge)

    def permits(self, address: str) -> bool:
        """Whether *address* may be connected to; what is no plain IP address, or has a zone, may not."""
        return self._verdict(address)

    def _judge(self, address: str) -> bool:
        if "%" in address:
            return False
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return self._is_open(parsed)

    def _is_open(self, address: IPv4Address | IPv6Address) -> bool:
        if any(address in network for network in self._allowed):
            return True
        if isinstance(address, IPv4Address):
            return not any(address in network for network in _DENIED_V4)
        embedded = _embedded(address)
        if embedded:
            return all(self._is_open(inner) for inner in embedded)
        return address in _GLOBAL_V6 and not any(address in network for network in _DENIED_V6)


def _embedded(address: IPv6Address) -> Iterable[IPv4Address]:
    """Return the IPv4 addresses to which *address* leads in the end; none for a native one."""
    if any(address in network for network in _EMBEDDING_LOW_BITS):
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    if address in _SIX_TO_FOUR:
        return (IPv4Address(int(address) >> 80 & 0xFFFFFFFF),)
    if address in _TEREDO:
        return address.teredo or ()
    return ()


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as exc:
        meant = ""
        with suppress(ValueError):
            meant = f": the network of that address is {ipaddress.ip_network(text, strict=False)}"
        raise ConfigError(f"IMGCRAWL_ALLOW_NETWORKS must hold networks like 10.1.0.0/16, got {text!r}{meant}") from exc
