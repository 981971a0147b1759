"""Names whose words begin with capitals and stand together: ``GreyTentLamp``."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from imgcrawl.naming.words import VIEWS

_MIN_LETTERS = 3
"""Letters of each word; the shorter ones of ``IPhone`` and ``McBride`` are none."""


@lru_cache(maxsize=8_192)
def in_words(stem: str) -> str:
    """Return *stem* in small letters with a space between words that begin with a capital; nothing if it has no two.

    Two that are one of the words that sites give to many pictures (``YouTube``) stay one.
    """
    starts = [0, *(at for at in range(2, len(stem)) if _begins_word(stem, at)), len(stem)]
    words: list[str] = []
    for start, end in pairwise(starts):
        word = stem[start:end].casefold()
        if words and words[-1] + word in VIEWS:
            words[-1] += word
        else:
            words.append(word)
    return " ".join(words) if len(words) > 1 else ""


def _begins_word(stem: str, at: int) -> bool:
    """Whether the letter at a place is a capital between small letters, of which enough follow."""
    after = stem[at + 1 : at + _MIN_LETTERS]
    return stem[at].isupper() and len(after) == _MIN_LETTERS - 1 and after.islower() and _ends_word(stem, at)


def _ends_word(stem: str, at: int) -> bool:
    before = stem[max(0, at - _MIN_LETTERS) : at]
    return len(before) == _MIN_LETTERS and before.isalpha() and before[1:].islower()
