"""What files of a page that bear one name are to each other: one picture, a series, the echo of one."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.naming.renditions import BARE_WIDTHS, SIZED_FOLDERS
from imgcrawl.naming.same_image import without_cache
from imgcrawl.naming.sizes import split_name
from imgcrawl.naming.stems import random_part, unmistakable
from imgcrawl.naming.words import CONTAINERS
from imgcrawl.pages.choosing.offered import Offer, Offered

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.reading.kinds import Kind

_FINGERPRINT = re.compile(r"\.(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,64}$", re.IGNORECASE)
"""A digest of the content, which builders of sites put before the extension: ``name.0a1b2c3d.jpg``."""
_BUILD = re.compile(r"-(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])(?:[0-9a-f]{8}|[0-9a-f]{64})$", re.IGNORECASE)
"""The same after a hyphen, in the lengths of Vite and Sprockets: ``name-0a1b2c3d.jpg``."""
_SEPARATORS = re.compile(r"[\s_+-]+")
_LETTER = re.compile(r"(.+)_([a-z])", re.IGNORECASE)
_COUNTED = re.compile(r"[-_ (]+(?:\d{1,3}|[a-z])\)?")


_SIZED = "*"
"""Stands for a folder of one of the sizes."""


class Name(NamedTuple):
    """What is left of a stem without fingerprint and one-letter size, its words joined by hyphens, and that letter.

    *built*: the fingerprint stood after a hyphen, where other names have an id.
    """

    base: str
    letter: str
    built: bool = False


@lru_cache(maxsize=4_096)
def read_name(stem: str) -> Name:
    """Return what *stem*, the name of a file, is made of."""
    base = _FINGERPRINT.sub("", stem)
    build = _BUILD.search(stem)
    built = build is not None and _is_told_by_words(stem[: build.start()])
    base = stem[: build.start()] if build and built else base
    base = split_name(base)[0] if base != stem else stem
    found = _LETTER.fullmatch(base)
    base, letter = (found[1], found[2]) if found else (base, "")
    return Name(_SEPARATORS.sub("-", base.casefold()), letter.lower(), built)


def _is_told_by_words(base: str) -> bool:
    return unmistakable(base) and not random_part(base)


def is_one(bearers: Offered) -> bool:
    """Whether all *bearers* are one picture: in one place, or versions in one element that holds every place."""
    return lie_in_one(bearers, _place)


def are_shown(bearers: Offered, *also: Kind) -> bool:
    """Whether one of *bearers* at least stands where a page shows its content, or in one of the places *also*."""
    return any(not candidate.kind.weak or candidate.kind in also for candidate, _ in bearers)


def lie_in_one(bearers: Offered, place_of: Callable[[Address], object]) -> bool:
    """Whether all *bearers* lie in one place, by what *place_of* makes of an address, or one element holds them all."""
    places: set[object] = set()
    groups: dict[int, set[object]] = {}
    for candidate, address in bearers:
        place = place_of(address)
        places.add(place)
        groups.setdefault(candidate.group, set()).add(place)
    return places in groups.values()


def _place(address: Address) -> object:
    name = read_name(address.stem)
    if not address.stem:
        return address.host, address.dirs, address.fields  # a script's, which tells its files by them
    return sized_alike(address), name.base if random_part(name.base) else address.stem


def sized_alike(address: Address) -> tuple[str, ...]:
    """Return the telling directories of *address*, with a sign for one that only tells a size or a way of resizing.

    A word tells it where the page has the same file in the place of the other; a bare width only of a name that no
    album counts.
    """
    is_sure = unmistakable(address.stem)
    return tuple(
        _SIZED if name in SIZED_FOLDERS or (is_sure and name in BARE_WIDTHS) else name
        for name in without_cache(address)
        if name not in CONTAINERS
    )


def without_echoes(files: Offered) -> list[Offer]:
    """Return *files* without the paths in scripts that lack the first directories of one that the page shows."""
    shown: dict[str, set[str]] = {}
    for candidate, address in files:
        if not candidate.kind.weak:
            shown.setdefault(address.stem, set()).add(_from_the_end(address))
    ordered = {stem: sorted(paths) for stem, paths in shown.items()}
    return [
        Offer(candidate, address)
        for candidate, address in files
        if not _is_echo(_from_the_end(address), ordered.get(address.stem, []))
    ]


def _from_the_end(address: Address) -> str:
    """Return the directories of *address* so that what has more of them before begins with what has fewer."""
    return "".join(f"{name}/" for name in reversed(address.dirs))


def _is_echo(path: str, shown: list[str]) -> bool:
    """Whether one of *shown*, which are in order, has more directories than *path*, which is not shown itself."""
    place = bisect_left(shown, path)
    return bool(path) and place < len(shown) and shown[place] != path and shown[place].startswith(path)


def is_next(wanted: Address, other: Address) -> bool:
    """Whether *other* is the next of a series in the very directory of *wanted*, which then has not moved."""
    if wanted.folder != other.folder:
        return False
    name = read_name(wanted.stem)
    stems = {_SEPARATORS.sub("-", other.stem.casefold()), read_name(other.stem).base}
    return any(stem.startswith(name.base) and _COUNTED.fullmatch(stem, len(name.base)) for stem in stems)
