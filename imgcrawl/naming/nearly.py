"""Whether two addresses bear identifiers that are alike but for a sign or two: those of two pictures, made one by one.

Hashes and random names of two pictures have next to nothing in common, and neither have the names that two systems give
to one. What is nearly the same was counted, or copied with a fault, and is another picture's.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address

_MIN_SIGNS = 7
"""Shorter identifiers may be alike by chance."""
_SIGNS_OF_ONE_FAULT = 8
"""Of so many signs each, one may differ; two in any."""
_FEWEST_FAULTS = 2
_MOST_APART = 100
"""Numbers that are counted so close to each other are of one time, however many digits change: 5999999 and 6000000."""


def nearly_named(wanted: Address, other: Address) -> bool:
    """Whether the identifiers of *wanted*, a file, and *other*, of which they share none, are nearly the same.

    A page or a script may be counted as its files are.
    """
    own, others = wanted.keys, other.keys
    return wanted.file and own.isdisjoint(others) and any(_are_near(one, two) for one in own for two in others)


def _are_near(one: str, other: str) -> bool:
    first, second = one.casefold(), other.casefold()
    shorter, longer = sorted((len(first), len(second)))
    if shorter < _MIN_SIGNS or first == second or longer - shorter > 1:
        return False
    if first.isdecimal() and second.isdecimal() and abs(int(first) - int(second)) <= _MOST_APART:
        return True
    if shorter == longer:
        faults = sum(1 for a, b in zip(first, second, strict=True) if a != b)
        return faults <= max(_FEWEST_FAULTS, shorter // _SIGNS_OF_ONE_FAULT)
    return begin_alike(first, second) + begin_alike(first[::-1], second[::-1]) >= shorter


def begin_alike(one: str, other: str) -> int:
    """Return how many signs at the beginning of two texts are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
