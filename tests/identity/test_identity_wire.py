"""The TLS profiles of the identities, as a server sees them."""

from __future__ import annotations

import struct
from functools import cache

import pytest

from imgcrawl.identity.browsers import population

GREASE = {0x0A0A + 0x1010 * n for n in range(16)}
SUPPORTED_GROUPS, SIGNATURES, PADDING = 10, 13, 21


def numbers(data):
    """Return the 16-bit numbers in *data* that are not GREASE."""
    return [number for (number,) in struct.iter_unpack(">H", data) if number not in GREASE]


def fingerprint(record):
    """Return version, ciphers, sorted extensions, groups and signatures of a ClientHello, without GREASE."""
    hello = record[9:]
    version = int.from_bytes(hello[:2], "big")
    at = 34 + 1 + hello[34]
    length = int.from_bytes(hello[at : at + 2], "big")
    ciphers = numbers(hello[at + 2 : at + 2 + length])
    at += 2 + length
    at += 1 + hello[at] + 2
    extensions = {}
    while at + 4 <= len(hello):
        kind, length = struct.unpack_from(">HH", hello, at)
        extensions[kind] = hello[at + 4 : at + 4 + length]
        at += 4 + length
    kinds = sorted(set(extensions) - GREASE - {PADDING})
    lists = [tuple(numbers(extensions[kind][2:])) for kind in (SUPPORTED_GROUPS, SIGNATURES)]
    return version, tuple(ciphers), tuple(kinds), *lists


@pytest.fixture
def print_of(client_hello):
    """Return the fingerprint of a curl_cffi profile, taken once."""
    return cache(lambda profile: fingerprint(client_hello(profile)))


def test_engines_have_different_handshakes(print_of):
    """Chromium, Firefox and Safari can be told apart by their ClientHello alone."""
    prints = {who.family: print_of(who.tls_profile) for who, _ in population() if who.family != "edge"}
    assert len(set(prints.values())) == 3


def test_edge_shakes_hands_as_chrome(print_of):
    """Edge and Chrome of one version are one engine."""
    prints = {who.name: print_of(who.tls_profile) for who, _ in population()}
    assert prints["edge150-windows"] == prints["chrome150-android"]


def test_fingerprints_are_stable(client_hello):
    """Two handshakes of one profile are the same once GREASE and the shuffled order are removed."""
    for profile in ("chrome150", "firefox147", "safari260_ios"):
        assert fingerprint(client_hello(profile)) == fingerprint(client_hello(profile))


def test_every_profile_is_a_browsers(print_of):
    """Each profile offers TLS 1.3 ciphers first or early and a key exchange, as browsers do, and is known to curl."""
    for profile in {who.tls_profile for who, _ in population()}:
        version, ciphers, kinds, groups, _ = print_of(profile)
        assert version == 0x0303
        assert {0x1301, 0x1302, 0x1303} <= set(ciphers[:4])
        assert {0, 16, 43, 51} <= set(kinds)
        assert 29 in groups
