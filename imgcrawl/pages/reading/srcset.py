"""The ``srcset`` attribute. Source: HTML Living Standard, 4.8.4.3.8 "Parsing a srcset attribute"."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_ENTRIES = 64
MAX_LENGTH = 200_000
"""Characters of an attribute that are read."""

_URL = re.compile(r"[\s,]*(\S+)")
_DESCRIPTOR = re.compile(r"[^,]*")
_WIDTH = re.compile(r"\b(\d{1,6})w\b")
_DENSITY = re.compile(r"\b(\d{1,3}(?:\.\d{1,4})?)x\b")


class Entry(NamedTuple):
    """One version: its *url*, its *width* in pixels if declared, and its pixel *density* (1.0 if none)."""

    url: str
    width: int | None = None
    density: float = 1.0


def parse_srcset(value: str) -> list[Entry]:
    """Return the versions that *value* names, the largest first; never raises."""
    value, position = value[:MAX_LENGTH], 0
    entries: list[Entry] = []
    while len(entries) < MAX_ENTRIES and (found := _URL.match(value, position)):
        url, position = found[1], found.end()
        descriptor = ""
        if not url.endswith(","):
            rest = _DESCRIPTOR.match(value, position)
            descriptor, position = (rest[0], rest.end()) if rest else ("", position)
        if url := url.rstrip(","):
            entries.append(_entry(url, descriptor))
    return sorted(entries, key=lambda entry: (entry.width or 0, entry.density), reverse=True)


def looks_like_srcset(value: str) -> bool:
    """Whether *value* has a descriptor (``300w``, ``2x``) after a URL."""
    return re.match(r"\s*\S+\s+\d{1,6}(?:\.\d{1,4})?[wx]\s*(?:,|$)", value) is not None


def _entry(url: str, descriptor: str) -> Entry:
    width, density = _WIDTH.search(descriptor), _DENSITY.search(descriptor)
    return Entry(url, int(width[1]) if width else None, float(density[1]) if density else 1.0)
