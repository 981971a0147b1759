"""The picture by the number in its name, where the words beside it are gone: ``shoe-parade-517161096.jpg``.

``517161096.jpg`` may be another view of the same thing: so the page must be about it, on the site of the wanted file,
and nothing else there bear the number. Words without their number are too little.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import same_site
from imgcrawl.naming.apart import are_apart
from imgcrawl.naming.beside import bears_whole
from imgcrawl.naming.stems import is_date
from imgcrawl.naming.words import VIEWS
from imgcrawl.pages.choosing.bearers import are_shown, is_one
from imgcrawl.pages.choosing.figured import is_only_figure
from imgcrawl.pages.choosing.identified import names_picture
from imgcrawl.pages.choosing.leading import is_leading

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

_WORDS = r"(?P<words>[^\W\d_]{3,}(?:[-_ ]+[^\W\d_]{3,})+)"
_NAME = re.compile(rf"(?:(?P<before>\d{{8,12}})[-_ ])?{_WORDS}(?:[-_ ](?P<after>\d{{8,12}}))?")


def find_numbered(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that are called by the number in the name of *wanted* alone; none in doubt.

    The number has eight digits or more, and is no date. All that bears it must be one picture, which the page declares
    or has as its only one.
    """
    wanted, page = sought.wanted, sought.page
    key = _number(wanted.stem) if wanted.file else None
    if key is None or page is None or bears_whole(page, key) or not same_site(wanted.host, page.host):
        return []
    bearers = [offer for offer in offered if bears_whole(offer.address, key)]
    is_shown = are_shown(bearers)
    if not is_shown or not is_one(bearers):
        return []
    is_main = is_leading(bearers, offered) or is_only_figure(bearers, offered)
    return bearers if is_main and all(_is_wanted(wanted, address, key) for _, address in bearers) else []


def _number(stem: str) -> str | None:
    """Return the long number before or behind two words or more of *stem*, of which none tells a view."""
    found = _NAME.fullmatch(stem)
    if found is None or not VIEWS.isdisjoint(re.split(r"[-_ ]+", found["words"].casefold())):
        return None
    numbers = [number for number in (found["before"], found["after"]) if number]
    return numbers[0] if len(numbers) == 1 and not is_date(numbers[0]) else None


def _is_wanted(wanted: Address, other: Address, key: str) -> bool:
    """Whether *other* tells nothing but *key*, on the site of *wanted* and in no other thing's folder."""
    is_here = same_site(wanted.host, other.host) and names_picture(other, key)
    return is_here and not are_apart(replace(wanted, stem=key), replace(other, stem=key))
