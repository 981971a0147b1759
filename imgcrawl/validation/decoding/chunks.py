"""The chunks of a PNG and a WebP: those without which there is no picture, and those that say something about it."""

from __future__ import annotations

import zlib

_SIGNATURE_BYTES = 8
_AROUND_BYTES = 12
_ANCILLARY = 0x20
"""The bit of a name's first letter that makes it a small one. Source: PNG, third edition, 5.4."""
_OF_ANIMATIONS = frozenset({b"fcTL", b"fdAT"})
"""By their names such, but parts of pictures."""

WEBP_PICTURES = frozenset({b"VP8 ", b"VP8L", b"ANMF"})
"""Those of a WebP that are pictures, or frames of one."""


def without_spoilt_chunks(body: bytes) -> bytes:
    """Return the PNG *body* without its ancillary chunks whose checksum is wrong, which viewers leave out as well."""
    at, kept = _SIGNATURE_BYTES, [body[:_SIGNATURE_BYTES]]
    while at + _AROUND_BYTES <= len(body):
        size, name = int.from_bytes(body[at : at + 4], "big"), body[at + 4 : at + 8]
        end = at + _AROUND_BYTES + size
        may_go = name[0] & _ANCILLARY and name not in _OF_ANIMATIONS and end <= len(body)
        if not may_go or zlib.crc32(body[at + 4 : end - 4]).to_bytes(4, "big") == body[end - 4 : end]:
            kept.append(body[at:end])
        at = end
    return b"".join((*kept, body[at:]))
