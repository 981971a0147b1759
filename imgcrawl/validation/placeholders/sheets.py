"""Whether two flat pictures are one notice in other sizes, or with another line of text on it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from imgcrawl.validation.looks import SIDE, contrast_of, ground_of, same_picture, unlike_cells

if TYPE_CHECKING:
    from imgcrawl.validation.facts import ImageFacts

_LINE_ROWS = 3  # rows of cells that a line of text touches
_MOST_UNLIKE = 40  # cells: a line as wide as the picture, in two to three rows
_LEAST_CONTRAST = 16  # levels; with less there is nothing on the sheet
_TOLERANCE = 8  # levels
_LEAST_WRITTEN = 16  # cells
_NEAR_BITS = 12  # of 64; those of two pictures that have nothing in common differ in 32 +- 4
_INK_TOLERANCE = 12  # levels; the colours of JPEG are that much off beside writing


def same_sheet(one: bytes, other: bytes) -> bool:
    """Say whether two sheets (:func:`~imgcrawl.validation.looks.is_sheet`) are one but for a line of text anywhere.

    A line is up to 40 cells in three rows that follow each other. What the sheets share must be more than the ground:
    half as many cells as differ in other rows, or three times as many in all, as two lines of writing share some cells
    by chance. All must be in one ink: what has colours besides is a picture of something.
    """
    if same_picture(one, other):
        return True
    unlike = unlike_cells(one, other, _TOLERANCE)
    ground = ground_of(one)
    if ground is None or len(unlike) > _MOST_UNLIKE or contrast_of(one) < _LEAST_CONTRAST:
        return False
    rows = [cell // SIDE for cell in unlike]
    if rows and max(rows) - min(rows) >= _LINE_ROWS:
        return False
    written = unlike_cells(one, ground * (SIDE * SIDE), _TOLERANCE) - unlike
    elsewhere = [cell for cell in written if cell // SIDE not in rows]
    if 2 * len(elsewhere) < max(len(unlike), _LEAST_WRITTEN) and len(written) < max(3 * len(unlike), _LEAST_WRITTEN):
        return False
    return _is_in_one_ink(one) and _is_in_one_ink(other)


def are_alike(one: ImageFacts, other: ImageFacts) -> bool:
    """Say whether two pictures, whose looks are known, are one that was made anew."""
    if one.looks is None or other.looks is None:
        return False
    return same_sheet(one.looks, other.looks)


def may_be_one(one: ImageFacts, other: ImageFacts) -> bool:
    """Say whether two pictures may be one in other sizes, formats or qualities, or frames of one scene."""
    if one.sha256 == other.sha256 or are_alike(one, other):
        return True
    bits = one.distance(other)
    return bits is None or bits <= _NEAR_BITS


def is_writing(facts: ImageFacts) -> bool:
    """Say whether the picture *facts* is drawn or written in one ink on a plain ground."""
    picture = facts.looks or b""
    return ground_of(picture) is not None and contrast_of(picture) >= _LEAST_CONTRAST and _is_in_one_ink(picture)


@lru_cache(maxsize=1024)
def _is_in_one_ink(picture: bytes) -> bool:
    """Whether all colours lie between that of the ground and one other, as those of writing do."""
    ground = ground_of(picture) or picture[:3]
    steps = [
        tuple(a - b for a, b in zip(picture[at : at + 3], ground, strict=True)) for at in range(0, len(picture), 3)
    ]
    strongest = max(steps, key=lambda step: sum(map(abs, step)))
    return all(is_along(step, strongest) for step in set(steps))


def is_along(step: tuple[int, ...], ink: tuple[int, ...]) -> bool:
    """Say whether the colour that is a *step* from the ground lies between the ground and an *ink*, as writing does."""
    length = sum(value * value for value in ink) or 1
    along = sum(a * b for a, b in zip(step, ink, strict=True)) / length
    return max(abs(a - along * b) for a, b in zip(step, ink, strict=True)) <= _INK_TOLERANCE
