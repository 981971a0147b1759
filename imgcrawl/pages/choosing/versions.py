"""The wanted picture in a size that its page no longer gives, by the two sizes that it does.

What an element's link and its thumbnail have in common names the picture, and the one place in which they differ names
the size, in whatever words a site has for it. An address that differs from both only there is the same picture. A bare
number may as well be a counter, a year or a model, so that it must be a width that sites render.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.naming.addresses import same_site
from imgcrawl.naming.places import is_dated
from imgcrawl.naming.renditions import BARE_WIDTHS, LETTER_WIDTHS, STANDARD_WIDTHS
from imgcrawl.naming.sizes import MIN_SIDE, segment_width
from imgcrawl.naming.words import CONTAINERS, GENERIC, KEEPING
from imgcrawl.pages.choosing.offered import Offer, Offered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.sought import Sought

    _Version = tuple[Offer, "_Size"]

_PIECE = re.compile(r"([/_.-])")
_EXTENSION = re.compile(r"\.[a-z]{3,4}$")
_CODES = LETTER_WIDTHS | {"mini": 100, "big": 1024}
_NUMBER = re.compile(r"([1-9]\d{1,3})(?:x([1-9]\d{1,3}))?(px|w)?")
_TELLING = re.compile(r"[^\W\d_]{3,}|\d{3,}")
_MOST_PLACES = 24
_SHOWN_SIZES = 2


class _Place(NamedTuple):
    """What an address has beside its size: *rest*, with a hole; *is_folder*: the size is a directory."""

    rest: str
    is_folder: bool


class _Size(NamedTuple):
    """A size as written, of one *kind*, and its *width* in pixels if that is known; *is_sure*: it is no other thing."""

    text: str
    kind: str
    width: int | None
    is_sure: bool = True


def find_versions(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that are *wanted* in another size; none in doubt.

    One element must hold two of them. Else a place that differs may tell two pictures apart, as of shirts in small and
    large or of the models 200 and 800, unless it is a directory for a width that sites render.
    """
    wanted = sought.wanted
    if not wanted.file:
        return []
    places = list(_places(wanted))
    alike: dict[tuple[_Place, str], list[_Version]] = {(place, size.kind): [] for place, size in places}
    for offer in offered:
        candidate, address = offer
        if candidate.kind.weak or address.fields != wanted.fields or not same_site(address.host, wanted.host):
            continue
        for place, size in _places(address):
            if (place, size.kind) in alike:
                alike[place, size.kind].append((offer, size))
    for place, size in places:
        found = alike[place, size.kind]
        is_sure = size.is_sure and all(other.is_sure for _, other in found)
        if is_sure and _tells(place) and (_are_bound(found) or _are_rendered(place, size, found)):
            return [Offer(c, replace(address, width=other.width)) for (c, address), other in found]
    return []


def _places(address: Address) -> Iterator[tuple[_Place, _Size]]:
    """Yield each place at which *address* may name a size."""
    path = _EXTENSION.sub("", address.path.casefold())
    pieces = _PIECE.split(path, maxsplit=_MOST_PLACES)  # what is left is one piece more, and is not looked at
    folders = path.count("/")
    seen = 0
    for at, piece in enumerate(pieces[: 2 * _MOST_PLACES]):
        seen += piece == "/"
        size = _size(piece)
        if size is not None:
            rest = "".join([*pieces[:at], "\0", *pieces[at + 1 :]])
            is_whole = pieces[at - 1 : at] == ["/"] and pieces[at + 1 : at + 2] == ["/"]
            yield _Place(rest, is_whole and seen < folders), size


def _size(piece: str) -> _Size | None:
    if number := _NUMBER.fullmatch(piece):
        return _Size(piece, "number", int(number[1]), _is_sure(number))
    if piece in _CODES:
        return _Size(piece, "word", _CODES[piece])
    is_size, width = segment_width(piece) if piece.isalpha() else (False, None)
    return _Size(piece, "word", width) if is_size else None


def _is_sure(number: re.Match[str]) -> bool:
    """Whether a number names a size: it says so, or sites render it and it is no year."""
    width, height, unit = number.groups()
    if height or unit:
        return min(int(width), int(height or width)) >= MIN_SIDE
    return width in BARE_WIDTHS and not is_dated(width)


def _are_bound(alike: list[_Version]) -> bool:
    """Whether one element holds two sizes."""
    groups: dict[int, set[str]] = {}
    for offer, size in alike:
        groups.setdefault(offer.candidate.group, set()).add(size.text)
    return any(len(sizes) > 1 for sizes in groups.values())


def _are_rendered(place: _Place, wanted: _Size, alike: list[_Version]) -> bool:
    """Whether all sizes are directories of widths that sites render, and two others than the wanted one are shown."""
    sizes = [wanted, *(size for _, size in alike)]
    is_enough = place.is_folder and len({size.text for size in sizes}) > _SHOWN_SIZES
    return is_enough and all(size.width in STANDARD_WIDTHS and not is_dated(size.text) for size in sizes)


def _tells(place: _Place) -> bool:
    """Whether what is left names a picture: by a word of its own, or a number."""
    words = set(_TELLING.findall(place.rest))
    return bool(words - CONTAINERS - KEEPING - GENERIC)
