"""Overrides of names; their use by the resolver is tested there."""

from __future__ import annotations

import contextlib
import ipaddress

from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.config import TransportConfig
from imgcrawl.errors import ConfigError
from imgcrawl.transport import AddressGuard, Resolver
from imgcrawl.transport.proxy import Proxy
from imgcrawl.transport.resolving.overrides import DnsOverrides


def test_suffix_does_not_match_itself():
    """``*.a.test`` is for names below a.test only."""
    overrides = DnsOverrides({"*.a.test": "192.0.2.1"})
    assert overrides.get("x.a.test") == ("192.0.2.1",)
    assert overrides.get("a.test") is None
    assert overrides.get("xa.test") is None


def test_no_overrides():
    """An empty table knows no name."""
    assert DnsOverrides({}).get("a.test") is None


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=20) | st.ip_addresses().map(str),
    lambda inner: st.lists(inner, max_size=3),
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.text(alphabet="*.aB-", max_size=8), VALUES, max_size=4), st.text(alphabet="*.aB-", max_size=8)
)
def test_any_table_holds_addresses_or_is_a_mistake(table, name):
    """Whatever the setting holds, a look-up gives addresses or nothing; a wrong value is a ConfigError."""
    try:
        found = DnsOverrides(table).get(name.lower())
    except ConfigError:
        return
    assert found is None or all(ipaddress.ip_address(address) for address in found)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.:[]%abcfx/-@ ", max_size=24) | st.text(max_size=12))
def test_operator_s_addresses_are_right_or_told(text):
    """Name servers, networks and proxies are understood or are a ConfigError, whatever is written."""
    for read in (
        lambda: Resolver(TransportConfig(dns_servers=(text,))),
        lambda: AddressGuard((text,)),
        lambda: Proxy.from_url(text),
    ):
        with contextlib.suppress(ConfigError):
            read()
