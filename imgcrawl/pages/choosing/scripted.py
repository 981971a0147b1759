"""The picture that a script gave by its number, where files are kept by the same numbers now.

``image.php?id=549487`` has become ``/media/549487/original.jpg``, and a forum's ``attachment.php?attachmentid=35714``
``/attachments/lake-jpg.35714/``. The number must be all that the script was told, and one picture of the page bear it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import ATTACHMENT, same_site
from imgcrawl.naming.stems import is_date, is_year_or_width, residue
from imgcrawl.naming.words import PERSONS, PICTURES, THINGS
from imgcrawl.pages.choosing.moved import is_one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.reading.candidates import Candidate

    Offered = Sequence[tuple[Candidate, Address]]

_SCRIPT = re.compile(
    r"/(?:(?:show|get|view|display)_?)?(?:image|img|photo|picture|pic|media|attachment)s?\.(?:php\d?|aspx?|jsp|cgi|cfm|pl)",
    re.IGNORECASE,
)
_FIELD = re.compile(r"(?:(?:image|img|photo|pic|picture|media|attachment)_?)?id")
_FORUM = re.compile(r"/attachment\.php", re.IGNORECASE)
_STAMPS = frozenset({"d", "stc", "thumb"})
"""Fields of vBulletin's script that say when the file came and how it is shown."""
_HOLDERS = PICTURES | {"attachment", "attachments"}
_MIN_DIGITS = 5


def find_scripted(offered: Offered, wanted: Address, page: Address | None) -> list[tuple[Candidate, Address]]:
    """Return those of *offered*, on the site of *wanted*, that are kept by the number in it; none in doubt.

    Whatever bears the number must be one picture and tell nothing else of it. The page's own number says nothing.
    """
    number = _number(wanted)
    if number is None or (page is not None and _bears(page, number)):
        return []
    bearers = [pair for pair in offered if _bears(pair[1], number)]
    is_shown = any(not candidate.kind.weak for candidate, _ in bearers)
    is_kept = all(same_site(wanted.host, a.host) and _is_kept_by(a, number) for _, a in bearers)
    return bearers if is_shown and is_kept and is_one(bearers) else []


def _number(wanted: Address) -> str | None:
    """Return the number that is all a script of pictures was told; None where it may be a date or a width."""
    told = [(key, value) for key, value in wanted.fields if not (_FORUM.search(wanted.path) and key in _STAMPS)]
    if len(told) != 1 or not _SCRIPT.search(wanted.path) or not _FIELD.fullmatch(told[0][0]):
        return None
    number = told[0][1]
    is_long = number.isascii() and number.isdecimal() and len(number) >= _MIN_DIGITS
    return number if is_long and not is_date(number) and not is_year_or_width(number) else None


def _bears(address: Address, number: str) -> bool:
    """Whether *number* stands whole in *address*."""
    texts = (address.path, *(value for _, value in address.fields))
    return any(re.search(rf"(?<![0-9A-Za-z]){number}(?![0-9A-Za-z])", text) for text in texts)


def _is_kept_by(address: Address, number: str) -> bool:
    """Whether the file, its directory among pictures, or the attachment is called by *number* and nothing else.

    A file among users or products bears the number of one of these.
    """
    holders = [name for name in address.dirs if name not in {number, f"{ATTACHMENT}{number}"}]
    if address.fields or any(number in name for name in holders):
        return False
    if address.dirs[-1:] == (f"{ATTACHMENT}{number}",):
        return number not in address.dirs
    is_directory = address.dirs[-1:] == (number,) and not _HOLDERS.isdisjoint(address.dirs[-2:-1])
    is_name = address.stem == number and number not in address.dirs and (THINGS | PERSONS).isdisjoint(address.dirs[-1:])
    return address.file and (is_name or (is_directory and not residue(address.stem, frozenset())))
