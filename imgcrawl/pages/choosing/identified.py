"""The wanted picture by its identifier alone, in an address that is built otherwise: another script, site or service.

An identifier is a number of seven digits or more that is no date, a UUID, a hash, or what an IIIF service calls the
picture; or the number of a specimen or a museum's object. It must be all that the wanted address tells, and on the page
it must stand in the addresses of one picture.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from imgcrawl.naming.addresses import PICTURE_FIELD, fields_of, same_site
from imgcrawl.naming.apart import are_apart, is_of_person
from imgcrawl.naming.beside import told_beside
from imgcrawl.naming.keyed import FORMS, key_of
from imgcrawl.naming.numbers import is_specimen, museum_number
from imgcrawl.naming.renditions import BARE_WIDTHS, SIZE_CODES, SIZE_LETTERS, STANDARD_WIDTHS, WHOLE
from imgcrawl.naming.services import SERVICE_FOLDER, WHOLE_PICTURE
from imgcrawl.naming.stems import Power, is_date, residue, strong_ids
from imgcrawl.naming.words import CONTAINERS, PERSONS, PICTURES, THINGS
from imgcrawl.pages.choosing.bearers import are_shown, is_one
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.choosing.offered import Offer, Offered

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.sought import Sought
    from imgcrawl.pages.reading.kinds import Candidate

_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{7,}(?![0-9A-Za-z])")
_DATASTREAM = re.compile(r"/object/([a-z][\w.-]*:\w*\d\w*)/datastream/([a-z]\w*)(?:/|$)", re.IGNORECASE)
"""Islandora's address of a file of an object, which other releases keep as ``ns_18060_OBJ.jpg``."""
_GAPS = re.compile(r"[:_]")
_PAGE_OF_BOOK = re.compile(r"(?:[a-z]{1,6}[-_.]?\d{1,5}|0\d*)(?:\.[a-z]\w{1,3})?")
"""Books of one service have pages of the same numbers: ``0005.jp2``, ``f1012``, ``00000012``."""
_MOST_COUNTED = 999
_OF_THINGS = THINGS | PERSONS
_UNTOLD = WHOLE | SIZE_CODES | frozenset(SIZE_LETTERS)
"""Words of a file that say that it is the whole picture, or of what size."""

_WIDTHS = "|".join(str(width) for width in sorted(STANDARD_WIDTHS) if width > _MOST_COUNTED)
_WIDTH = re.compile(rf"[-_](?:{_WIDTHS})$")
"""A width that a service puts behind an identifier; smaller ones may count pictures."""


def find_identified(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the identifier of *wanted*; none in doubt.

    Whatever bears it and leads to no other page must show nothing but the picture, and be one picture; the order for a
    service is of one wherever the page has it. The page's own identifier is borne by pictures of every kind, and says
    nothing, but for the number of its one thing.
    """
    wanted, page = sought.wanted, sought.page
    if (held := _held(sought.url)) is not None:
        return _kept_by(held, offered, wanted)
    key = iiif_identifier(sought.url) or _identifier(wanted)
    if key is None or (page is not None and key in _borne(page) and not is_specimen(key)):
        return []
    named = [Offer(c, a) for c, a in offered if key == iiif_identifier(c.url) or key in _borne(a)]
    borne = [(offer, _is_all(*offer, key)) for offer in named]
    bearers = [offer for offer, is_all in borne if is_all]
    is_shown = any(not c.kind.weak or key == iiif_identifier(c.url) for c, _ in bearers)
    plain = all(is_all for offer, is_all in borne if not leads_away(offer.candidate))
    is_apart = any(_counted_apart(wanted, address, key) for _, address in bearers)
    keys = frozenset({key})
    is_apart |= any(is_of_person(address, keys) != is_of_person(wanted, keys) for _, address in bearers)
    return bearers if is_shown and plain and is_one(bearers) and not is_apart else []


def _kept_by(held: str, offered: Offered, wanted: Address) -> list[Offer]:
    """Return the one picture on the site of *wanted* that a service or a file there calls as a collection *held* it."""
    bearers = [Offer(c, a) for c, a in offered if _GAPS.sub(":", iiif_identifier(c.url) or a.stem.casefold()) == held]
    is_shown = are_shown(bearers)
    is_here = all(same_site(wanted.host, address.host) for _, address in bearers)
    return bearers if is_shown and is_here and is_one(bearers) else []


@lru_cache(maxsize=64)
def _held(url: str) -> str | None:
    """Return what a collection calls the file at *url* by folder and number: ``coll:7388``, or ``ns:18060:obj``."""
    path, _, query = url.partition("?")
    asked = dict(fields_of(query))
    if (root := asked.get("CISOROOT")) and (number := asked.get("CISOPTR")) and number.isdecimal():
        return f"{_GAPS.sub(':', root.strip('/').casefold())}:{number}"
    found = _DATASTREAM.search(unquote(path))
    return _GAPS.sub(":", f"{found[1]}:{found[2]}".casefold()) if found else None


def _counted_apart(wanted: Address, other: Address, key: str) -> bool:
    """Whether two things of one site may have counted their files alike."""
    is_file = key in wanted.stem.casefold()
    return is_file and same_site(wanted.host, other.host) and are_apart(wanted, other)


@lru_cache(maxsize=4_096)
def iiif_identifier(url: str) -> str | None:
    """Return what an IIIF service calls the picture whose whole is at *url*; None when it tells little, or is none.

    The number of a page stands with what holds the page, where the address has that before it.
    """
    found = WHOLE_PICTURE.search(url.partition("?")[0])
    name = unquote(found[1]).casefold() if found else ""
    tells = bool(strong_ids(name)) or sum(map(str.isdigit, name)) >= 4
    if found is None or not tells or is_date(name):
        return None
    holder = unquote(url[: found.start()].partition("://")[2].partition("/")[2].rpartition("/")[2]).casefold()
    is_held = bool(holder) and holder not in CONTAINERS and not SERVICE_FOLDER.fullmatch(holder)
    return f"{holder}/{name}" if is_held and _PAGE_OF_BOOK.fullmatch(name) else name


def _identifier(wanted: Address) -> str | None:
    """Return the only identifier of *wanted* where it names the picture and all else tells nothing."""
    borne = _borne(wanted)
    key = next(iter(borne)) if len(borne) == 1 else None
    return key if key is not None and names_picture(wanted, key) else None


def _borne(address: Address) -> frozenset[str]:
    """Return the identifiers that stand whole in *address*."""
    texts = [*address.dirs, address.stem, *(value for _, value in address.fields)]
    specimens = frozenset(number for text in texts if (number := museum_number(text)) and is_specimen(number))
    numbers = {number for text in texts for number in _NUMBER.findall(text) if not is_date(number)}
    return frozenset(numbers.union(*map(strong_ids, texts))) | specimens


def _is_all(candidate: Candidate, address: Address, key: str) -> bool:
    found = key_of(candidate.url)
    is_key = found is not None and found.key == key and not FORMS[found.form].has_views
    return is_key or key == iiif_identifier(candidate.url) or names_picture(address, key)


def names_picture(address: Address, key: str) -> bool:
    """Whether *key* is the name of a file, its directory or the field of a script, and no view is told beside it."""
    is_thing = is_specimen(key)
    stem = key if museum_number(address.stem) == key else _WIDTH.sub("", address.stem)
    told = [] if stem in BARE_WIDTHS else [word for word in residue(stem, frozenset({key})) if word not in _UNTOLD]
    if told or told_beside(address, frozenset({key})):
        return False
    if any(not _is_field(name, value, key) for name, value in address.fields):
        return False
    if address.fields:
        return not address.file and address.power is Power.NONE
    holder = {name for name in address.dirs if key not in name}.intersection(address.dirs[-2:])
    if not THINGS.isdisjoint(holder) and not is_thing:
        return False
    among_pictures = holder if _OF_THINGS.intersection(address.dirs) else address.dirs
    is_drawn = is_thing or bool(strong_ids(key)) or not PICTURES.isdisjoint(among_pictures)
    return (is_drawn and address.dirs[-1:] == (key,)) or key in stem.casefold()


def _is_field(name: str, value: str, key: str) -> bool:
    return value.casefold() == key and (is_specimen(key) or PICTURE_FIELD.fullmatch(name) is not None)
