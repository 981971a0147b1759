"""The chunks of a PNG and a WebP: those without which there is no picture, and those that say something about it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE_BYTES = 8
_AROUND_BYTES = 12
_ANCILLARY = 0x20
"""The bit of a name's first letter that makes it a small one. Source: PNG, third edition, 5.4."""
_OF_ANIMATIONS = frozenset({b"acTL", b"fcTL", b"fdAT"})
"""By their names such, but parts of pictures."""

_WORDS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"iCCP"})
"""What is said about a picture, and its profile of colours: they may be long, and are packed."""

WEBP_PICTURES = frozenset({b"VP8 ", b"VP8L", b"ANMF"})
"""Those of a WebP that are pictures, or frames of one."""


def without_spoilt_chunks(body: bytes) -> bytes:
    """Return the PNG *body* without its ancillary chunks whose checksum is wrong, which viewers leave out as well."""
    return b"".join(part for name, part in _parts(body) if name in _OF_ANIMATIONS or not _is_spoilt(name, part))


def without_words(body: bytes) -> bytes:
    """Return the PNG *body* without its texts and its profile, which Pillow refuses beyond 1 MB, and viewers do not.

    Spoilt chunks are left out as well.
    """
    return b"".join(part for name, part in _parts(body) if name in _OF_ANIMATIONS or not _is_beside(name, part))


def as_still(body: bytes) -> bytes:
    """Return the PNG *body* without its animation, as viewers show one that is faulty: its default image is left.

    Spoilt chunks, texts and the profile are left out as well. A chunk that is cut stays, so that the end is missed that
    the file lacks.
    """
    return b"".join(part for name, part in _parts(body) if name not in _OF_ANIMATIONS and not _is_beside(name, part))


def _parts(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG with their names; nameless what stands before them, and the rest that is no chunk."""
    at = _SIGNATURE_BYTES
    yield b"", body[:at]
    while at + _AROUND_BYTES <= len(body):
        end = at + _AROUND_BYTES + int.from_bytes(body[at : at + 4], "big")
        yield body[at + 4 : at + 8] if end <= len(body) else b"", body[at:end]
        at = end
    yield b"", body[at:]


def _is_spoilt(name: bytes, chunk: bytes) -> bool:
    is_ancillary = bool(name) and bool(name[0] & _ANCILLARY)
    return is_ancillary and zlib.crc32(chunk[4:-4]).to_bytes(4, "big") != chunk[-4:]


def _is_beside(name: bytes, chunk: bytes) -> bool:
    return name in _WORDS or _is_spoilt(name, chunk)
