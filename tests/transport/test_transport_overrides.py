"""Overrides of names; their use by the resolver is tested there."""

from __future__ import annotations

from imgcrawl.transport.overrides import DnsOverrides


def test_suffix_does_not_match_itself():
    """``*.a.test`` is for names below a.test only."""
    overrides = DnsOverrides({"*.a.test": "192.0.2.1"})
    assert overrides.get("x.a.test") == ("192.0.2.1",)
    assert overrides.get("a.test") is None
    assert overrides.get("xa.test") is None


def test_no_overrides():
    """An empty table knows no name."""
    assert DnsOverrides({}).get("a.test") is None
