"""The wanted picture under its own name in another place: where the name alone is proof enough.

A name that tells much and stands once on the page on which the image was found is that image, also when the site has
stored its files anew. Directories that name another thing still speak against it, and so does every second place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.pages.addresses import fields_conflict
from imgcrawl.pages.sizes import split_name
from imgcrawl.pages.stems import random_part, strong_ids, unmistakable
from imgcrawl.pages.words import CONTAINERS, PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imgcrawl.pages.addresses import Address
    from imgcrawl.pages.candidates import Candidate

_FINGERPRINT = re.compile(r"\.(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,64}$", re.IGNORECASE)
"""A digest of the content, which builders of sites put before the extension: ``name.0a1b2c3d.jpg``."""
_BUILD = re.compile(r"-(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])(?:[0-9a-f]{8}|[0-9a-f]{64})$", re.IGNORECASE)
"""The same after a hyphen, in the lengths of Vite and Sprockets: ``name-0a1b2c3d.jpg``."""
_SEPARATORS = re.compile(r"[\s_+-]+")
_LETTER = re.compile(r"(.+)_([a-z])", re.IGNORECASE)
_COUNTED = re.compile(r"[-_ (]+(?:\d{1,3}|[a-z])\)?")
_SIZE_LETTERS = {True: frozenset("stqmnwzcbhklo"), False: frozenset("stqmnzhklo")}
"""One-letter sizes: after random ids all that Flickr and Facebook use, after words none that may count views."""
_HASH = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{8,64}", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"0[1-9]|1[0-2]")
_DAY = re.compile(r"\d\d?")
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d-?(?:0[1-9]|1[0-2])")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?")


class _Name(NamedTuple):
    """What is left of a stem without fingerprint and one-letter size, its words joined by hyphens, and that letter.

    *built*: the fingerprint stood after a hyphen, where other names have an id.
    """

    base: str
    letter: str
    built: bool = False


def find_moved(offered: Sequence[tuple[Candidate, Address]], wanted: Address) -> list[tuple[Candidate, Address]]:
    """Return those of *offered* that are *wanted* in another place; none if the name or the page leaves a doubt.

    Every bearer of the name must pass, and all must be one picture: by their place, or by the page's markup. The next
    of a series in the old place speaks against all.
    """
    name = _name(wanted.stem)
    if not wanted.file or not unmistakable(name.base):
        return []
    files = [(candidate, address) for candidate, address in offered if address.file]
    bearers = [pair for pair in files if pair[1].stem == wanted.stem] or [
        pair for pair in files if _name(pair[1].stem).base == name.base
    ]
    doubtful = not all(_may_be(wanted, address) for _, address in bearers) or not _is_one(bearers)
    known = {address.stem for _, address in bearers}
    others = (address for _, address in files if address.stem not in known)
    return [] if doubtful or any(_is_next(wanted, name, other) for other in others) else bearers


def _may_be(wanted: Address, other: Address) -> bool:
    return (
        _letters_agree(_name(wanted.stem), _name(other.stem))
        and _built_alike(wanted, other)
        and not fields_conflict(wanted, other, strict=False)
        and not _tell_apart(_telling(wanted.dirs), _telling(other.dirs))
    )


def _is_next(wanted: Address, name: _Name, other: Address) -> bool:
    """Whether *other* is the next of a series in the very directory of *wanted*, which then has not moved."""
    if (wanted.host, wanted.dirs) != (other.host, other.dirs):
        return False
    stems = {_SEPARATORS.sub("-", other.stem.casefold()), _name(other.stem).base}
    return any(stem.startswith(name.base) and _COUNTED.fullmatch(stem, len(name.base)) for stem in stems)


def _built_alike(one: Address, other: Address) -> bool:
    """Whether what follows a hyphen is a fingerprint in both names: they lie where a builder put them before."""
    built = _name(one.stem).built, _name(other.stem).built
    return built == (False, False) or (all(built) and (one.host, one.dirs) == (other.host, other.dirs))


def _letters_agree(one: _Name, other: _Name) -> bool:
    """Whether the letters after the names are sizes: two different ones only after an id, where no views are told."""
    by_id = random_part(one.base)
    letters = {one.letter, other.letter} - {""}
    return one.letter == other.letter or (letters <= _SIZE_LETTERS[by_id] and (by_id or len(letters) == 1))


def _is_one(bearers: list[tuple[Candidate, Address]]) -> bool:
    """Whether all *bearers* are one picture: in one place, or versions in one element that holds every place."""
    places: set[tuple[tuple[str, ...], str]] = set()
    groups: dict[int, set[tuple[tuple[str, ...], str]]] = {}
    for candidate, address in bearers:
        name = _name(address.stem)
        place = address.telling_dirs, name.base if random_part(name.base) else address.stem
        places.add(place)
        groups.setdefault(candidate.group, set()).add(place)
    return places in groups.values()


@lru_cache(maxsize=4_096)
def _name(stem: str) -> _Name:
    base = _FINGERPRINT.sub("", stem)
    build = _BUILD.search(stem) if base == stem else None
    built = build is not None and _is_told_by_words(stem[: build.start()])
    base = stem[: build.start()] if build and built else base
    base = split_name(base)[0] if base != stem else stem
    found = _LETTER.fullmatch(base)
    base, letter = (found[1], found[2]) if found else (base, "")
    return _Name(_SEPARATORS.sub("-", base.casefold()), letter.lower(), built)


def _is_told_by_words(base: str) -> bool:
    return unmistakable(base) and not random_part(base)


def _telling(dirs: Sequence[str]) -> frozenset[str]:
    """Return the directories that may say what a picture shows: no containers, hashes and upload months."""
    storage = {place for start in range(len(dirs)) for place in _upload_month(dirs, start)}
    return frozenset(name for place, name in enumerate(dirs) if place not in storage and not _is_storage(name))


def _is_storage(name: str) -> bool:
    return name in CONTAINERS or _HASH.fullmatch(name) is not None or bool(strong_ids(name))


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


def _tell_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the directories name two things: two in one series, or two numbers, languages or properties."""
    gone, come = one - other, other - one
    if not gone or not come:
        return False
    return bool(one & other) or any(
        any(map(kind, gone)) and any(map(kind, come)) for kind in (_is_numbered, _LANGUAGE.fullmatch, _is_property)
    )


def _is_numbered(name: str) -> bool:
    return any(map(str.isdigit, name))


def _is_property(name: str) -> bool:
    return not PROPERTIES.isdisjoint(re.split(r"[-_ .]", name))
