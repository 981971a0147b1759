"""What a picture looks like in 768 bytes, and whether two pictures are one that was made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIDE = 16  # cells in each direction, three bytes of colour each
_TOP = 2 * _SIDE * 3  # a stamp, such as a time or a number, stands in the two uppermost rows
_BOTTOM = _SIDE * _SIDE * 3 - _TOP  # or in the two lowest
_STAMPED_CELLS = 20  # measured on stamps across half the width: 19
_LEAST_CONTRAST = 16  # levels; with less, the rows in between are an empty sheet
_LEAST_TOLERANCE, _MOST_TOLERANCE = 3, 8  # levels
_COLOURED = frozenset({"RGB", "RGBA", "RGBX", "RGBa", "CMYK", "YCbCr"})


def looks(image: Image.Image) -> bytes:
    """Return the mean colours of the 16 x 16 cells of a loaded *image*, row by row, three bytes each."""
    if image.mode in {"P", "PA"}:
        image = image.convert("RGB")
    elif image.mode not in _COLOURED:
        image = image.getchannel("L") if image.mode == "LAB" else image.convert("L")
    cells = image.resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=1.0)
    return cells.convert("RGB").tobytes()


def same_picture(one: bytes, other: bytes) -> bool:
    """Say whether two :func:`looks` are of one picture that was encoded anew, speckled or stamped at its edge.

    The cells must agree within a tenth of the picture's own contrast, 3 to 8 levels; only the two uppermost or the two
    lowest rows may have up to 20 that do not. An empty sheet has nothing to agree in.
    """
    inner = range(_TOP, _BOTTOM)
    if _differ(one, other, inner, _MOST_TOLERANCE):  # most pictures do, which is seen at once
        return False
    contrast = _contrast(one)
    tolerance = min(_MOST_TOLERANCE, max(_LEAST_TOLERANCE, contrast // 10))
    if contrast < _LEAST_CONTRAST or _differ(one, other, inner, tolerance):
        return False
    above, below = (
        len({at // 3 for at in _unlike(one, other, edge, tolerance)})
        for edge in (range(_TOP), range(_BOTTOM, len(one)))
    )
    return min(above, below) == 0 and max(above, below) <= _STAMPED_CELLS


def _differ(one: bytes, other: bytes, places: range, tolerance: int) -> bool:
    return next(_unlike(one, other, places, tolerance), None) is not None


def _unlike(one: bytes, other: bytes, places: range, tolerance: int) -> Iterator[int]:
    return (at for at in places if abs(one[at] - other[at]) > tolerance)


def _contrast(picture: bytes) -> int:
    """Return the widest range that one of the colours has between the edges, in levels."""
    colours = (picture[_TOP + colour : _BOTTOM : 3] for colour in range(3))
    return max(max(levels) - min(levels) for levels in colours)
