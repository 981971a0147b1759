"""The hashes by which lists know their images: how they are written, and what those of other bytes are."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_ALGORITHMS: Final = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
"""By the number of hexadecimal digits."""
_FORM: Final = re.compile(r"(?:(md5|sha-?(?:1|256|512))[:-])?([0-9a-f]{32,128})")


def read_hash(text: str) -> str | None:
    """Return the digits of the hash that *text* gives, in small letters; empty if it is blank, None if it gives none.

    Their number tells the algorithm: MD5, SHA-1, SHA-256 or SHA-512. Its name may stand before them (``sha256:``,
    ``md5-``) where it is the right one.
    """
    bare = text.strip().lower()
    if not bare:
        return ""
    if (match := _FORM.fullmatch(bare)) is None:
        return None
    named, digits = match.groups()
    algorithm = _ALGORITHMS.get(len(digits))
    is_named_so = named is None or named.replace("-", "") == algorithm
    return digits if algorithm and is_named_so else None


def algorithm_of(known: str) -> str:
    """Return the name of the algorithm of *known*, digits as :func:`read_hash` returns them."""
    return _ALGORITHMS[len(known)]


def digest_like(known: str, body: bytes, *, sha256: str) -> str:
    """Return the hash of *body*, whose SHA-256 is *sha256*, by the algorithm of *known*."""
    algorithm = algorithm_of(known)
    return sha256 if algorithm == "sha256" else hashlib.new(algorithm, body, usedforsecurity=False).hexdigest()
