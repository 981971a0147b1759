"""What a picture looks like in 768 bytes, and whether two pictures are one that was made anew."""

from __future__ import annotations

from functools import lru_cache
from operator import sub
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SIDE = 16
"""Cells in each direction, three bytes of colour each."""

_TOP = 2 * SIDE * 3  # a stamp, such as a time or a number, stands in the two uppermost rows
_BOTTOM = SIDE * SIDE * 3 - _TOP  # or in the two lowest
_STAMPED_CELLS = 20  # measured on stamps across half the width: 19
_LEAST_CONTRAST = 16  # levels; with less, the rows in between are an empty sheet
_LEAST_TOLERANCE, _MOST_TOLERANCE = 3, 8  # levels
_FLAT, _FLAT_SHARE = 1, 0.2  # levels, share of neighbours; measured: drawings from 0.21, photographs mostly below 0.12
_EVEN, _EVEN_SHARE = 2, 0.3  # for shades; measured: drawn gradients mostly from 0.34, photographs mostly below 0.28
_EQUAL_SHARE = 0.9  # measured: copies with a stamp or a few specks from 0.94, frames of a camera up to 0.81
_GROUND_CELLS = 96  # of 256; text and icons on a plain ground leave more
_EQUAL_CELLS, _GRAIN = 16, 2  # cells that are equal to the level even where there is grain, and levels of it
_CORNERS = (0, 3 * (SIDE - 1), 3 * SIDE * (SIDE - 1), 3 * (SIDE * SIDE - 1))
_COLOURED = frozenset({"RGB", "RGBA", "RGBX", "RGBa", "CMYK", "YCbCr"})


def looks(image: Image.Image) -> bytes:
    """Return the mean colours of the 16 x 16 cells of a loaded *image*, row by row, three bytes each."""
    if image.mode in {"P", "PA"}:
        image = image.convert("RGB")
    elif image.mode not in _COLOURED:
        image = image.getchannel("L") if image.mode == "LAB" else image.convert("L")
    cells = _cells(image, Image.Resampling.BOX, gap=1.0)
    # The box filter cuts at whole pixels, which shows where edges are sharp and the same is drawn in another size.
    return _cells(image, Image.Resampling.BILINEAR, gap=2.0) if is_sheet(cells) else cells


def _cells(image: Image.Image, filter_: Image.Resampling, *, gap: float) -> bytes:
    cells = image.resize((SIDE, SIDE), filter_, reducing_gap=gap)
    return (cells if cells.mode == "RGB" else cells.convert("RGB")).tobytes()


def is_sheet(picture: bytes) -> bool:
    """Say whether the :func:`looks` *picture* are of something on a ground of one colour."""
    return ground_of(picture) is not None


def ground_of(picture: bytes) -> bytes | None:
    """Return the colour of the ground on which a sheet is drawn; None if there is none.

    Photographs have hardly two equal cells, so this mostly takes a few microseconds.
    """
    for corner in _CORNERS:
        ground = picture[corner : corner + 3]
        if picture.count(ground) >= _EQUAL_CELLS:
            others = unlike_cells(picture, ground * (SIDE * SIDE), _GRAIN)
            if SIDE * SIDE - len(others) >= _GROUND_CELLS:
                return ground
    return None


def same_picture(one: bytes, other: bytes) -> bool:
    """Say whether two :func:`looks` are of one picture that was encoded anew, speckled or stamped at its edge.

    The cells must agree within a tenth of the picture's own contrast, 3 to 8 levels; only the two uppermost or the two
    lowest rows may have up to 20 that do not. An empty sheet has nothing to agree in. Photographs agree so much when
    they show one scene at two times, so nine tenths of their cells must be equal to the level: only drawings
    (:func:`is_drawn`) may differ in grain.
    """
    inner = range(_TOP, _BOTTOM)
    if _differ(one, other, inner, _MOST_TOLERANCE):  # most pictures do, which is seen at once
        return False
    contrast = contrast_of(one)
    tolerance = min(_MOST_TOLERANCE, max(_LEAST_TOLERANCE, contrast // 10))
    if contrast < _LEAST_CONTRAST or _differ(one, other, inner, tolerance):
        return False
    above, below = (
        len({at // 3 for at in _unlike(one, other, edge, tolerance)})
        for edge in (range(_TOP), range(_BOTTOM, len(one)))
    )
    if min(above, below) or max(above, below) > _STAMPED_CELLS:
        return False
    return _are_equal(one, other) or (is_drawn(one) and is_drawn(other))


def unlike_cells(one: bytes, other: bytes, tolerance: int) -> set[int]:
    """Return the numbers of the cells, row by row from 0, in which a colour differs by more than *tolerance*."""
    return {at // 3 for at in _unlike(one, other, range(len(one)), tolerance)}


def contrast_of(picture: bytes) -> int:
    """Return the widest range that one of the colours has between the edges, in levels."""
    colours = (picture[_TOP + colour : _BOTTOM : 3] for colour in range(3))
    return max(max(levels) - min(levels) for levels in colours)


@lru_cache(maxsize=1024)
def is_drawn(picture: bytes) -> bool:
    """Say whether the :func:`looks` *picture* are those of a drawing: much of it is in one colour, or evenly shaded.

    What is so in all colours is so in green, which tells most photographs in a third of the time.
    """
    inner = picture[_TOP:_BOTTOM]
    return _is_plain([inner[1::3]]) and _is_plain([inner[colour::3] for colour in range(3)])


def _is_plain(planes: list[bytes]) -> bool:
    """Whether enough neighbours agree in all *planes*, cells of one colour row by row, or rise and fall evenly."""
    columns = [b"".join(plane[at::SIDE] for at in range(SIDE)) for plane in planes]
    lines = (planes, SIDE), (columns, len(planes[0]) // SIDE)
    steps = [([_steps(plane, length) for plane in each], length) for each, length in lines]
    if _share_within([each for each, _ in steps], _FLAT) >= _FLAT_SHARE:
        return True
    bends = [[_steps(step, length) for step in each] for each, length in steps]
    return _share_within(bends, _EVEN) >= _EVEN_SHARE


def _steps(levels: Sequence[int], distance: int) -> list[int]:
    return list(map(sub, levels, levels[distance:]))


def _share_within(changes: list[list[list[int]]], most: int) -> float:
    """Return how many of *changes*, by direction and plane, are no more than *most* in all planes, as a share."""
    is_within = frozenset(range(-most, most + 1)).__contains__
    verdicts = [[map(is_within, plane) for plane in each] for each in changes]
    agreeing = (sum(map(all, zip(*each, strict=True)) if each[1:] else each[0]) for each in verdicts)
    return sum(agreeing) / sum(len(each[0]) for each in changes)


def _are_equal(one: bytes, other: bytes) -> bool:
    return _share(a == b for a, b in zip(one[_TOP:_BOTTOM], other[_TOP:_BOTTOM], strict=True)) >= _EQUAL_SHARE


def _share(verdicts: Iterable[bool]) -> float:
    known = list(verdicts)
    return sum(known) / len(known)


def _differ(one: bytes, other: bytes, places: range, tolerance: int) -> bool:
    return next(_unlike(one, other, places, tolerance), None) is not None


def _unlike(one: bytes, other: bytes, places: range, tolerance: int) -> Iterator[int]:
    return (at for at in places if abs(one[at] - other[at]) > tolerance)
