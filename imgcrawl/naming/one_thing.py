"""Whether names that share a picture are those of one thing: the numbers and variations under which it is sold."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from imgcrawl.naming.renditions import STANDARD_WIDTHS
from imgcrawl.naming.stems import is_date
from imgcrawl.naming.words import COMMON, PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Collection

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_MIN_LETTERS = 3
_MIN_DIGITS = 4
_FEWEST_OTHERS = 2


def may_be_one_thing(names: Collection[str]) -> bool:
    """Say whether *names* (:func:`~imgcrawl.naming.subject.subject`) may be those of one thing.

    Each has a word or a number that all have. Numbers in a row say nothing: so are those of a batch that was withdrawn.
    """
    return len(names) > 1 and bool(_shared(names))


def are_set_apart(names: Collection[str], others: Collection[str]) -> bool:
    """Say whether what makes *names* those of one thing is theirs alone, among *others* that have another picture.

    What all of them have no other has: otherwise a whole shop is called so.
    """
    if len(others) < _FEWEST_OTHERS or len(names) < 2:
        return False
    shared = _shared(names)
    return bool(shared) and not any(shared <= _tokens(other) for other in others)


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
