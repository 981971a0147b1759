"""Image files of the tests' own making, and how they are refused."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import InvalidImage, Limits

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug

LIMITS = Limits(phash=False)


def refusal(body: bytes, limits: Limits = LIMITS) -> ErrorSlug:
    """Return the slug with which *body* is refused."""
    with pytest.raises(InvalidImage) as caught:
        inspect_image(body, limits=limits)
    return caught.value.slug


def png_chunk(kind: bytes, data: bytes = b"") -> bytes:
    """Return a chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """Return a grey PNG that declares this size, whatever its *chunks* hold."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + png_chunk(b"IEND", b"")


def gif(width: int, height: int, *blocks: bytes) -> bytes:
    """Return a GIF with two black colours that declares this size."""
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) + b"".join(blocks) + b";"


GIF_FRAME = b"\x2c" + struct.pack("<HHHHB", 0, 0, 2, 2, 0) + b"\x02\x02\x84\x51\x00"


def tiff(*entries: tuple[int, int, int, int], following: int = 0, tail: bytes = b"") -> bytes:
    """Return a little-endian TIFF with one directory of *entries*: tag, type, count and value or offset."""
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + rows + struct.pack("<I", following) + tail
