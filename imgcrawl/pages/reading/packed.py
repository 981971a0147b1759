"""The state of an application as pages pack it: in escapes of scripts, percent-encoded, or in base64."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from imgcrawl.pages.reading.trees import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PACKED = 500_000
"""Characters of packed documents that are read of one text."""
_MIN_PACKED = 24

_ESCAPE = re.compile(r"\\{1,3}(?:u00|x)([2-7][0-9a-f])", re.IGNORECASE)
"""A character of ASCII as scripts write it; within a string in a string with more backslashes."""
_PERCENT = r"\s*%(?:25)?(?:7B|5B|22)[^\s<>{}]{8,}"
_PERCENT_WHOLE = re.compile(_PERCENT, re.IGNORECASE)
_PERCENT_QUOTED = re.compile(rf"\"({_PERCENT}?)\"|'({_PERCENT}?)'|`({_PERCENT}?)`", re.IGNORECASE)
_BASE64 = r"(?:eyJ|ewo|W3si|WyJ|Wwo)[\w+/-]{16,}={0,2}"
"""What begins with a brace or bracket and a quote, or a line end."""
_BASE64_WHOLE = re.compile(_BASE64, re.ASCII)
_BASE64_QUOTED = re.compile(rf"[\"'`]({_BASE64})[\"'`]", re.ASCII)
_MOST_ROUNDS = 2


def without_escapes(script: str) -> str:
    """Return *script* with the escapes of ASCII characters in its strings undone, quotes of inner strings included."""
    if "\\x" not in script and "\\u00" not in script:
        return script
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), script)


def unpacked(value: str) -> str:
    """Return the JSON that *value* as a whole packs; *value* itself where it is none."""
    packed = value.strip()
    if not _MIN_PACKED <= len(packed) <= MAX_PACKED:
        return value
    if _PERCENT_WHOLE.fullmatch(packed):
        return _percent_decoded(packed) or value
    return (_base64_decoded(packed) if _BASE64_WHOLE.fullmatch(packed) else None) or value


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
                yield document


def _percent_decoded(text: str) -> str | None:
    for _ in range(_MOST_ROUNDS):
        text = unquote(text)
        if read_json(text) is not None:
            return text
    return None


def _base64_decoded(text: str) -> str | None:
    padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
    try:
        document = base64.urlsafe_b64decode(padded.replace("+", "-").replace("/", "_")).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return document if read_json(document) is not None else None
