"""Addresses that are relative to others."""

from __future__ import annotations

from urllib.parse import urljoin


def joined(base: str, address: str) -> str:
    """Return *address*, relative to *base*, as a whole one; empty where it is none, as ``//img[1].jpg``."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
