"""What an earlier run has stored of a host, as far as it can be read.

A catalogue may come from elsewhere, from another version, or from who has edited it: what is not as it should be is as
if it were not there, and never stops a crawl.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from imgcrawl.naming.moves import Move

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXTS = ("old", "new", "ending", "query")


def fields_of(stored: object) -> Mapping[str, Any]:
    """Return *stored* if it has fields, else none."""
    return stored if isinstance(stored, dict) else {}


def entries_of(stored: object) -> list[Any]:
    """Return *stored* if it is a list, else an empty one."""
    return stored if isinstance(stored, list) else []


def move_of(stored: Mapping[str, Any]) -> Move | None:
    """Return the rule of moves that *stored* tells; None if it tells none, or leads nowhere that a row may go."""
    if not all(isinstance(stored.get(name), str) for name in _TEXTS) or not _is_place(stored["new"]):
        return None
    return Move(**{name: stored[name] for name in _TEXTS}, keeps_size=stored.get("keeps_size") is True)


def _is_place(url: str) -> bool:
    """Whether *url* begins an address of the web, without a login."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in url and parts.port != 0
    except ValueError:
        return False
