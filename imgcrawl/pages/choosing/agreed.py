"""The picture that a thing's page declares in several ways, where one number names thing, page and picture.

``/img/3125643.jpg`` tells nothing but a number. The page ``/object/3125643`` is about what bears it, and so is the
picture that its head, its data and what it shows agree on, if that bears the number too. Each alone may be a default.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.apart import is_of_person
from imgcrawl.naming.beside import told_beside
from imgcrawl.naming.renditions import SIZE_LETTERS, WHOLE
from imgcrawl.naming.sizes import is_size
from imgcrawl.naming.stems import is_date, is_year_or_width
from imgcrawl.naming.words import CARDS, FURNITURE, NEUTRAL, PROPERTIES, STAND_INS
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.reading.kinds import IN_CONTENT, IN_DATA, IN_HEAD, Kind

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{4,12})(?![0-9A-Za-z])")
_WORD = re.compile(r"[^\W\d_]+")
_COUNTED = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_PLAIN = NEUTRAL | WHOLE | {"default", "index", "getimage", "get", "primary"}
_ASIDE = FURNITURE | CARDS | STAND_INS | {"cover", "banner", "header", "hero", "default", "background", "profile"}
_FEWEST = 2
_FEWEST_DIGITS = 4  # of a number that is none of a series
_PART = re.compile(r"[^\W\d_]+|\d+")
_FIRST = frozenset({"a", "front", "top", *SIZE_LETTERS})
"""What the first view is called, and sizes of one letter."""
_VIEWS = (
    PROPERTIES | frozenset({"detail", "details", "lifestyle", "swatch", "packaging", "label", "alt", "open"})
) - _FIRST


def find_agreed(offered: Offered, sought: Sought) -> list[Offer]:
    """Return the picture of *offered* that the page, of the wanted site, declares in two ways at least; none in doubt.

    The wanted address must tell nothing but one number of four digits or more, no date and no width, which is in the
    page's address and in the picture's. The picture must have no other number that is in the page's address, and its
    name tell no view of a thing but the first.
    """
    numbers, own = _numbers(sought.url), _numbers(sought.page_url)
    if len(numbers) != 1 or not numbers <= own or not _is_plain(sought.wanted, numbers):
        return []
    head, data, content = (_places(offered, kinds) for kinds in (IN_HEAD, IN_DATA, IN_CONTENT))
    main = _places([offer for offer in offered if offer.candidate.in_figure], IN_CONTENT) or content
    declared = head | data
    agreeing = sum(1 for places in (head, data, main) if places == declared)
    if len(declared) != 1 or agreeing < _FEWEST:
        return []
    found = [offer for offer in offered if _place(offer.address) in declared and not offer.candidate.kind.weak]
    is_viewed = any(told_beside(address, numbers) for _, address in found)
    return found if not is_viewed and all(_is_of(c.url, address, numbers, own) for c, address in found) else []


def _numbers(url: str) -> frozenset[str]:
    parts = urlsplit(url)
    found = _NUMBER.findall(unquote(f"{parts.path}?{parts.query}"))
    return frozenset(number for number in found if not is_date(number) and not is_year_or_width(number))


def _is_plain(wanted: Address, numbers: frozenset[str]) -> bool:
    """Whether the wanted address says nothing of its picture but *numbers* and its size: no view, no counter."""
    stem = wanted.stem.casefold()
    is_said = not _PLAIN.issuperset(_WORD.findall(stem)) or _COUNTED.search(stem)
    return not is_said and all(value in numbers or is_size(value) for _, value in wanted.fields)


def _is_of(url: str, address: Address, numbers: frozenset[str], own: frozenset[str]) -> bool:
    borne = _numbers(url)
    is_aside = not _ASIDE.isdisjoint(_WORD.findall(address.stem.casefold())) or is_of_person(address, numbers)
    return numbers <= borne and not (borne & own) - numbers and not is_aside and not _is_view(address.stem, numbers)


def _is_view(stem: str, numbers: frozenset[str]) -> bool:
    """Whether *stem* has nothing beside *numbers* and sizes but a counter from two on, a letter or a side."""
    rest = [part for part in _PART.findall(stem.casefold()) if part not in numbers | _PLAIN]
    return bool(rest) and all(_tells_view(part) for part in rest)


def _tells_view(part: str) -> bool:
    if part.isdecimal():
        return len(part) < _FEWEST_DIGITS and int(part) > 1
    return part in _VIEWS or (len(part) == 1 and part not in _FIRST)


def _places(offered: Offered, kinds: frozenset[Kind]) -> set[tuple[str, ...]]:
    return {_place(address) for candidate, address in offered if candidate.kind in kinds and not leads_away(candidate)}


def _place(address: Address) -> tuple[str, ...]:
    return (address.stem, *address.telling_dirs)
