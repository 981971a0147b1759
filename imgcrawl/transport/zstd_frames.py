"""Where the frames of zstd end, from what their headers say; the library takes what breaks off for what ends.

Source: RFC 8878, 3.1, "Frames".
"""

from __future__ import annotations

from typing import Final

FRAME_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_SKIPPED_MAGIC: Final = b"\x2a\x4d\x18"
"""Behind a byte from 0x50 to 0x5F: of a frame that is no part of the content."""

_CHECKSUM_BYTES: Final = 4
_DICTIONARY_BYTES: Final = (0, 1, 2, 4)
_CONTENT_SIZE_BYTES: Final = (0, 2, 4, 8)
_BLOCK_HEADER_BYTES: Final = 3
_RUN = 1
"""The type of a block that is one byte, to be repeated."""

_MOST_BLOCKS: Final = 500_000
"""Looked at: a fifth of a second's worth, and some gigabytes of what anybody would pack."""


def begins_frame(body: bytes, at: int) -> bool:
    """Say whether a frame, of either kind, begins at *at*."""
    return body.startswith(FRAME_MAGIC, at) or (body.startswith(_SKIPPED_MAGIC, at + 1) and body[at] & 0xF0 == 0x50)


def is_cut(body: bytes) -> bool:
    """Say whether *body* ends within a frame; behind a whole one, what does not begin as another is no part of it."""
    at = blocks = 0
    while begins_frame(body, at) and blocks < _MOST_BLOCKS:
        if not body.startswith(FRAME_MAGIC, at):
            at, blocks = at + 8 + int.from_bytes(body[at + 4 : at + 8], "little"), blocks + 1
            continue
        at, has_checksum = _behind_header(body, at)
        is_last = False
        while not is_last and at < len(body) and blocks < _MOST_BLOCKS:
            header = int.from_bytes(body[at : at + _BLOCK_HEADER_BYTES], "little")
            is_last, kind, size = bool(header & 1), header >> 1 & 3, header >> 3
            at, blocks = at + _BLOCK_HEADER_BYTES + (1 if kind == _RUN else size), blocks + 1
        if not is_last:
            return blocks < _MOST_BLOCKS
        at += _CHECKSUM_BYTES * has_checksum
    return at > len(body)


def _behind_header(body: bytes, at: int) -> tuple[int, bool]:
    """Return where the blocks of the frame at *at* begin, and whether a checksum follows them."""
    descriptor = body[at + 4] if at + 4 < len(body) else 0
    is_single = bool(descriptor & 0x20)
    content_size = _CONTENT_SIZE_BYTES[descriptor >> 6] or is_single
    header = 5 + (not is_single) + _DICTIONARY_BYTES[descriptor & 3] + content_size
    return at + header, bool(descriptor & 0x04)
