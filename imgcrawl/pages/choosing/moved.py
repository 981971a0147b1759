"""The wanted picture under its own name in another place: where the name alone is proof enough.

A name that tells much and stands once on the page on which the image was found is that image, also when the site has
stored its files anew. Directories that name another thing still speak against it, and so does every second place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.naming.addresses import fields_conflict
from imgcrawl.naming.apart import are_apart
from imgcrawl.naming.renditions import SIZE_LETTERS
from imgcrawl.naming.services import is_order
from imgcrawl.naming.sizes import split_name
from imgcrawl.naming.stems import random_part, unmistakable

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offered, Pair
    from imgcrawl.pages.choosing.sought import Sought

_FINGERPRINT = re.compile(r"\.(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,64}$", re.IGNORECASE)
"""A digest of the content, which builders of sites put before the extension: ``name.0a1b2c3d.jpg``."""
_BUILD = re.compile(r"-(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])(?:[0-9a-f]{8}|[0-9a-f]{64})$", re.IGNORECASE)
"""The same after a hyphen, in the lengths of Vite and Sprockets: ``name-0a1b2c3d.jpg``."""
_SEPARATORS = re.compile(r"[\s_+-]+")
_LETTER = re.compile(r"(.+)_([a-z])", re.IGNORECASE)
_COUNTED = re.compile(r"[-_ (]+(?:\d{1,3}|[a-z])\)?")
_SIZE_LETTERS = {True: frozenset(f"{SIZE_LETTERS}wcb"), False: frozenset(SIZE_LETTERS)}
"""One-letter sizes: after random ids all that Flickr and Facebook use, after words none that may count views."""


class _Name(NamedTuple):
    """What is left of a stem without fingerprint and one-letter size, its words joined by hyphens, and that letter.

    *built*: the fingerprint stood after a hyphen, where other names have an id.
    """

    base: str
    letter: str
    built: bool = False


def find_moved(offered: Offered, sought: Sought) -> list[Pair]:
    """Return those of *offered* that are *wanted* in another place; none if the name or the page leaves a doubt.

    Every bearer of the name must pass, and all must be one picture: by their place, or by the page's markup. The next
    of a series in the old place speaks against all.
    """
    wanted = sought.wanted
    name = _name(wanted.stem)
    if not wanted.file or not unmistakable(name.base):
        return []
    files = without_echoes([(candidate, address) for candidate, address in offered if address.file])
    bearers = [pair for pair in files if pair[1].stem == wanted.stem] or [
        pair for pair in files if _name(pair[1].stem).base == name.base and not is_order(pair[0].url)
    ]
    doubtful = not all(_may_be(wanted, address) for _, address in bearers) or not is_one(bearers)
    known = {address.stem for _, address in bearers}
    others = (address for _, address in files if address.stem not in known)
    return [] if doubtful or any(is_next(wanted, other) for other in others) else bearers


def without_echoes(files: Offered) -> list[Pair]:
    """Return *files* without the paths in scripts that lack the first directories of one that the page shows."""
    shown: dict[str, set[str]] = {}
    for candidate, address in files:
        if not candidate.kind.weak:
            shown.setdefault(address.stem, set()).add(_from_the_end(address))
    ordered = {stem: sorted(paths) for stem, paths in shown.items()}
    return [
        (candidate, address)
        for candidate, address in files
        if not candidate.kind.weak or not _is_echo(_from_the_end(address), ordered.get(address.stem, []))
    ]


def _from_the_end(address: Address) -> str:
    """Return the directories of *address* so that what has more of them before begins with what has fewer."""
    return "".join(f"{name}/" for name in reversed(address.dirs))


def _is_echo(path: str, shown: list[str]) -> bool:
    """Whether one of *shown*, which are in order, has more directories than *path*, which is not shown itself."""
    place = bisect_left(shown, path)
    return bool(path) and place < len(shown) and shown[place] != path and shown[place].startswith(path)


def _may_be(wanted: Address, other: Address) -> bool:
    return (
        _letters_agree(_name(wanted.stem), _name(other.stem))
        and _built_alike(wanted, other)
        and not fields_conflict(wanted, other, strict=False)
        and not are_apart(wanted, other)
    )


def is_next(wanted: Address, other: Address) -> bool:
    """Whether *other* is the next of a series in the very directory of *wanted*, which then has not moved."""
    if (wanted.host, wanted.dirs) != (other.host, other.dirs):
        return False
    name = _name(wanted.stem)
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


def is_one(bearers: list[Pair]) -> bool:
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
