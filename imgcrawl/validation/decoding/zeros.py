"""Bare samples of which the rest is zeros: room was made for the whole file, and its data did not come.

All of such a file is there, and it decodes to a picture that ends in black. What tells it from a dark picture is where
the black begins: in the middle of a row, right behind samples that are none, and below others that are none, up to the
row's end. A disc and a page that lies askew end in the middle of a row, too, but the one above is black beyond them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_ZEROS: Final = 4_096
_SHARE: Final = 50
"""Of so many bytes one at least has to be among the zeros."""

_PIXEL_BYTES: Final = {"L": 1, "P": 1, "I;16": 2, "I;16B": 2, "RGB": 3, "RGBA": 4, "RGBX": 4, "CMYK": 4}
"""By Pillow's raw modes, of rows that stand one behind the other."""

_EDGE_BYTES: Final = 64
"""What is looked at of a row on each side of the place where the zeros begin."""


def breaks_off(tiles: Sequence[Any], body: bytes) -> bool:
    """Say whether the samples of *body*, where Pillow has found *tiles*, become zeros within a row, and stay it."""
    end = len(body.rstrip(b"\0"))
    if not tiles or len(body) - end < max(_LEAST_ZEROS, len(body) // _SHARE):
        return False
    first = min(tile[2] for tile in tiles)
    return any(_breaks_off(tile, body, end, first) for tile in tiles)


def _breaks_off(tile: Any, body: bytes, end: int, first: int) -> bool:
    """Say whether the zeros that begin at *end* do so within a row of *tile*; samples begin at *first*."""
    codec, (left, top, right, bottom), start, how = tile
    raw_mode, row_bytes, *_ = how if codec == "raw" and isinstance(how, tuple) else ("", 0)
    row_bytes = row_bytes or _PIXEL_BYTES.get(raw_mode, 0) * (right - left)
    above = end - row_bytes
    if not row_bytes or not start <= end < start + row_bytes * (bottom - top) or above < first:
        return False
    if not _EDGE_BYTES <= (end - start) % row_bytes <= row_bytes - _EDGE_BYTES:
        return False
    latest = (body[end - _EDGE_BYTES : end], body[above : above + _EDGE_BYTES], body[above:end])
    return all(map(_is_filled, latest))


def _is_filled(samples: bytes) -> bool:
    return samples.count(0) * 4 < len(samples)
