"""Paths in the bytes of a code page, as they were written before there was UTF-8, in UTF-8."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final
from unicodedata import combining, is_normalized, name
from urllib.parse import quote, unquote_to_bytes

from imgcrawl.intake.address import host_of
from imgcrawl.intake.mended import PARTS, ready

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BEYOND_ASCII = re.compile("%[89A-F]", re.IGNORECASE)
_MOST_READINGS = 2

_CENTRAL, _WESTERN, _CYRILLIC = ("cp1250", "iso8859-2"), ("cp1252", "cp1250", "cp850"), ("cp1251", "koi8-r")
_PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("cz", "sk", "pl", "hu", "hr", "si", "ro", "rs", "ba"), _CENTRAL),
    **dict.fromkeys(("ru", "su", "ua", "by", "bg", "kz"), _CYRILLIC),
    **dict.fromkeys(("lt", "lv", "ee"), ("cp1257",)),
    "gr": ("cp1253",),
    "tr": ("cp1254",),
    "il": ("cp1255",),
    "th": ("cp874",),
    "jp": ("cp932", "euc_jp"),
    "cn": ("gb18030",),
    "tw": ("big5",),
    "hk": ("big5",),
    "kr": ("cp949",),
}
"""The code pages of countries, by the last part of a host."""
_OF_CENTRAL = re.compile(rb"[\x8a\x8d-\x8f\x9a\x9d-\x9f]")
"""Letters of Windows' code page for Central Europe that are rare in, or no letters of, the one for Western Europe."""
_ANOTHER_SCRIPT = re.compile(rb"[\xc0-\xff]{4}")
"""So many letters beyond ASCII in a row are no word in Latin script."""
_SIGNS = "\u2013\u2014\u2019\u2026\xb0\xa0\u3000\u30fb"
"""What stands in names besides letters."""
_JAPANESE = re.compile("(?:HIRAGANA|KATAKANA)(?:-HIRAGANA)?")
"""Scripts that stand in one word with the signs of Chinese."""
_SAFE = "!$&'()*+,;=:@~"


def in_utf_8(url: str) -> Iterator[str]:
    """Yield *url* with a path in UTF-8 that has bytes of a code page: the two likeliest readings that make words.

    A path that is UTF-8, or has none beyond ASCII, is left alone.
    """
    return ready(url, islice(dict.fromkeys(_readings(url)), _MOST_READINGS))


def as_read(url: str, encoding: str) -> list[str]:
    """Return *url* with a path in UTF-8 that has bytes of a code page, as it means where texts are in *encoding*.

    Where that makes no words of it, these are the readings of :func:`in_utf_8`.
    """
    told = () if encoding.startswith("utf") else _readings(url, (encoding,))
    return list(ready(url, told)) or list(in_utf_8(url))


def shows_writing(url: str) -> bool:
    """Say whether the path of *url* shows what wrote it: accents apart from their letters, or bytes of a code page.

    Other letters are written as most systems do, and show nothing.
    """
    parts = PARTS.fullmatch(url)
    if parts is None or not _BEYOND_ASCII.search(parts[2]):
        return False
    try:
        return not is_normalized("NFC", unquote_to_bytes(parts[2]).decode())
    except UnicodeDecodeError:
        return any(True for _ in in_utf_8(url))


def _readings(url: str, pages: Sequence[str] = ()) -> Iterator[str]:
    """Yield *url* with its path in UTF-8 by each of *pages* that makes words of it, else by those of its country."""
    parts = PARTS.fullmatch(url)
    if parts is None or not _BEYOND_ASCII.search(parts[2]):
        return
    written = unquote_to_bytes(parts[2])
    try:
        written.decode()
    except UnicodeDecodeError:
        for page in pages or _pages_for(host_of(url), written):
            if (path := _read(parts[2], page)) is not None:
                yield f"{parts[1]}{path}{parts[3]}"


def _pages_for(host: str, written: bytes) -> tuple[str, ...]:
    pages = _PAGES.get(host.rpartition(".")[2])
    if pages is not None:
        return (*pages, "cp1252")
    if _ANOTHER_SCRIPT.search(written):
        return (*_CYRILLIC, *_WESTERN)
    return (*_CENTRAL, *_WESTERN) if _OF_CENTRAL.search(written) else _WESTERN


def _read(path: str, page: str) -> str | None:
    """Return *path* as *page* has it, in UTF-8; None where that makes no words. Segments in ASCII stay as they are."""
    segments = path.split("/")
    for place, segment in enumerate(segments):
        if _BEYOND_ASCII.search(segment):
            try:
                text = unquote_to_bytes(segment).decode(page)
            except UnicodeDecodeError:
                return None
            if not _is_name(text):
                return None
            segments[place] = quote(text, safe=_SAFE)
    return "/".join(segments)


def _is_name(text: str) -> bool:
    """Say whether *text* may be a name: of letters and few signs, without a change of script or case in a word."""
    if not all(sign.isalpha() or combining(sign) or sign in _SIGNS for sign in text if not " " <= sign <= "~"):
        return False
    return all(_may_follow(one, other) for one, other in pairwise(text) if one.isalpha() and other.isalpha())


def _may_follow(one: str, other: str) -> bool:
    if one.isascii() and other.isascii():
        return True
    return _script(one) == _script(other) and not (one.islower() and other.isupper())


def _script(letter: str) -> str:
    """Return the script of *letter*, as its name has it."""
    return _JAPANESE.sub("CJK", name(letter, "").split()[0])
