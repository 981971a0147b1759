"""Addresses that stand in others as base64: whole, in pieces, or as the key in an order for a resizer."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any, Final
from urllib.parse import unquote

from imgcrawl.naming.words import IMAGE_FILE

_ADDRESS: Final = re.compile(r"(?:aHR0c[DH]|Ly9)[\w/=+-]*", re.ASCII)
"""What begins with ``http`` or ``//``."""
_ORDER: Final = re.compile(r"(?<=/)eyJ[\w/+-]{20,}={0,2}", re.ASCII)
_IN_PATH: Final = re.compile(rf"(?<=/){_ADDRESS.pattern}", re.ASCII)
_LONG_SEGMENT: Final = re.compile(r"(?<=/)[\w+-]{16,1000}={0,2}(?=/|$)", re.ASCII)
_OF_FILE: Final = re.compile(rf"/?(?:[\w .-]{{1,100}}/){{1,9}}[\w .()-]{{1,200}}{IMAGE_FILE.pattern}")
_FILE_END: Final = re.compile(IMAGE_FILE.pattern.encode() + rb"$", re.IGNORECASE)
_LONGEST_ENDING: Final = 6
_CHUNK_CHARS: Final = 16
"""The pieces into which imgproxy's libraries cut an address; its documentation leaves the length open."""


def address_in(text: str) -> str:
    """Return the address that *text* is in base64; the empty string if it is none."""
    return decoded(text) if _ADDRESS.fullmatch(text) else ""


def address_in_path(path: str) -> str:
    """Return the address that one segment of *path* is, or that several are one after the other; else nothing.

    Of several it is as many as make the address of a file, else one, or all where they are of the usual length.
    """
    if "aHR0c" not in path and "Ly9" not in path:
        return _file_in_path(path)
    if (found := _IN_PATH.search(path)) is None:
        return ""
    pieces = found[0].rstrip("/").split("/")
    text = "".join(pieces).replace("=", "")
    whole = _bytes(text[:-1] if len(text) % 4 == 1 else text)  # what follows may be no part of it
    ends, chars = [], 0
    for piece in pieces:
        chars += len(piece.rstrip("="))
        ends.append(chars * 6 // 8)
    is_file = (end for end in ends if _FILE_END.search(whole, max(0, end - _LONGEST_ENDING), end))
    alone = ends[-1] if len(pieces[0]) == _CHUNK_CHARS else ends[0]
    return _text(whole[: next(is_file, alone)])


def _file_in_path(path: str) -> str:
    """Return the path of a picture's file that one long segment of *path* is, from the root; else nothing."""
    for found in _LONG_SEGMENT.finditer(path):
        text = decoded(found[0])
        if _OF_FILE.fullmatch(text):
            return f"/{text.lstrip('/')}"
    return ""


def order_in_path(path: str) -> dict[str, Any]:
    """Return the fields of the object in base64 that *path* holds for a resizer; none if it holds none."""
    if "/eyJ" not in path or (found := _ORDER.search(unquote(path))) is None:
        return {}
    for text in (found[0], found[0].partition("/")[0]):
        try:
            order = json.loads(decoded(text) or "null")
        except (ValueError, RecursionError):
            continue
        if isinstance(order, dict):
            return order
    return {}


def decoded(text: str) -> str:
    """Return what *text* is in base64 of either alphabet, in UTF-8; the empty string if it is not."""
    return _text(_bytes(text))


def _bytes(text: str) -> bytes:
    text = text.replace("=", "").replace("+", "-").replace("/", "_")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return b""


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
