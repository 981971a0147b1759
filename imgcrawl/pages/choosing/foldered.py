"""The wanted name as the folder of a file that says nothing: ``/heron-lake.jpg`` is now ``/heron-lake/original.jpg``.

Systems that keep a folder for each upload call what lies in it by its size. A file there that says more, as
``back.jpg`` does, makes it the folder of a thing with several pictures. A role (``hero.jpg``) may be one of several,
too, but where a folder beside it has the same, and what holds both keeps pictures of every kind.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from imgcrawl.naming.places import tells
from imgcrawl.naming.renditions import BARE_WIDTHS, LETTER_WIDTHS, ROLES, SIZE_CODES, WHOLE
from imgcrawl.naming.same_image import relation
from imgcrawl.naming.stems import Claim, Power, claim, residue, unmistakable
from imgcrawl.naming.words import PERSONS, THINGS
from imgcrawl.pages.choosing.bearers import is_one
from imgcrawl.pages.choosing.offered import Offer, Offered
from imgcrawl.pages.choosing.shown import find_named
from imgcrawl.pages.reading.kinds import IN_CONTENT, IN_DATA, IN_HEAD, Kind

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.sought import Sought

    _Called = tuple[str, str, tuple[str, ...]]

_ROLES = ROLES | {"header", "web", "2x", "3x"}
"""What a system calls the picture that it has made for a place."""
_OF_A_THING = (
    PERSONS | THINGS | {"cover", "covers", "portrait", "portraits", "headshot", "headshots", "poster", "posters"}
)
"""Where one picture of a thing lay, of which a header is another one."""
_SHOWN = (IN_CONTENT | IN_HEAD | IN_DATA) - {Kind.LINK}
_MIN_DIGITS = 8
_SIDE = re.compile(r"[wh]?(\d+)")


def find_foldered(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that lie in a folder of the name of *wanted*; none in doubt.

    The folder must hold nothing else that the page names, and no person's or other thing's folder must hold it. Then
    the name must be proof enough, as it would be if it were the file's.
    """
    wanted = sought.wanted
    name = wanted.stem.casefold()
    is_number = name.isdecimal() and len(name) >= _MIN_DIGITS
    if not wanted.file or not (is_number or claim(name) >= Claim.COUNTED or unmistakable(name)):
        return []
    named = [offer for offer in offered if offer.address.dirs[-1:] == (name,)]
    held = [offer for offer in named if offer.address.file or offer.candidate.kind in _SHOWN]
    is_each = bool(held) and _have_like(held, offered)
    is_plain = is_each and _OF_A_THING.isdisjoint(wanted.dirs[-1:])
    is_whole = all(_is_whole(a.stem) or (is_plain and _is_role(a)) for _, a in held)
    if not held or not is_whole or any(_is_of_thing(a, wanted) for _, a in held):
        return []
    bare = [Offer(c, _unfolded(a, wanted)) for c, a in held]
    if is_number:
        unnamed = [Offer(c, replace(a, stem="", power=Power.NONE)) for c, a in held]
        related = {c for c, a in unnamed if is_each or relation(wanted, a) is not None}
        found = related if is_one(bare) else set()
    else:
        found = find_named(bare, offered, sought)
    return [Offer(c, replace(a, width=a.width or _width(a.stem))) for c, a in held if c in found]


def _unfolded(address: Address, wanted: Address) -> Address:
    """Return *address* as if its folder were its name."""
    return replace(address, stem=wanted.stem, power=wanted.power, dirs=address.dirs[:-1], file=True)


def _is_whole(stem: str) -> bool:
    """Whether the name of a file says nothing but what size, kind or format of picture it is."""
    return _width(stem) is not None or WHOLE.issuperset(residue(stem, frozenset()))


def _is_role(address: Address) -> bool:
    """Whether a file is called by its role, in a folder of what keeps pictures of every kind: stories have heads."""
    return address.stem in _ROLES and not any(map(tells, address.dirs[-2:-1]))


def _have_like(held: Offered, offered: Offered) -> bool:
    """Whether the page names for each file of *held* one that is called so in a folder of another name beside its own.

    Beside the number of a picture that is a number of as many digits.
    """
    folders: dict[_Called, set[str]] = {}
    for _, address in offered:
        if address.file and address.dirs:
            folders.setdefault(_called(address), set()).add(address.dirs[-1])
    (name,) = {address.dirs[-1] for _, address in held}
    is_number = name.isdecimal()
    return all(
        any(
            each != name and tells(each) and (not is_number or _is_like(each, name)) for each in folders.get(called, ())
        )
        for called in {_called(address) for _, address in held}
    )


def _called(address: Address) -> _Called:
    """Return what files of one name share whose folders lie beside each other."""
    return address.host, address.stem, address.dirs[:-1]


def _is_like(one: str, other: str) -> bool:
    return one.isdecimal() and len(one) == len(other)


def _width(stem: str) -> int | None:
    found = _SIDE.fullmatch(stem)
    return BARE_WIDTHS.get(found[1]) if found else LETTER_WIDTHS.get(stem) if stem in SIZE_CODES else None


def _is_of_thing(address: Address, wanted: Address) -> bool:
    """Whether the folder is that of a person or of what has pictures of its own, and *wanted* lay among no such."""
    holder = frozenset(address.dirs[-2:-1])
    return not (THINGS | PERSONS).isdisjoint(holder) and holder != frozenset(wanted.dirs[-1:])
