"""What pages pack: the state of an application in escapes of scripts or percent-encoded, and addresses in base64."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus

from imgcrawl.naming.coded import decoded
from imgcrawl.naming.words import IMAGE_FILE
from imgcrawl.pages.reading.trees import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_PACKED = 500_000
"""Characters of packed documents that are read of one text."""
_MIN_PACKED = 12

_ESCAPE = re.compile(r"\\{1,3}(?:u00|x)([2-7][0-9a-f])", re.IGNORECASE)
"""A character of ASCII as scripts write it; within a string in a string with more backslashes."""
_TRANSFERS = {"q": '"', "s": "'", "l": "<", "g": ">", "a": "&"}
_TRANSFERRED = re.compile(r"&([qslga]);")
"""How Angular wrote the state of an application until version 16."""
_PERCENT = r"\s*%(?:25)?(?:7B|5B|22)[^\s<>{}]{8,}"
_PERCENT_WHOLE = re.compile(_PERCENT, re.IGNORECASE)
_PERCENT_QUOTED = re.compile(rf"\"({_PERCENT}?)\"|'({_PERCENT}?)'|`({_PERCENT}?)`", re.IGNORECASE)
_BASE64_WHOLE = re.compile(r"[\w+/-]{11,}={0,2}", re.ASCII)
_BASE64_QUOTED = re.compile(r"[\"'`]((?:eyJ|eyA|ewo|W3si|WyJ|Wwo|aHR0c[DH]|Ly9)[\w+/-]{16,}={0,2})[\"'`]", re.ASCII)
"""What begins with a brace or bracket and a quote or a line end, or as an address of another host does."""
_OF_BASE64 = {"%3D": "=", "%2B": "+", "%2F": "/"}
_OF_BASE64_ENCODED = re.compile("|".join(_OF_BASE64), re.IGNORECASE)
_OF_JSON = re.compile(
    r"%(?:25)?22(?:%(?:25)?20|\+)?(?:%(?:25)?3A|:)|^\s*%(?:25)?(?:7B|5B)%(?:25)?(?:7B|22)", re.IGNORECASE
)
"""The end of a key of JSON, or its beginning, percent-encoded."""
_WITH_PLACE = re.compile(r"\s*(?:https?:)?/", re.IGNORECASE)
_MOST_ROUNDS = 2


def without_escapes(script: str) -> str:
    """Return *script* with the escapes of ASCII characters in its strings undone, quotes of inner strings included."""
    if "&q;" in script:
        script = _TRANSFERRED.sub(lambda found: _TRANSFERS[found[1]], script)
    if "\\x" not in script and "\\u00" not in script:
        return script
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), script)


def is_packed(text: str) -> bool:
    """Whether *text* holds percent-encoded JSON where it would be a path from the page's own, which nobody calls so."""
    return _OF_JSON.search(text) is not None and not _WITH_PLACE.match(text)


def unpacked(value: str) -> str:
    """Return the JSON, or the address of a picture, that *value* as a whole packs; *value* itself where it is none.

    What begins as percent-encoded JSON does, and is none, is decoded nevertheless.
    """
    packed = value.strip()
    if not _MIN_PACKED <= len(packed) <= MAX_PACKED:
        return value
    if _PERCENT_WHOLE.fullmatch(packed):
        return _percent_decoded(packed) or value
    if "%" in packed:
        packed = _OF_BASE64_ENCODED.sub(lambda found: _OF_BASE64[found[0].upper()], packed)
    return (_base64_decoded(packed) if _BASE64_WHOLE.fullmatch(packed) else None) or value


def unpack_attributes(attributes: Mapping[str, str]) -> Mapping[str, str]:
    """Return an element's *attributes* with what those for scripts pack in place of that."""
    packed = {name: text for name, value in attributes.items() if (text := _unpacked_data(name, value)) != value}
    return {name: packed.get(name, value) for name, value in attributes.items()} if packed else attributes


def _unpacked_data(name: str, value: str) -> str:
    return unpacked(value) if name.startswith("data-") else value


def packed_documents(script: str) -> Iterator[str]:
    """Yield the JSON documents that strings of *script* pack, of :data:`MAX_PACKED` characters in all."""
    left = MAX_PACKED
    for quoted in (_PERCENT_QUOTED, _BASE64_QUOTED):
        for found in quoted.finditer(script):
            packed = next(filter(None, found.groups()))
            left -= len(packed)
            if left < 0:
                return
            if (document := unpacked(packed)) != packed:
                yield document if document.lstrip()[:1] in ("{", "[") else f'"{document}"'


def _percent_decoded(text: str) -> str | None:
    for _ in range(_MOST_ROUNDS):
        text, spaced = unquote(text), unquote_plus(text)
        found = next((form for form in (text, spaced) if read_json(form) is not None), None)
        if found is not None:
            return found
    return text if '"' in text else None


def _base64_decoded(text: str) -> str | None:
    """Return the JSON or the address of a picture that *text* is in base64; None where it is neither."""
    document = decoded(text)
    if document.lstrip()[:1] in ("{", "["):
        return document if read_json(document) is not None else None
    return document if document.isprintable() and IMAGE_FILE.search(document) else None
