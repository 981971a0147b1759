"""Paths and queries in the characters that every client and server accepts."""

from __future__ import annotations

import re
from urllib.parse import quote

# What the URL Standard and RFC 3986 both leave alone, hence what scrapy.Request leaves alone.
_PATH_SAFE = "/:@!$&'()*+,;=%"
_QUERY_SAFE = "/:@!$&()*+,;=%?"

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DOT = re.compile(r"\.|%2e", re.IGNORECASE)
_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?=/|$)", re.IGNORECASE)


def encode_path(path: str, *, repair: bool = True) -> str:
    """Return *path* percent-encoded as UTF-8, beginning with a slash and without dot segments.

    Valid ``%XX`` stay as they are.
    """
    if not path.startswith("/"):
        path = "/" + path
    if _DOT_SEGMENT.search(path):
        path = _without_dot_segments(path)
    return quote(_percent_repaired(path, repair=repair), safe=_PATH_SAFE)


def encode_query(query: str, *, repair: bool = True) -> str:
    """Return *query* percent-encoded as UTF-8. Valid ``%XX`` stay as they are."""
    return quote(_percent_repaired(query, repair=repair), safe=_QUERY_SAFE)


def _percent_repaired(text: str, *, repair: bool) -> str:
    if "%" not in text or _STRAY_PERCENT.search(text) is None:
        return text
    # requests takes one stray percent sign as proof that nothing in this part was encoded.
    return _STRAY_PERCENT.sub("%25", text) if repair else text.replace("%", "%25")


def _without_dot_segments(path: str) -> str:
    """Source: WHATWG URL Standard, "path state"."""
    kept: list[str] = []
    *leading, last = path[1:].split("/")
    for segment in leading:
        dots = _dots(segment)
        if dots == 0:
            kept.append(segment)
        elif dots == 2 and kept:
            kept.pop()
    dots = _dots(last)
    if dots == 2 and kept:
        kept.pop()
    return "/" + "/".join([*kept, "" if dots else last])


def _dots(segment: str) -> int:
    """1 or 2 for a segment that stands for this or the upper folder, 0 for a name."""
    return {".": 1, "..": 2}.get(_DOT.sub(".", segment), 0)
