"""The hashes by which lists know their images: how they are written, and what those of other bytes are."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final

_ALGORITHMS: Final = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
"""By the number of hexadecimal digits."""
_NAME: Final = r"(?:(md5|sha-?(?:1|256|512))[:-])?"
_HEX: Final = re.compile(_NAME + "([0-9a-f]{32,128})")
_BASE64: Final = re.compile(_NAME + "([a-z0-9+/_-]{22,86}={1,2})", re.IGNORECASE | re.ASCII)
"""As in Content-MD5 and the ``integrity`` of HTML, padded: without that it may be any word."""


def read_hash(text: str) -> str | None:
    """Return the digits of the hash that *text* gives, in small letters; empty if it is blank, None if it gives none.

    Their number tells the algorithm: MD5, SHA-1, SHA-256 or SHA-512. Its name may stand before them (``sha256:``,
    ``md5-``) where it is the right one. In base64 the hash must be padded.
    """
    bare = text.strip()
    if not bare:
        return ""
    if (match := _HEX.fullmatch(bare.lower())) is not None:
        named, digits = match.groups()
    elif (match := _BASE64.fullmatch(bare)) is not None:
        named, digits = match[1] and match[1].lower(), _digits_of(match[2])
    else:
        return None
    algorithm = _ALGORITHMS.get(len(digits))
    is_named_so = named is None or named.replace("-", "") == algorithm
    return digits if algorithm and is_named_so else None


def _digits_of(coded: str) -> str:
    """Return what is *coded* in base64 as hexadecimal digits; nothing if it is no base64."""
    try:
        return base64.b64decode(coded.replace("-", "+").replace("_", "/"), validate=True).hex()
    except binascii.Error:
        return ""


def algorithm_of(known: str) -> str:
    """Return the name of the algorithm of *known*, digits as :func:`read_hash` returns them."""
    return _ALGORITHMS[len(known)]


def digest_like(known: str, body: bytes, *, sha256: str) -> str:
    """Return the hash of *body*, whose SHA-256 is *sha256*, by the algorithm of *known*."""
    algorithm = algorithm_of(known)
    return sha256 if algorithm == "sha256" else hashlib.new(algorithm, body, usedforsecurity=False).hexdigest()
