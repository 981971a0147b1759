"""A PNG without all of its rows, whose compressed data end as they should."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.decoding.rows import _needed_bytes, lacks_rows
from imgcrawl.validation.facts import InvalidImage, Limits

SIDES = 37, 29


def png(rows: bytes, *, colour: int = 2, bits: int = 8, interlaced: int = 0) -> bytes:
    """Return a PNG with *rows* as its data, in two chunks."""
    packed = zlib.compress(rows)
    header = struct.pack(">IIBBBBB", *SIDES, bits, colour, 0, 0, interlaced)
    chunks = ((b"IHDR", header), (b"IDAT", packed[:9]), (b"IDAT", packed[9:]), (b"IEND", b""))
    written = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def test_a_png_that_ends_before_its_last_row_is_cut():
    """However well its data end: what is missing would be black."""
    rows = b"".join(b"\0" + bytes([row + 1, 9, 200] * SIDES[0]) for row in range(SIDES[1]))
    row_bytes = len(rows) // SIDES[1]
    for kept in (len(rows) - row_bytes, 9 * row_bytes):  # within a row Pillow sees it
        with pytest.raises(InvalidImage) as caught:
            inspect_image(png(rows[:kept]), limits=Limits())
        assert caught.value.slug is ErrorSlug.CONTENT_TRUNCATED
    assert inspect_image(png(rows), limits=Limits()).format == "PNG"


@pytest.mark.parametrize("interlaced", [0, 1])
@pytest.mark.parametrize(("colour", "bits"), [(0, 1), (0, 4), (0, 16), (2, 8), (2, 16), (4, 8), (6, 8)])
def test_a_last_row_that_is_black_is_no_missing_one(colour, bits, interlaced):
    """Its data are counted for every depth and kind of colour, in the order of lines and of passes."""
    needed = _needed_bytes(png(b"", colour=colour, bits=bits, interlaced=interlaced))
    rows = bytes(needed)
    body = png(rows, colour=colour, bits=bits, interlaced=interlaced)
    image = Image.open(io.BytesIO(body))
    image.load()
    if colour not in {4, 6}:  # of these every pixel is transparent
        assert inspect_image(body, limits=Limits()).format == "PNG"
    assert not lacks_rows(image, body)
    assert lacks_rows(image, png(rows[:-1], colour=colour, bits=bits, interlaced=interlaced))


def test_data_behind_the_last_row_are_no_matter():
    """They are not inflated."""
    rows = bytes((1 + 3 * SIDES[0]) * SIDES[1] + 1_000_000)
    assert inspect_image(png(rows), limits=Limits()).format == "PNG"
