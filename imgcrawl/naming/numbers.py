"""Numbers that tell a thing: long ones, and those under which museums keep theirs, by the year of the acquisition."""

from __future__ import annotations

import re
from functools import lru_cache

from imgcrawl.naming.renditions import VERSIONS
from imgcrawl.naming.stems import is_date
from imgcrawl.naming.words import GENERIC

_NUMBER = re.compile(
    r"(?<![\w./-])((?:1[6-9]|20)\d\d)((?:[._/-]\d{1,5}){2,4}|[._/-]\d{5,6})([a-z])?(?![\w/-])(?!\.\w)", re.IGNORECASE
)
_NAME = re.compile(
    r"(?:([a-z]{1,4})[._-]?)?((?:1[6-9]|20)\d\d)((?:[._/-]\d{1,5}){2,4}|[._/-]\d{5,6})"
    r"([a-z]|[a-z]?(?:[._-][a-z]{1,10}\d{0,3}){1,2}|)",
    re.IGNORECASE,
)
_BARCODE = re.compile(r"([a-z]{1,5}(?=\d{8})|[a-z]{2,4}(?=\d{6}))(\d{6,11})", re.IGNORECASE)
"""What is glued to a specimen, behind the letters of its collection: ``K000045786``, ``NY0123456``."""
_OTHER_LETTERS = GENERIC - {"p"}
"""What other things than specimens begin with; a camera's ``P`` has seven digits, that of Paris eight."""
_SEPARATOR = re.compile(r"[._-]")
_PART = re.compile(r"\d+")
RENDERED = VERSIONS | {"web", "screen", "display", "zoom", "lores", "highres", "optimized"}
"""What a museum calls a version of a picture that it shows; the main view and the back are views."""
_LABEL = re.compile(
    r"\b(?:acc(?:ession)?|inv(?:entory|entar)?|obj(?:ect)?|cat(?:alog(?:ue)?)?|ref(?:erence)?|id(?:entifier)?|museum)\b",
    re.IGNORECASE,
)
_MONTHS, _DAYS = 12, 31


def is_long_number(name: str, digits: int) -> bool:
    """Whether *name* is a number of so many *digits* or more, which few things share, and no date."""
    return name.isdecimal() and len(name) >= digits and not is_date(name)


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


def is_specimen(name: str) -> bool:
    """Whether *name* is the number of one thing and of none of its views, as a barcode, a year and a count."""
    return museum_number(name) == name and "+" not in name


@lru_cache(maxsize=4_096)
def museum_number(name: str) -> str | None:
    """Return *name*, of a file or a page, in one form if it is a number of an object; None if it may be a day, or none.

    A few letters may stand before it (``M.1987.12.3``), and behind it what tells views apart. A specimen's barcode is a
    number too.
    """
    if (code := _BARCODE.fullmatch(name)) and code[1].lower() not in _OTHER_LETTERS and not is_date(code[2]):
        return name.lower()
    found = _NAME.fullmatch(name)
    if found is None or (found[1] or "").lower() in GENERIC or _is_day(_PART.findall(found[3])):
        return None
    parts = [str(int(part)) for part in _PART.findall(found[3])]
    words = _SEPARATOR.split((found[4] or "").lower())
    rest = "-".join(word for word in words if word and word not in RENDERED)
    before = f"{found[1].lower()}-" if found[1] else ""
    return f"{before}{'-'.join([found[2], *parts])}{rest if found[4][:1].isalpha() else rest and f'+{rest}'}"


def collection_of(name: str) -> str | None:
    """Return the letters of the collection in *name* if it is a specimen's barcode; None for any other."""
    code = _BARCODE.fullmatch(name)
    return code[1].lower() if code and museum_number(name) else None


def states_number(text: str, number: str) -> bool:
    """Whether *text* states that *number* (:func:`museum_number`), and no other one."""
    words = {found for word in text.split() if (found := museum_number(word.strip(",;:()")))}
    return {number} in (museum_numbers(text), words)


def _is_day(parts: list[str]) -> bool:
    month, *rest = parts
    is_written_so = len(rest) == 1 and len(month) == len(rest[0]) == 2
    return is_written_so and 1 <= int(month) <= _MONTHS and 1 <= int(rest[0]) <= _DAYS
