"""The identifier that was the wanted file's whole name, with a role, a size or a hash beside it now.

``5447634996_21383cb2d7.jpg``, ``hero-355249739.jpg``, ``opt-<hash>.jpg``: the number is the picture's, and what its
neighbours differ in. A word, a counter or a view beside it is another picture's, and so is every other number.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import same_file, same_site
from imgcrawl.naming.apart import are_apart, is_of_person
from imgcrawl.naming.beside import told_beside
from imgcrawl.naming.drawn import is_drawn
from imgcrawl.naming.renditions import ROLES, STANDARD_WIDTHS, VERSIONS
from imgcrawl.naming.stems import is_date, strong_ids
from imgcrawl.pages.choosing.bearers import are_shown, is_one
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.choosing.offered import Offer, Offered

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.sought import Sought

_ROLES = VERSIONS | ROLES | {"optimized", "web"}
_SIDES = re.compile(r"[wh]\d{3,4}|\d{3,4}(?:x\d{3,4}|w|px)|q\d\d")
_GAP = re.compile(r"[-_.]+")
_MIN_DIGITS = 8
_MAX_WIDTH = 999
"""A bare number up to this may count views."""


def find_accompanied(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the identifier of *wanted*, and roles, sizes or one hash; none in doubt.

    Whatever bears it and no more must be one picture. What bears more beside a number says that it has several, but
    for links to other pages. A number by which the page itself is called may be that of a thing with several, too.
    """
    wanted, page = sought.wanted, sought.page
    key = wanted.stem.casefold()
    if not wanted.file or page is None or not _is_identifier(key) or _bears(page, key):
        return []
    all_bearers = [(offer, _drawn(offer.address, key)) for offer in offered if _bears(offer.address, key)]
    is_number = key.isdecimal()
    told = [(offer, d) for offer, d in all_bearers if d is not None or (is_number and not leads_away(offer.candidate))]
    others = [offer for offer, _ in told if not same_file(offer.address, wanted)]
    is_shown = are_shown(others)
    is_whole = all(drawn is not None for _, drawn in told)
    if not is_shown or not is_whole or not all(_is_here(wanted, address, key, page) for _, address in others):
        return []
    marked = [Offer(c, replace(a, stem=key, dirs=(*a.dirs, *(drawn or ())))) for (c, a), drawn in told]
    return others if is_one(marked) else []


def _is_identifier(name: str) -> bool:
    """Whether *name* is a hash, a UUID, or a number of eight digits or more that is no date, and nothing else."""
    if name.isdecimal():
        return len(name) >= _MIN_DIGITS and not is_date(name)
    return strong_ids(name) == {name}


def _bears(address: Address, key: str) -> bool:
    """Whether *key* stands in a part of *address*, and not within another word or number."""
    parts = (address.stem.casefold(), *address.dirs, *(value.casefold() for _, value in address.fields))
    return any(_split(part, key) is not None for part in parts if key in part)


def _split(name: str, key: str) -> list[str] | None:
    """Return what stands in *name* beside *key*; None if that does not stand there alone."""
    found = re.search(rf"(?<![0-9a-z]){re.escape(key)}(?![0-9a-z])", name)
    return [word for word in _GAP.split(f"{name[: found.start()]}-{name[found.end() :]}") if word] if found else None


def _drawn(address: Address, key: str) -> tuple[str, ...] | None:
    """Return the hash beside *key* in the name of a file, mostly none; None if that is no file's or has other words."""
    beside = _split(address.stem.casefold(), key)
    if beside is None or not address.file or address.fields or told_beside(address, frozenset({key})):
        return None
    hashes = tuple(word for word in beside if is_drawn(word))
    is_all = all(word in hashes or _is_role(word) for word in beside)
    return hashes if is_all and len(hashes) <= 1 else None


def _is_role(word: str) -> bool:
    if word.isdecimal():
        return int(word) in STANDARD_WIDTHS and int(word) > _MAX_WIDTH
    return word in _ROLES or _SIDES.fullmatch(word) is not None


def _is_here(wanted: Address, other: Address, key: str, page: Address) -> bool:
    """Whether *other* lies on the site, in no folder that tells another thing; a hash tells more than any folder."""
    keys = frozenset({key})
    if is_of_person(wanted, keys) != is_of_person(other, keys):
        return False
    if not key.isdecimal():
        return True
    is_site = same_site(wanted.host, page.host) and same_site(wanted.host, other.host)
    return is_site and not are_apart(wanted, other)
