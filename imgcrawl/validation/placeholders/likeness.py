"""Whether a picture that came for a made-up name is the one that came for a listed one, made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.validation.looks import SIDE, unlike_cells
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.scenes import same_scene
from imgcrawl.validation.placeholders.sheets import are_alike

if TYPE_CHECKING:
    from imgcrawl.validation.facts import ImageFacts

_PATCH_CELLS: Final = 64  # of 256: a quarter of the picture, or a line across it in four rows
_TOLERANCE: Final = 8  # levels, for drawings, which are compared across sizes
_GRAIN: Final = 2  # levels, for photographs: those of one scene at two times differ by more in some cell
_LEAST_DRAWN: Final = 16  # cells
_SCALED_BITS: Final = 3  # of a perceptual hash; measured on one notice drawn in seven sizes and three shapes: 2
_SCALED_LEVELS: Final = 8  # by which colours differ on average, the same: 5.4 at 90 x 60 pixels


def shows_the_same(one: ImageFacts, other: ImageFacts) -> bool:
    """Say whether two pictures are one that was made anew: in other bytes, another size, with another stamp on it.

    That is weak evidence unless one of them came for what cannot exist.
    """
    if one.sha256 == other.sha256 or same_scene(one, other) or are_alike(one, other):
        return True
    return _are_scaled(one, other) or _differ_in_a_patch(one, other)


def _are_scaled(one: ImageFacts, other: ImageFacts) -> bool:
    """Whether two drawings have one hash and on the whole one colouring, whatever their sizes and shapes."""
    if one.looks is None or other.looks is None or not (looks_drawn(one) and looks_drawn(other)):
        return False
    bits = one.distance(other)
    pairs = zip(one.looks, other.looks, strict=True)
    levels = sum(abs(first - second) for first, second in pairs) / (3 * SIDE * SIDE)
    return bits is not None and bits <= _SCALED_BITS and levels <= _SCALED_LEVELS


def _differ_in_a_patch(one: ImageFacts, other: ImageFacts) -> bool:
    """Whether two pictures are equal outside a rectangle of a quarter of them, where there is something to be seen.

    A time or a number that is drawn into a notice takes no more. On an empty sheet there is nothing to be equal in.
    """
    if one.looks is None or other.looks is None or looks_drawn(one) is not looks_drawn(other):
        return False
    first, second = one.looks, other.looks
    patch = _rectangle(unlike_cells(first, second, _TOLERANCE if looks_drawn(one) else _GRAIN))
    if len(patch) > _PATCH_CELLS:
        return False
    cells = [first[3 * at : 3 * at + 3] for at in range(SIDE * SIDE)]
    ground = max(set(cells), key=cells.count)
    return len(unlike_cells(first, ground * (SIDE * SIDE), _TOLERANCE) - patch) >= _LEAST_DRAWN


def _rectangle(cells: set[int]) -> set[int]:
    """Return the cells of the smallest rectangle that holds *cells*."""
    if not cells:
        return set()
    rows, columns = [cell // SIDE for cell in cells], [cell % SIDE for cell in cells]
    return {
        row * SIDE + column
        for row in range(min(rows), max(rows) + 1)
        for column in range(min(columns), max(columns) + 1)
    }
