"""Images that a URL carries in itself (``data:``)."""

from __future__ import annotations

import binascii
import re
from urllib.parse import unquote_to_bytes

from imgcrawl.errors import ErrorSlug, RowError

_DATA = re.compile(r"\s*data:", re.IGNORECASE)
_BASE64_MARK = re.compile(r";\s*base64\s*$", re.IGNORECASE)
_BASE64 = re.compile(rb"([A-Za-z0-9+/]*)={0,2}")
_ASCII_SPACE = b"\t\n\x0c\r "


def is_data_url(text: str) -> bool:
    """Whether *text* is a ``data:`` URL, well-formed or not."""
    return _DATA.match(text) is not None


def decode_data_url(text: str) -> bytes:
    """Return the bytes of a ``data:`` URL, whatever it calls them. Base64 may lack its padding and contain spaces.

    Source: RFC 2397; WHATWG Fetch, "data: URL processor"; WHATWG Infra, "forgiving-base64 decode".

    :raises RowError: ``URL_DATA_INVALID``.
    """
    start = _DATA.match(text)
    header, comma, payload = text[start.end() if start else 0 :].partition(",")
    if start is None or not comma:
        raise RowError(ErrorSlug.URL_DATA_INVALID, "no comma ends the media type")
    body = unquote_to_bytes(payload.partition("#")[0].encode("utf-8", "replace"))
    return _forgiving_base64(body) if _BASE64_MARK.search(header) else body


def _forgiving_base64(data: bytes) -> bytes:
    data = data.translate(None, _ASCII_SPACE)
    match = _BASE64.fullmatch(data)
    if match is None or len(match[1]) % 4 == 1 or (len(match[1]) != len(data) and len(data) % 4):
        raise RowError(ErrorSlug.URL_DATA_INVALID, "the base64 is damaged")
    return binascii.a2b_base64(match[1] + b"=" * (-len(match[1]) % 4))
