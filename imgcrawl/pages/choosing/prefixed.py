"""The one picture of an object whose page lies at the beginning of the wanted address, by the object's own number.

``/islandora/object/eager:49712/datastream/OBJ/view`` is gone, and the page ``/islandora/object/eager:49712`` declares
and shows ``49712_JPG.jpg``. What stands behind the page's address must name no file and count nothing: the object has
one picture then. Source: Islandora 7, "Datastreams".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.addresses import same_site
from imgcrawl.naming.stems import is_date, residue
from imgcrawl.naming.words import vocabulary
from imgcrawl.pages.choosing.bearers import is_one
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.reading.kinds import IN_CONTENT, IN_HEAD, Kind

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

_NUMBER = re.compile(r"\d+")
_FEWEST_DIGITS = 5
_OF_THE_FILE = vocabulary("""
    datastream datastreams obj jpg jpeg jp2 view download file image content media original full raw
""")
"""What stands behind an object's address where its one file is asked for, or behind its number in a file's name."""
_DECLARED = IN_HEAD | {Kind.JSON_LD_MAIN}


def find_prefixed(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the number of the object of which *wanted* is the file; none in doubt.

    They must be one picture, the only one that the page declares, and shown by it.
    """
    key = _number_of_object(sought)
    if key is None:
        return []
    bearers = [offer for offer in offered if key in _NUMBER.findall(offer.address.path)]
    declared = [offer for offer in offered if offer.candidate.kind in _DECLARED]
    is_shown = any(c.kind in IN_CONTENT and not leads_away(c) for c, _ in bearers)
    if not (declared and is_shown and is_one([*declared, *bearers])):
        return []
    return bearers if all(_is_of_object(sought.wanted, address, key) for _, address in bearers) else []


def _number_of_object(sought: Sought) -> str | None:
    """Return the number of the page's object, if the wanted address is the page's and asks for its one file."""
    asked, page = urlsplit(sought.url), urlsplit(sought.page_url)
    path = unquote(page.path).rstrip("/")
    is_below = unquote(asked.path).startswith(f"{path}/") and not (asked.query or page.query)
    if not is_below or not same_site(asked.hostname or "", page.hostname or ""):
        return None
    behind = {name for name in unquote(asked.path)[len(path) :].casefold().split("/") if name}
    numbers = _NUMBER.findall(path.rpartition("/")[2])
    is_one_file = bool(behind) and behind <= _OF_THE_FILE and len(numbers) == 1
    return numbers[0] if is_one_file and len(numbers[0]) >= _FEWEST_DIGITS and not is_date(numbers[0]) else None


def _is_of_object(wanted: Address, address: Address, key: str) -> bool:
    """Whether a file is called by the number *key* of the object alone, on the site of *wanted*."""
    is_called = key in _NUMBER.findall(address.stem) and len(_NUMBER.findall(address.stem)) == 1
    words = {word.casefold() for word in residue(address.stem, frozenset({key}))}
    return is_called and words <= _OF_THE_FILE and same_site(wanted.host, address.host)
