"""What the directories of an address say of its picture: how it is kept, or what it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.naming.stems import random_part, strong_ids
from imgcrawl.naming.words import CONTAINERS, KEEPING, PERSONS, PROPERTIES, THINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HASH = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{8,64}", re.IGNORECASE)
_CODE = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]+")
_SHORT_CODE = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{4,7}")
_LETTERED = re.compile(r"(?=.?[a-f])[0-9a-f]{2}")
_LEVEL = re.compile(r"[0-9a-f]{2}")
_PLAIN_LEVEL = re.compile(r"\d[a-f]")
"""Neither the code of a language nor a number nor, as ``a4`` and ``b5``, a model."""
_SIGNED = re.compile(r"(?=.*\d)[\w=-]{4,}--(?=.*\d)[0-9a-f]{4,}")  # Rails: a record and its signature
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"0[1-9]|1[0-2]")
_DAY = re.compile(r"\d\d?")
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d-?(?:0[1-9]|1[0-2])")
_SERVED = re.compile(r"(?:cdn|static|media|assets|images|img)-?\d", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3}|[^\W\d_\x00-\u2e7f]")
"""Three letters in a row, or one sign of a script without spaces."""
_MIN_SIGNS = 3
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?")


class Folder(NamedTuple):
    """Where a file lies: its host, and the directories of its address."""

    host: str
    dirs: tuple[str, ...]


def telling(dirs: Sequence[str]) -> frozenset[str]:
    """Return the directories that may say what a picture shows: no containers, hashes and upload months."""
    dirs = _without_codes(dirs)
    storage = {place for start in range(len(dirs)) for place in _upload_month(dirs, start)}
    return frozenset(name for place, name in enumerate(dirs) if place not in storage and not _is_storage(name))


def worded(dirs: Sequence[str]) -> frozenset[str]:
    """Return the directories with a word that names an album or a thing.

    A word that gives way to a number or a code is another way of keeping the same.
    """
    return frozenset(name for name in dirs if _is_worded(name))


def holding(dirs: Sequence[str]) -> frozenset[str]:
    """Return the directories that may say what a picture shows, and upload months, each year and month as one."""
    return frozenset(name for name in _joined_months(_without_codes(dirs)) if not _is_storage(name))


def tells(name: str) -> bool:
    """Whether a directory of that name alone tells an album or a thing: by a word that is no property, or a number."""
    is_long = sum(map(str.isalpha, name)) >= _MIN_SIGNS or sum(map(str.isdigit, name)) >= _MIN_SIGNS
    return is_long and not _is_storage(name) and not is_property(name) and not _YEAR.fullmatch(name)


def common_end(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many of the last directories are the same in both."""
    length = 0
    for first, second in zip(reversed(one), reversed(other), strict=False):
        if first != second:
            break
        length += 1
    return length


def _is_worded(name: str) -> bool:
    return _WORD.search(name) is not None and not _is_storage(name)


def _is_storage(name: str) -> bool:
    """Whether pictures of every kind lie in a directory of that name: a container's, a shard's or a hash."""
    is_container = name in CONTAINERS or name in KEEPING or _SERVED.fullmatch(name) is not None
    return is_container or (len(name) == 1 and name.isalpha()) or _is_drawn(name)


def _without_codes(dirs: Sequence[str]) -> Sequence[str]:
    """Return *dirs* without short codes beside a hash, which are drawn as it is: ``/static/<hash>/614d1/``."""
    beside = {at + step for at, name in enumerate(dirs) if _is_drawn(name) for step in (-1, 1)}
    return [name for at, name in enumerate(dirs) if at not in beside or not _SHORT_CODE.fullmatch(name)]


def without_levels(dirs: Sequence[str]) -> Sequence[str]:
    """Return *dirs* without the digits of hashes by which a store divides its files: ``/a/a4/``, ``/59/<hash>/``.

    Where they do not repeat one another, the last of them stands before a hash or the file.
    """
    levels = {at + step for at in range(len(dirs) - 1) if _are_nested(*dirs[at : at + 2]) for step in (0, 1)}
    start = 0
    for at, name in enumerate((*dirs, "")):
        if _LEVEL.fullmatch(name):
            continue
        own = dirs[start:at]
        if own and _are_levels(own, name) and (name.startswith(own[0]) or _may_hold_levels(dirs[:start])):
            levels.update(range(start, at))
        start = at + 1
    return [name for at, name in enumerate(dirs) if at not in levels] if levels else dirs


def _are_nested(first: str, second: str) -> bool:
    """Whether two directories are the first digit and the first two of a hash; numbers alone may count."""
    return len(first) == 1 and second.startswith(first) and _LETTERED.fullmatch(second) is not None


def _are_levels(levels: Sequence[str], after: str) -> bool:
    """Whether neighbouring *levels* of two digits divide a store that has *after* behind them, nothing before the file.

    Alone, or before a file, numbers and languages are written so, too.
    """
    if after and not _is_drawn(after):
        return False
    if after.startswith(levels[0]):
        return True
    if len(levels) > 1:
        return any(map(_PLAIN_LEVEL.fullmatch, levels))
    return bool(after) and any(map(str.isdigit, levels[0]))


def _may_hold_levels(before: Sequence[str]) -> bool:
    """Whether what stands *before* a number does not say whose it is."""
    return not before or (_is_storage(before[-1]) and before[-1] not in THINGS | PERSONS)


def _is_drawn(name: str) -> bool:
    """Whether *name* is a hash or a random id."""
    return _HASH.fullmatch(name) is not None or bool(strong_ids(name))


def chosen(dirs: Sequence[str]) -> list[str]:
    """Return the directories that somebody has named or counted: no containers, shards, hashes or parts of them."""
    return [name for name in dirs if not _is_storage(name) and not _CODE.fullmatch(name)]


def is_store(dirs: Sequence[str]) -> bool:
    """Whether *dirs* are a service's own order: one of them at least was drawn, and nobody has chosen any.

    What was drawn for a person, an album or another thing with pictures of its own tells it from others.
    """
    if not THINGS.isdisjoint(dirs):
        return False
    kept = without_levels(dirs)
    codes = [any(form.fullmatch(name) for form in (_CODE, _SIGNED)) or random_part(name) for name in kept]
    is_drawn = any(codes) or len(kept) < len(dirs)
    return is_drawn and all(is_code or _is_storage(name) for is_code, name in zip(codes, kept, strict=True))


def drawn(dirs: Sequence[str]) -> frozenset[str]:
    """Return the directories that are hashes or random ids."""
    return frozenset(filter(_is_drawn, dirs))


def _joined_months(dirs: Sequence[str]) -> Iterable[str]:
    years = [bool(_YEAR.fullmatch(name)) for name in dirs]
    months = [at > 0 and years[at - 1] and bool(_MONTH.fullmatch(name)) for at, name in enumerate(dirs)]
    for at, name in enumerate(dirs):
        if months[at]:
            yield f"{dirs[at - 1]}-{name}"
        elif not any(months[at + 1 : at + 2]):
            yield name


def _upload_month(dirs: Sequence[str], start: int) -> Iterable[int]:
    """Return the places of a year and month at *start* by which a container is divided; days tell of an event."""
    if start and dirs[start - 1] not in CONTAINERS:
        return ()
    year, month, day = (*dirs[start : start + 3], "", "")[:3]
    if _YEAR_AND_MONTH.fullmatch(year):
        return () if _DAY.fullmatch(month) else (start,)
    if _YEAR.fullmatch(year) and _MONTH.fullmatch(month) and not _DAY.fullmatch(day):
        return (start, start + 1)
    return ()


def is_dated(name: str) -> bool:
    """Whether a directory of that name is a year, with or without a month."""
    return (_YEAR.fullmatch(name) or _YEAR_AND_MONTH.fullmatch(name)) is not None


def years(dirs: Sequence[str]) -> frozenset[str]:
    """Return the years in *dirs*, also those that a month is written behind."""
    return frozenset(name[:4] for name in dirs if is_dated(name))


def numbering(dirs: Sequence[str], *, with_words: bool) -> tuple[str, ...]:
    """Return the form of the numbers in *dirs*, years and their months apart: equal forms may count one kind of thing.

    *with_words*: with the words beside them, for two sites seldom keep their files by the same ones.
    """
    dated = {place for place, name in enumerate(dirs) if is_dated(name)}
    dated |= {place + 1 for place in dated if _MONTH.fullmatch("".join(dirs[place + 1 : place + 2]))}
    kept = [name for place, name in enumerate(dirs) if place not in dated]
    return tuple(_form(name) for name in kept if with_words or (is_numbered(name) and not _is_storage(name)))


def _form(name: str) -> str:
    """Return *name* with a zero for each of its numbers, or for the whole of a code of digits and letters up to f."""
    return "0x" if _CODE.fullmatch(name) else re.sub(r"\d+", "0", name)


def is_numbered(name: str) -> bool:
    """Whether a directory of that name has a digit, and is no year."""
    return any(map(str.isdigit, name)) and not is_dated(name)


def is_language(name: str) -> bool:
    """Whether a directory of that name is written as the code of a language or a country."""
    return _LANGUAGE.fullmatch(name) is not None


def is_property(name: str) -> bool:
    """Whether a directory of that name tells a colour, a side or a season."""
    return not PROPERTIES.isdisjoint(re.split(r"[-_ .]", name))
