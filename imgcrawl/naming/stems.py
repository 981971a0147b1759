"""How much a file name tells: whether two files of that name are the same image."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from imgcrawl.naming.renditions import STANDARD_WIDTHS
from imgcrawl.naming.words import COMMON, GENERIC, NEUTRAL, PROPERTIES, TIMES, UNIX_TIME

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+|\d+")
_TOKEN = re.compile(r"[0-9A-Za-z]+")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_TURN = re.compile(r"[a-z](?=\d)|\d(?=[a-z])|[a-z](?=[A-Z])", re.ASCII)
_OLD = "old"
_MIN_ID = 10
_MIN_RANDOM = 8
_MIN_LONG_NUMBER = 15
_MIN_TURNS = 4
_MIN_NUMBER = 7
_MIN_SERIAL, _MIN_LONG_SERIAL = 6, 8
_MIN_PREFIX = 2
_MIN_NUMBER_BESIDE_WORDS = 3
_MIN_WORD = 3
_MIN_COUNTER = 4
_MIN_LONG_COUNTER = 5
_LAST_MONTH = 12
_MANY_COUNTED = 100
_MANY_WORDS = 3
_MAX_WIDTH_DIGITS = 9
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_SHORT_YEAR = r"(?:[0-2]\d|9\d)"  # of pictures that have files
_DATE = re.compile(
    rf"(?:19|20)\d\d{_DAY}(?:\d\d){{0,3}}$|{_SHORT_YEAR}{_DAY}(?:\d{{4}}|\d{{6}})?$|(?:19|20)\d\d(?:0\d|1[0-2])$|{UNIX_TIME.pattern}$"
)
"""Days, also with hours, minutes and seconds, months and Unix times: many pictures bear the same."""
_STAMP = re.compile(r"(?<!\d)(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])[-_]?\d{6}(?!\d)")
"""When a camera took a picture, to the second: ``IMG_20190917_222847``."""
_COLLECTED = re.compile(r"([a-z]{2,6})[-_. ]((?:1[6-9]|20)\d\d)[-_. ](\d{2,6})", re.IGNORECASE | re.ASCII)
"""The letters of a collection, the year of the acquisition and what was counted in it: ``US-1994-2773``."""
_CAMERA = re.compile(r"(?:DSC[NF]?_?|_DSC|PICT|CIMG|GOPR|SAM_)\d{4}", re.ASCII | re.IGNORECASE)
"""What cameras alone call a picture: ``DSCN2080`` is no year, and ``DSC_1600`` no width."""
_OF_DIGITS = re.compile(r"10\d_(\d{4})", re.ASCII)
"""What Kodak's and Canon's cameras call a picture, by folder and counter: ``100_9843``."""
_LETTERED = re.compile(r"[a-z]-((?:1[6-9]|20)\d\d)-([1-9]\d{3,5})", re.IGNORECASE | re.ASCII)
"""The letter of a collection, the year of the acquisition and a long count: ``A-1960-1510``."""
_DOTTED = re.compile(r"((?:[a-z]{1,8}\.){2,4})(\d{4,})", re.IGNORECASE | re.ASCII)
"""The letters of an institution and of its collections, and what was counted there: ``AB.Cd.123456``."""
_ON_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d([-_.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)")
_SECONDS = re.compile(rf"{UNIX_TIME.pattern}|\d{{14}}")
_YEAR_OR_DATE = re.compile(rf"(?:19|20)\d\d$|{_DATE.pattern}")


class Power(IntEnum):
    """What an equal stem proves."""

    NONE = 0
    """Nothing: ``image``, ``1``, ``large``."""
    WEAK = 1
    """Little: ``beach``, ``IMG_1234``; other directories hold other pictures of that name."""
    NAME = 2
    """Much: a descriptive name or a time stamp; the directories must not contradict."""
    ID = 3
    """All: a hash or a random id."""


@lru_cache(maxsize=16_384)
def power(stem: str) -> Power:
    """Return what *stem*, a file name without extension and size, tells."""
    if strong_ids(stem):
        return Power.ID
    words = _WORD.findall(stem.casefold())
    telling = [word for word in words if not word.isdecimal() and word not in GENERIC] + _of_title(words)
    letters = sum(_weight(word) for word in telling)
    digits = sum(len(word) for word in words if word.isdecimal())
    days = sum(len(word) for word in words if is_date(word) and not _SECONDS.fullmatch(word))
    is_stamp = digits - days >= 9 or digits >= 14
    if (
        distinctive(stem)
        or letters >= 10
        or (letters >= 8 and len(telling) >= 2)
        or (letters >= 5 and digits >= 4)
        or is_stamp
    ):
        return Power.NAME
    return Power.WEAK if letters > 1 or digits >= 4 else Power.NONE


@lru_cache(maxsize=16_384)
def distinctive(stem: str) -> bool:
    """Say whether *stem* joins a telling word and a number of six digits or more that is no date.

    Two letters are enough before eight, as articles are numbered.
    On one page such a name means one picture, in whatever directory it lies now.
    """
    words = _WORD.findall(stem.casefold())
    letters = max((len(word) for word in words if not word.isdecimal() and word not in GENERIC), default=0)
    digits = max((len(word) for word in words if word.isdecimal() and not _DATE.match(word)), default=0)
    return digits >= _MIN_SERIAL and (letters >= _MIN_WORD or (letters >= _MIN_PREFIX and digits >= _MIN_LONG_SERIAL))


@lru_cache(maxsize=16_384)
def unmistakable(stem: str) -> bool:
    """Say whether *stem* has three different words that few pictures share, a random part, a long number or a second.

    One of the words may be common where a number of three digits or more, no date, year or width, stands beside them.

    It is that picture's name wherever it stands alone, more surely than any directory tells.
    """
    words = {word for word in _WORD.findall(stem.casefold()) if len(word) >= _MIN_WORD and not word.isdecimal()}
    telling = sum(max(1, _weight(word) // 6) for word in words - COMMON)
    numbered = telling == _MANY_WORDS - 1 and len(words) >= _MANY_WORDS and _is_numbered(stem)
    stamped = _STAMP.search(stem) is not None
    return telling >= _MANY_WORDS or numbered or stamped or distinctive(stem) or random_part(stem)


def _is_numbered(stem: str) -> bool:
    numbers = [word for word in _WORD.findall(stem) if word.isdecimal() and len(word) >= _MIN_NUMBER_BESIDE_WORDS]
    return any(not _YEAR_OR_DATE.match(word) and int(word[:9]) not in STANDARD_WIDTHS for word in numbers)


def is_date(number: str) -> bool:
    """Whether many pictures bear *number* because of the time: a day, a month or a Unix time."""
    return _DATE.match(number) is not None


def is_year_or_width(number: str) -> bool:
    """Whether *number*, all digits, may be a year or a usual width of pictures, and no number of one of them."""
    return int(number[:_MAX_WIDTH_DIGITS]) in STANDARD_WIDTHS or _YEAR.fullmatch(number) is not None


class Claim(IntEnum):
    """What a name claims that stands once on the row's own page."""

    GENERIC = 0
    """Nothing: ``image``, ``main``, ``img_1``, ``12345``, ``beach``, ``summer-sale``; many pages have one."""
    FIRST = 1
    """A counter with which every camera begins: ``DSC_0042``."""
    COUNTED = 2
    """A counter that few pages share: ``DSC04107``, ``IMG_2300``."""
    NUMBERED = 3
    """A word of its own and a number, or one of a collection or a day: ``grove_27``, ``AB.Cd.123456``."""
    NAMED = 4
    """Two words of its own without a time, one with a number above a hundred, or a number in a collection.

    ``heron-lake``, ``SKU-29077-1``, ``US-1994-2773``.
    """


@lru_cache(maxsize=16_384)
def claim(stem: str) -> Claim:
    """Return what *stem*, a file name without extension and size, claims for itself on the row's own page.

    Beside a word that many share a number must have five digits: ``glacier-map-98084``.
    """
    if (known := _claim_by_form(stem)) is not None:
        return known
    words = _WORD.findall(stem.casefold())
    numbers = [word for word in words if word.isdecimal()]
    own = {word for word in words if not word.isdecimal() and _weight(word) >= _MIN_WORD} - COMMON - PROPERTIES
    own.update(_of_title(words))
    is_camera = _CAMERA.fullmatch(stem) is not None
    timed = any(map(_YEAR_OR_DATE.match, numbers)) or not TIMES.isdisjoint(words)
    shared = timed or any(word in COMMON - GENERIC for word in words)
    counters = [] if shared else list(filter(_is_counter, numbers))
    is_long = not timed and any(len(number) >= _MIN_LONG_COUNTER for number in numbers)
    if (len(own) > 1 and not timed) or (own and (counters or is_long)):
        return Claim.NAMED
    if own and numbers:
        return Claim.NUMBERED
    if is_camera:
        counters = numbers
    if not counters or len(numbers) == len(words):
        return Claim.GENERIC
    return Claim.COUNTED if any(int(number[-_MIN_COUNTER:]) >= _MANY_COUNTED for number in counters) else Claim.FIRST


def _claim_by_form(stem: str) -> Claim | None:
    """Return what a number of a collection or of a camera claims that has no word of its own; None for other names."""
    if is_collected(stem):
        return Claim.NAMED
    if _is_dotted(stem) or _is_of_day(stem):
        return Claim.NUMBERED
    if _is_lettered(stem):
        return Claim.COUNTED
    counter = _OF_DIGITS.fullmatch(stem)
    if counter is None or is_year_or_width(counter[1]):
        return None
    return Claim.COUNTED if int(counter[1]) >= _MANY_COUNTED else Claim.FIRST


def _of_title(words: Sequence[str]) -> list[str]:
    """Return ``old`` where it is a word of a title: beside another one, and before one or a number, in a numbered name.

    At the end it tells a version, and before ``photo`` or beside that alone no more.
    """
    if _OLD not in words[:-1] or all(word.isdecimal() or word in COMMON - TIMES for word in words):
        return []
    is_numbered = any(word.isdecimal() and _is_counter(word) and not _YEAR_OR_DATE.match(word) for word in words)
    return [_OLD] if is_numbered and words[words.index(_OLD) + 1] not in COMMON - TIMES else []


def is_collected(stem: str) -> bool:
    """Whether *stem* is a number in a collection, which it names; no month, and no span of years."""
    found = _COLLECTED.fullmatch(stem)
    if found is None or found[1].casefold() in COMMON | PROPERTIES:
        return False
    is_span = _YEAR.fullmatch(found[3]) is not None and int(found[3]) >= int(found[2])
    return int(found[3]) > _LAST_MONTH and not is_span


def _is_lettered(stem: str) -> bool:
    """Whether *stem* is a long count in a collection of one letter: no day of a year, and no span of years."""
    found = _LETTERED.fullmatch(stem)
    if found is None:
        return False
    is_span = _YEAR.fullmatch(found[2]) is not None and int(found[2]) >= int(found[1])
    return not is_span and not is_date(found[1] + found[2])


def _is_dotted(stem: str) -> bool:
    """Whether *stem* is a number in a collection of short letters alone, of no common word; no date and no width."""
    found = _DOTTED.fullmatch(stem)
    if found is None or is_date(found[2]) or is_year_or_width(found[2]):
        return False
    words = found[1].casefold().rstrip(".").split(".")
    is_named = len({word for word in words if len(word) >= _MIN_WORD}) > 1  # as words they claim more
    return not is_named and (COMMON | PROPERTIES).isdisjoint(words)


def _is_of_day(stem: str) -> bool:
    """Whether *stem* has a day, a word that not every file has, be it common, and what was counted on that day."""
    words = _WORD.findall(rest) if (rest := _ON_DAY.sub(" ", stem.casefold())) != stem.casefold() else []
    is_told = any(not word.isdecimal() and len(word) >= _MIN_WORD and word not in GENERIC for word in words)
    return is_told and any(n.isdecimal() and _is_counter(n) and not _YEAR_OR_DATE.match(n) for n in words)


def is_counted(stem: str, *, least: Claim = Claim.NAMED) -> bool:
    """Whether a name that claims that much has a number that is neither a year, a date nor a width."""
    numbers = [word for word in _WORD.findall(stem) if word.isdecimal()]
    is_number = any(_is_counter(number) and not _YEAR_OR_DATE.match(number) for number in numbers)
    return is_collected(stem) or (claim(stem) >= least and is_number)


def _is_counter(number: str) -> bool:
    """Whether *number* is one of thousands: ``0042`` is, as cameras write it; ``12`` and the width 600 are none."""
    return (len(number) >= _MIN_COUNTER or int(number) >= _MANY_COUNTED) and int(number[:9]) not in STANDARD_WIDTHS


@lru_cache(maxsize=16_384)
def random_part(stem: str) -> bool:
    """Say whether a part of *stem* was drawn and not chosen: eight mixed characters or more, or 15 digits in a row."""
    return bool(strong_ids(stem)) or any(
        _random(token, _MIN_RANDOM) or (token.isdecimal() and len(token) >= _MIN_LONG_NUMBER)
        for token in _TOKEN.findall(stem)
    )


@lru_cache(maxsize=16_384)
def strong_ids(text: str) -> frozenset[str]:
    """Return the UUIDs, hashes and random ids in *text*; letters and digits alternate in them."""
    uuids = {uuid.lower() for uuid in UUID.findall(text)}
    rest = UUID.sub(" ", text)
    return frozenset(uuids | {_folded(token) for token in _TOKEN.findall(rest) if _random(token)})


@lru_cache(maxsize=16_384)
def ids(text: str) -> frozenset[str]:
    """Return the ids in *text*: the strong ones, else the numbers of at least seven digits that are no date."""
    numbers = {token for token in re.findall(r"\d+", text) if len(token) >= _MIN_NUMBER and not is_date(token)}
    strong = strong_ids(text)
    return strong or frozenset(numbers)


def residue(stem: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return the words of *stem* that are neither in *known* ids nor neutral, in order."""
    folded = stem.casefold()
    for token in sorted(known, key=len, reverse=True):
        folded = folded.replace(token.casefold(), " ")
    return tuple(word for word in _WORD.findall(folded) if word not in NEUTRAL)


def _weight(word: str) -> int:
    """Return the letters of *word*; one of a script without spaces counts as three."""
    return len(word) if word[0] < "\u2e80" else 3 * len(word)


def _random(token: str, least: int = _MIN_ID) -> bool:
    return len(token) >= least and len(_TURN.findall(_folded(token))) >= _MIN_TURNS and any(map(str.isdigit, token))


def _folded(token: str) -> str:
    return token.lower() if re.fullmatch(r"[0-9a-fA-F]+", token) else token
