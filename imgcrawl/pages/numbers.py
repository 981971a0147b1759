"""The numbers under which museums keep their things: the year of the acquisition, and what was counted in it."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = re.compile(
    r"(?<![\w./-])((?:1[6-9]|20)\d\d)((?:[._/-]\d{1,5}){2,4})([a-z])?(?![\w/-])(?!\.\w)", re.IGNORECASE
)
_PART = re.compile(r"\d+")
_LABEL = re.compile(
    r"\b(?:acc(?:ession)?|inv(?:entory|entar)?|obj(?:ect)?|cat(?:alog(?:ue)?)?|ref(?:erence)?|id(?:entifier)?|museum)\b",
    re.IGNORECASE,
)
_MONTHS, _DAYS = 12, 31


@lru_cache(maxsize=4_096)
def museum_numbers(text: str) -> frozenset[str]:
    """Return the numbers of objects in *text*, their parts joined by hyphens whatever joined them: ``1987-12-3``.

    What is written as a day (``1987-12-03``) counts only behind a word which says that it is a number.
    """
    found = set()
    for number in _NUMBER.finditer(text):
        parts = _PART.findall(number[2])
        if not _is_day(parts) or _LABEL.search(text, 0, number.start()):
            found.add("-".join([number[1], *(str(int(part)) for part in parts)]) + (number[3] or "").lower())
    return frozenset(found)


def museum_number(name: str) -> str | None:
    """Return the number that *name* is as a whole, in the same form; None if it is none, or may be a day."""
    number = _NUMBER.fullmatch(name)
    return next(iter(museum_numbers(name)), None) if number else None


def _is_day(parts: list[str]) -> bool:
    month, *rest = parts
    is_written_so = len(rest) == 1 and len(month) == len(rest[0]) == 2
    return is_written_so and 1 <= int(month) <= _MONTHS and 1 <= int(rest[0]) <= _DAYS
