"""Paths and queries in the characters that every client and server accepts."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

# What the URL Standard and RFC 3986 both leave alone, hence what scrapy.Request leaves alone.
_PATH_SAFE = "/:@!$&'()*+,;=%"
_QUERY_SAFE = "/:@!$&()*+,;=%?"

_SCRIPT_ESCAPE = re.compile(r"(?:%u[0-9A-Fa-f]{4})+")
"""As JavaScript's ``escape`` writes what is beyond Latin-1."""
BEYOND_ASCII = re.compile(r"(?:%[89A-F][0-9A-F])+", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DOT = re.compile(r"\.|%2e", re.IGNORECASE)
_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?=/|$)", re.IGNORECASE)


def encode_path(path: str, *, repair: bool = True) -> str:
    """Return *path* percent-encoded as UTF-8, beginning with a slash and without dot segments.

    Valid ``%XX`` stay as they are, but beside the ``%uXXXX`` of a script, which become UTF-8.
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
    if repair and _SCRIPT_ESCAPE.search(text):
        text = _SCRIPT_ESCAPE.sub(_from_script, BEYOND_ASCII.sub(_from_latin_1, text))
    # requests takes one stray percent sign as proof that nothing in this part was encoded.
    return _STRAY_PERCENT.sub("%25", text) if repair else text.replace("%", "%25")


def _from_script(run: re.Match[str]) -> str:
    """Return a *run* of a script's escapes as UTF-8; halves of a character that stand alone stay as they are."""
    units = bytes.fromhex(run[0].replace("%u", ""))
    try:
        return quote(units.decode("utf-16-be"), safe="")
    except UnicodeDecodeError:
        return run[0]


def _from_latin_1(run: re.Match[str]) -> str:
    """Return a *run* of bytes that is no UTF-8 as such: beside a script's escapes, each is one character of Latin-1."""
    written = unquote_to_bytes(run[0])
    try:
        written.decode()
    except UnicodeDecodeError:
        return quote(written.decode("latin-1"), safe="")
    return run[0]


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
