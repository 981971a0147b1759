"""The whole wanted name with what a content system says around it of the place it fills: a size, a role, a copy.

``hero-``, ``teaser_``, ``lg-``, ``.width-800``, ``_main``, ``_0``: such words may belong to another picture's name as
well. So the name must be long and one that few have, or an article's number by which the page calls the picture or
itself, and nothing on the page may bear it with anything else: a counter, a view, another word.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import same_file
from imgcrawl.naming.beside import holds
from imgcrawl.naming.renditions import BARE_WIDTHS, ROLES, SIZE_CODES, VERSIONS, WHOLE
from imgcrawl.naming.services import is_order
from imgcrawl.naming.stems import Claim, claim, unmistakable
from imgcrawl.pages.choosing.shown import find_bare

if TYPE_CHECKING:
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

_BEFORE_IT = SIZE_CODES | ROLES | {"banner", "header", "thumb", "thumbnail", "tn", "s", "2x", "3x"}
_BEHIND_IT = "|".join(sorted(_BEFORE_IT | VERSIONS | WHOLE | {"retina"}))
_SIDES = r"\d{2,5}(?:x\d{2,5})?(?:px)?"
_WIDTHS = "|".join(BARE_WIDTHS)
_BEFORE = re.compile(rf"(?:(?:{'|'.join(sorted(_BEFORE_IT))}|{_WIDTHS})[-_.])?")
_AFTER = re.compile(
    rf"((?:[-_](?:[01]|copy))?)"
    rf"(?:[-_.](?:{_BEHIND_IT}"
    rf"|(?:width|height|max|min|fill)(?:[-_]{_SIDES})?(?:-c\d{{1,3}})?|[whq][-_]?{_SIDES}|format-\w{{3,4}}|{_SIDES}(?<=\d\dpx)"
    rf"|\d{{3,4}}[-_]\d{{3,4}}[-_](?:crop|fit|fill|resize)))*"
)
"""The first group is the mark of a copy, which a system sets when a name is taken."""
_COUNTED = re.compile(r"(\d{2,5})[-_.][^\W\d_]")
"""A number and a word: the rank of a list's entry, or the number of a house."""
_ARTICLE = re.compile(r"\d{5}")
_PART = re.compile(r"[^\W\d_]+|\d+")
_MIN_CHARACTERS = 12
_MIN_DIGITS = 3
_FEWEST_PARTS = 3


def find_roled(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the name of *wanted* in a role or size, or as its copy; none in doubt.

    They must be one picture, by their directories and by the mark of a copy. A number behind a number is a view, and
    what stands behind a service's identifier is more of that.
    """
    wanted = sought.wanted
    name = wanted.stem.casefold()
    holders = [offer for offer in offered if holds(offer.address.stem.casefold(), name)]
    if not (_is_long(name) or _is_called_so(name, holders)):
        return []
    bearers = [offer for offer in holders if not same_file(offer.address, wanted)]
    copies = {_copy(address.stem.casefold(), name) for _, address in bearers}
    if any(is_order(candidate.url) and address.stem.casefold() != name for candidate, address in bearers):
        return []
    if _are_counted(bearers, offered):
        return []
    if len(copies) != 1 or None in copies or (name[-1].isdigit() and copies != {""}):
        return []
    return find_bare(bearers, offered, sought._replace(wanted=replace(wanted, stem=name)))


def _is_long(name: str) -> bool:
    """Whether *name* is long and few have it: by what it says, or by three parts of which no number is short."""
    parts = _PART.findall(name)
    is_full = len(parts) >= _FEWEST_PARTS and not any(part.isdecimal() and len(part) < _MIN_DIGITS for part in parts)
    return len(name) >= _MIN_CHARACTERS and (unmistakable(name) or (is_full and claim(name) is Claim.NAMED))


def _is_called_so(name: str, holders: Offered) -> bool:
    """Whether *name* is an article's number, by which the page calls itself or each of *holders*."""
    if not _ARTICLE.search(name) or claim(name) < Claim.COUNTED:
        return False
    called = (candidate.page.called for candidate, _ in holders)
    is_page = any(holds(text.casefold(), name) for texts in called for text in texts)
    return is_page or (bool(holders) and all(candidate.alt.casefold() == name for candidate, _ in holders))


def _are_counted(bearers: Offered, offered: Offered) -> bool:
    """Whether *bearers* begin with a width, and others of *offered* with a number that is none: it may be no size."""
    begun = [found[1] for _, address in bearers if (found := _COUNTED.match(address.stem))]
    others = [found[1] for _, address in offered if address.file and (found := _COUNTED.match(address.stem))]
    return bool(begun) and any(number not in BARE_WIDTHS for number in others)


def _copy(stem: str, name: str) -> str | None:
    """Return the mark of a copy in *stem*, mostly none; None if more than role and size stands around *name*."""
    before, _, after = stem.partition(name)
    found = _AFTER.fullmatch(after)
    return found[1].lstrip("-_") if found and _BEFORE.fullmatch(before) else None
