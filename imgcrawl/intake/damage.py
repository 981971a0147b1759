"""Damage that leaves no doubt: what stands behind the ending of a file, and what was percent-encoded twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from imgcrawl.intake.mended import FILE_END, IIIF_REQUEST, ready
from imgcrawl.intake.spellings import without_trailing
from imgcrawl.naming.words import ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGN = re.compile(rf"%25[0-9a-f]{{2}}|{ENDING}(?!\w|[?/]|$)", re.IGNORECASE)
"""Without any of these, as most addresses are, one is not damaged."""
ENCODED_TWICE = re.compile(r"%25(?=[0-9a-f]{2})", re.IGNORECASE)
"""The sign before an escape that was encoded once more."""
_ON_PURPOSE = re.compile(r"https?(?::|%(?:25)*3A)|%(?:25)+2F", re.IGNORECASE)
"""An address within the address, or a slash that is to be none: these are encoded twice where they are to arrive."""
_BEHIND = re.compile(
    rf"({ENDING})(?:(?:%20)*(?:%22|%3[CE]|%60|%7C)|(?:\[|%5B)(?:/|%2F)[a-z]{{1,10}}(?:\]|%5D))(?!.*{ENDING}\b).*",
    re.IGNORECASE,
)
"""Markup, the end of an element in square brackets, or a stroke and what the picture shows."""
_MOST_ROUNDS = 4


def undamaged(url: str) -> Iterator[str]:
    """Yield *url* without all of the damage that it shows beyond doubt; most show none."""
    if _SIGN.search(url) and (mended := _mended(url)) != url:
        yield from ready(url, (mended,))


def is_damaged(url: str) -> bool:
    """Say whether *url* shows damage beyond doubt."""
    return any(True for _ in undamaged(url))


def _mended(url: str) -> str:
    path, mark, query = url.partition("?")
    start = path.find("/", len("https://")) + 1
    if _ON_PURPOSE.search(path, start) or IIIF_REQUEST.search(path):
        return url
    for _ in range(_MOST_ROUNDS):
        before, path = path, _once(_BEHIND.sub(r"\1", path))
        trimmed = without_trailing(path)
        if not mark and FILE_END.search(trimmed):
            path = trimmed
        if path == before:
            break
    return f"{path}{mark}{query}"


def _once(path: str) -> str:
    """Return *path* with one layer of encoding less, if it is text then."""
    plain = ENCODED_TWICE.sub("%", path)
    try:
        unquote_to_bytes(plain).decode()
    except UnicodeError:
        return path
    return plain
