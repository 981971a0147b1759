"""Whether names that share a picture are those of one thing: the numbers and variations under which it is sold."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.pages.stems import is_date
from imgcrawl.pages.words import COMMON, PROPERTIES, STANDARD_WIDTHS

if TYPE_CHECKING:
    from collections.abc import Collection

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_MIN_LETTERS = 3
_MIN_DIGITS = 4
_MAX_DIGITS = 18
_STEP = 10
"""Between the numbers of two variations: shops leave room for more."""
_FEWEST_OTHERS = 2


class _Row(NamedTuple):
    """The numbers at one place in names that are equal otherwise, from the smallest."""

    before: str
    after: str
    digits: int
    numbers: list[int]


def are_kin(names: Collection[str]) -> bool:
    """Say whether *names* (:func:`~imgcrawl.validation.names.subject`) may be those of one thing.

    Each has a word or a number that all have, or they are equal but for one number, which counts on.
    """
    return len(names) > 1 and bool(_shared(names) or _row(names))


def are_set_apart(names: Collection[str], others: Collection[str]) -> bool:
    """Say whether what makes *names* those of one thing is theirs alone, among *others* that have another picture.

    What all of them have no other has: otherwise a whole shop is called so. Numbers have no other one between them, and
    most pictures are others': notices come for numbers in a row as well, where a whole batch was withdrawn.
    """
    if len(others) < _FEWEST_OTHERS or len(names) < 2:
        return False
    if (shared := _shared(names)) and not any(shared <= _tokens(other) for other in others):
        return True
    row = _row(names)
    return row is not None and len(others) > len(names) and not any(_lies_in(row, other) for other in others)


def _shared(names: Collection[str]) -> frozenset[str]:
    """Return the words and numbers that tell a thing and stand in all of *names*."""
    return frozenset.intersection(*map(_tokens, names))


@lru_cache(maxsize=1_024)
def _tokens(name: str) -> frozenset[str]:
    return frozenset(filter(_tells, _TOKEN.findall(name)))


def _tells(token: str) -> bool:
    if token.isdecimal():
        is_width = len(token) == _MIN_DIGITS and int(token) in STANDARD_WIDTHS
        return len(token) >= _MIN_DIGITS and not is_date(token) and not is_width
    return len(token) >= _MIN_LETTERS and token not in COMMON and token not in PROPERTIES


def _row(names: Collection[str]) -> _Row | None:
    """Return the numbers in which alone *names* differ, if these count on in small steps; None if not."""
    parts = [re.split(r"(\d+)", name) for name in names]
    if len(set(map(len, parts))) != 1:
        return None
    places = [at for at, column in enumerate(zip(*parts, strict=True)) if len(set(column)) > 1]
    if len(places) != 1 or not places[0] % 2:
        return None
    at = places[0]
    written = [part[at] for part in parts]
    digits = len(written[0])
    if not _MIN_DIGITS <= digits <= _MAX_DIGITS or set(map(len, written)) != {digits} or all(map(is_date, written)):
        return None
    numbers = sorted(map(int, written))
    first = parts[0]
    is_counted = all(two - one <= _STEP for one, two in pairwise(numbers))
    return _Row("".join(first[:at]), "".join(first[at + 1 :]), digits, numbers) if is_counted else None


def _lies_in(row: _Row, name: str) -> bool:
    if not (name.startswith(row.before) and name.endswith(row.after)):
        return False
    number = name[len(row.before) : len(name) - len(row.after)]
    return number.isdecimal() and len(number) == row.digits and row.numbers[0] < int(number) < row.numbers[-1]
