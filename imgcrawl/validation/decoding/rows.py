"""Whether a PNG has all of its rows: a decoder takes a stream that ends early, but properly, for the whole picture."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

_CHUNK_BYTES: Final = 1 << 16
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples of a pixel by colour type. Source: PNG specification, third edition, 11.2.1."""
_PASSES: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""First column and row, and the steps between them, of each pass of Adam7. Source: ibid., 8.1."""


def lacks_rows(image: Image, body: bytes) -> bool:
    """Whether the data of the PNG *body*, decoded as *image*, end before its last row does.

    Pillow leaves zeros where none came: only where the last row is zero are the data counted, in memory of one chunk.
    """
    last = image.crop((0, image.height - 1, image.width, image.height)).tobytes()
    if last.count(0) < len(last):
        return False
    needed, inflate = _needed_bytes(body), zlib.decompressobj()
    try:
        for data in _data(body):
            while data and needed > 0:
                needed -= len(inflate.decompress(data, _CHUNK_BYTES))
                data = inflate.unconsumed_tail  # noqa: PLW2901 - what is left of it
            if needed <= 0:
                break
        return needed > len(inflate.flush())
    except zlib.error:
        return needed > 0


def _needed_bytes(body: bytes) -> int:
    """Return how many bytes the rows take up, each with the byte of its filter."""
    width, height = (int.from_bytes(body[at : at + 4], "big") for at in (16, 20))
    bits = body[24] * _SAMPLES.get(body[25], 1)
    passes = _PASSES if body[28] else ((0, 0, 1, 1),)
    sizes = [(-((left - width) // across), -((top - height) // down)) for left, top, across, down in passes]
    return sum(rows * (1 + (columns * bits + 7) // 8) for columns, rows in sizes if columns > 0 and rows > 0)


def _data(body: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(body):
        size, kind = int.from_bytes(body[at : at + 4], "big"), body[at + 4 : at + 8]
        if kind == b"IDAT":
            yield body[at + 8 : at + 8 + size]
        at += 12 + size
