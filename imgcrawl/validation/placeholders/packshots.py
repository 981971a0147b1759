"""Photographs of one thing on a plain ground, as shops have them, which are hard to tell from drawings."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from imgcrawl.validation.looks import SIDE, ground_of, unlike_cells
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.sheets import is_along, is_writing

if TYPE_CHECKING:
    from imgcrawl.validation.facts import ImageFacts

_LEAST_STEP: Final = 12  # levels off the ground
_LEVEL: Final = 8  # levels that are one
_INKS: Final = 2
_FEWEST_OFF: Final = 0.03  # of the cells that are not ground
_MOST_APART: Final = 0.1  # of these; measured on 240 notices with a mark: at least 0.1 but for one, on 80 things: none
_LEAST_SHOWN: Final = 32  # cells
_FEWEST_OTHERS: Final = 3

Colours = Counter[tuple[int, ...]]


def is_packshot(facts: ImageFacts) -> bool:
    """Say whether the picture *facts* shows one thing on a plain ground, in more than two inks and their shades.

    Notices are a line of writing, and perhaps a mark apart from it. A thing hangs together, has light and shade, and
    parts. What is black and white is none here, nor are two things side by side.
    """
    return facts.looks is not None and _hangs_together(facts.looks) and _has_many_inks(facts.looks)


def shows_no_goods(facts: ImageFacts) -> bool:
    """Say whether the picture *facts* is a drawing that shows no thing: writing, marks, a diagram.

    Of larger files than 64 KiB the looks are not known.
    """
    return looks_drawn(facts) and not is_packshot(facts)


def is_one_of_many(facts: ImageFacts, others: list[ImageFacts]) -> bool:
    """Say whether three *others* at least, and half of them, have the format and ground of *facts*, and are no writing.

    Where a host's pictures are photographs of another kind, what is drawn among them is rather a notice.
    """
    ground = ground_of(facts.looks or b"")
    alike = [each for each in others if each.looks and each.format == facts.format and ground_of(each.looks) == ground]
    return 2 * sum(not is_writing(each) for each in alike) >= max(2 * _FEWEST_OTHERS, len(others))


@lru_cache(maxsize=1024)
def _hangs_together(picture: bytes) -> bool:
    """Whether nearly all that is not ground is one piece."""
    ground = ground_of(picture)
    shown = unlike_cells(picture, ground * (SIDE * SIDE), _LEAST_STEP) if ground else set()
    count, largest, rest = len(shown), 0, set(shown)
    while rest:
        piece = _piece(rest)
        largest, rest = max(largest, len(piece)), rest - piece
    return count >= _LEAST_SHOWN and count - largest <= _MOST_APART * count


def _piece(cells: set[int]) -> set[int]:
    """Return those of *cells* that hang together with one of them, over corners too."""
    edge = piece = {next(iter(cells))}
    while edge:
        edge = {near for cell in edge for near in _around(cell) if near in cells} - piece
        piece = piece | edge
    return piece


def _around(cell: int) -> list[int]:
    row, column = divmod(cell, SIDE)
    columns = range(max(0, column - 1), min(SIDE, column + 2))
    return [SIDE * near + other for near in range(row - 1, row + 2) for other in columns]


@lru_cache(maxsize=1024)
def _has_many_inks(picture: bytes) -> bool:
    ground = ground_of(picture)
    if ground is None:
        return False
    cells = (picture[at : at + 3] for at in range(0, 3 * SIDE * SIDE, 3))
    steps = (tuple(a - b for a, b in zip(cell, ground, strict=True)) for cell in cells)
    rest = Counter(_rounded(step) for step in steps if max(map(abs, step)) > _LEAST_STEP)
    shown = rest.total()
    for _ in range(_INKS):
        rest = _without_an_ink(rest)
    return rest.total() > _FEWEST_OFF * shown


def _rounded(step: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(_LEVEL * round(value / _LEVEL) for value in step)


def _without_an_ink(colours: Colours) -> Colours:
    """Return what is left of *colours*, told from the ground, without the shades of that ink which has most of them."""
    left = (Counter({one: n for one, n in colours.items() if not is_along(one, ink)}) for ink in colours)
    return min(left, key=Counter.total, default=colours)
