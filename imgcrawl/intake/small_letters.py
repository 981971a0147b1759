"""An address in other letters: its ending small or large, or all of it small, where all of it is words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.intake.mended import ready

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORT = re.compile(r"[^A-Z]*/[A-Za-z]{1,7}\.[a-z]+")
"""Nothing but a short name has capital letters: it may be a key."""
_WORDY_PATH = re.compile(r"/[^?]*/[^/?]+\.[A-Za-z]{3,4}")
_WORD = re.compile(r"(?:%[0-9A-Fa-f]{2})+|[^A-Za-z0-9%]+|(?:(?:[A-Z]?[a-z]+)+|[A-Z]+)[0-9]*|[0-9]+")
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]+(?:[-_][A-Z]+)?[-_]?[0-9]+")
"""What a camera or a catalogue has given a file for a name: ``IMG_1234``, ``P101849``, ``US-1919-1338``."""
_PARTS = re.compile(r"(https?://[^/?]+)(/[^?]*)(.*)", re.DOTALL)
_CAPITALS = re.compile(r"/[^/?]*[A-Z][^/?]*/|[^/?]\.(?:JPE?G|PNG|GIF|BMP|TIFF?|WEBP)(?:\?|$)")
"""A folder, or the ending of a picture's file, with capital letters: often from Windows, which heeds no case."""
_AS_GIVEN = re.compile(r"/(?:wp-content|sites/[^/]+/files|storage|uploads|media/catalog)/", re.IGNORECASE)
"""Where programs keep files under the names that they were given, on whatever system."""

_ENDING = re.compile(r"(.*/[^/]+\.)(jpe?g|jfif|png|gif|bmp|tiff?|webp)", re.IGNORECASE | re.DOTALL)
_LARGE_NAME = re.compile(r".*/[^/a-z%]*[A-Z][^/a-z%]*\.", re.DOTALL)
"""A file's name without a small letter, as cameras and old systems give it: they write its ending large, too."""


def has_capitals(url: str) -> bool:
    """Say whether folders or the ending of a picture's file have capital letters in *url*, as on a Windows machine."""
    url = _ENCODED.sub("%", url)
    start = url.find("/", len("https://"))
    return start > 0 and _CAPITALS.search(url, start) is not None and _AS_GIVEN.search(url, start) is None


def with_small_ending(url: str) -> Iterator[str]:
    """Yield *url* with the ending of its picture's file in small letters, if it has capitals; its name stays."""
    before, ending, after = _at_ending(url)
    if ending and not ending.islower():
        yield from ready(url, (f"{before}{ending.lower()}{after}",))


def with_large_ending(url: str) -> Iterator[str]:
    """Yield *url* with ``.JPG`` for ``.jpg``, if the name of its file has capital letters alone."""
    before, ending, after = _at_ending(url)
    if ending == "jpg" and _LARGE_NAME.fullmatch(before):
        yield from ready(url, (f"{before}JPG{after}",))


def _at_ending(url: str) -> tuple[str, str, str]:
    """Return what comes before the ending of the picture's file in *url*, the ending, and what follows it."""
    parts = _PARTS.fullmatch(url)
    found = _ENDING.fullmatch(parts[2]) if parts else None
    return (f"{parts[1]}{found[1]}", found[2], parts[3]) if parts and found else (url, "", "")


def in_small_letters(url: str) -> Iterator[str]:
    """Yield *url* with its path in small letters, as servers that tell them apart may have the file.

    Only where the path has folders and is made of words: random letters are a key, and others are another picture's.
    Nor where a camera or a catalogue alone has capitals, which nobody who renames files by hand takes from it.
    """
    return ready(url, (_lowered(url),))


def _lowered(url: str) -> str:
    if url.islower():
        return url
    parts = _PARTS.fullmatch(url)
    if parts is None or not _WORDY_PATH.fullmatch(parts[2]) or "".join(_WORD.findall(parts[2])) != parts[2]:
        return url
    letters = _ENCODED.sub("%", parts[2])
    if re.search("[A-Z]", _CODE.sub("", letters)) is None:
        return url
    if _SHORT.fullmatch(letters) or any(_is_key(segment) for segment in re.split(r"(?:%\w\w)+|[/._-]", parts[2])):
        return url
    lowered = _WORD.sub(lambda found: found[0] if found[0].startswith("%") else found[0].lower(), parts[2])
    return f"{parts[1]}{lowered}{parts[3]}"


def _is_key(segment: str) -> bool:
    """Say whether *segment* changes between letters and digits, or large and small, more often than words do."""
    kinds = re.sub(r"[A-Z]?[a-z]+|[A-Z]+", "a", re.sub(r"[0-9]+", "0", segment))
    return len(kinds) > 3
