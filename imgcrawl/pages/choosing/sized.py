"""The wanted name with a bare width or a size of two letters behind it: ``heron-lake_1600.jpg``, ``GOPR6078-xl.jpg``.

A number behind a name may as well be a year, a model or a count. Other pictures of the page that end in the same say
that it is a size, and so do two sizes in one element; without them it must be a width that is hardly anything else, of
the page's main picture, behind a long name or a sign that does not stand in the name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.naming.beside import holds
from imgcrawl.naming.renditions import BARE_WIDTHS, LETTER_WIDTHS, SIZE_CODES, STANDARD_WIDTHS
from imgcrawl.naming.services import is_order
from imgcrawl.naming.stems import Claim, claim, is_date, unmistakable
from imgcrawl.naming.words import IMAGE_FILE_END
from imgcrawl.pages.choosing.leading import is_leading
from imgcrawl.pages.choosing.offered import Offer, Offered
from imgcrawl.pages.choosing.shown import find_bare
from imgcrawl.pages.choosing.told import states
from imgcrawl.pages.reading.kinds import IN_CONTENT

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.sought import Sought
    from imgcrawl.pages.reading.kinds import Candidate


_WIDTHS = LETTER_WIDTHS | BARE_WIDTHS
_SIZED = re.compile(r"(.+)([-_])([a-z]{2,4}|\d{3,4})", re.DOTALL)
_COUNTED = re.compile(r"(.+)([-_])(\d{3,5})", re.DOTALL)
_GAP = re.compile(r"[\W_]+")
_SIGN = re.compile(r"[-_]")
_YEARS = range(1500, 2100)
_CLEAR = frozenset({1024, 1080, 1280, 1366, 1440, 1536, 1600, 2048, 2400, 2560, 3200, 3840, 4096})
"""Widths that are seldom a year, a count or the number of a model."""
_PLAINEST = frozenset({1024, 1280, 2048, 2560})
"""Those that no line of models has; behind an underscore they are sizes in all systems that write them there."""
_OF_YEARS = STANDARD_WIDTHS.intersection(_YEARS) - _CLEAR
_MIN_WIDTH = 1_000
"""Below this a number behind another one may count views."""
_LAST_NUMBER = re.compile(r"(\d+)$")
_MIN_PARTED, _MIN_BESIDE = 600, 300
"""Below these a number behind a strange sign may count the pictures of an album."""
_MIN_DIGITS = 5
_FEWEST_OTHERS = 2


class _Name(NamedTuple):
    """The name *base* before a *size*, and the *sign* between them; nothing of a name without a size."""

    base: str = ""
    sign: str = ""
    size: str = ""

    @property
    def is_parted(self) -> bool:
        """Whether the sign before the size parts no words of the name, as that of who wrote it would."""
        signs = set(_SIGN.findall(self.base))
        return bool(signs) and self.sign not in signs


def find_sized(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the name of *wanted* before a size; none in doubt.

    Without the size the name must be proof enough, as it would be if it stood there alone. Nothing may hold it without
    ending in the same: a model, a year or a view of the same thing would.
    """
    wanted = sought.wanted
    name = wanted.stem.casefold()
    if not wanted.file or not name:
        return []
    shown = [offer for offer in offered if offer.address.file]
    files = [(offer, _Name() if is_order(offer.candidate.url) else _split(offer.address.stem)) for offer in shown]
    own = {sized for _, sized in files if sized.base == name}
    sizes = {sized.size for sized in own}
    others = {offer.address.stem for offer, sized in files if sized.size not in sizes} - {wanted.stem}
    if not sizes or any(holds(other.casefold(), name) for other in others):
        return []
    bearers = [offer for offer, sized in files if sized.base == name]
    is_counted = any(_is_counted(address.stem, own) for _, address in shown)
    is_led = is_leading(bearers, shown)
    beside = {sized for _, sized in files if sized.size and sized.base != name}
    said = {_split(a.stem) for c, a in bearers if _is_said(c, _split(a.stem), wanted, is_led=is_led)}
    is_size = all(sized in said or _is_size(sized, beside, is_led=is_led) for sized in own)
    is_counted = is_counted or any(_is_called_so(candidate, _split(a.stem)) for candidate, a in bearers)
    if not _are_bound(bearers) and (is_counted or not is_size):
        return []
    found = find_bare(bearers, offered, sought)
    return [Offer(c, replace(a, width=_WIDTHS[_split(a.stem).size])) for c, a in found]


def _split(stem: str) -> _Name:
    found = _SIZED.fullmatch(stem.casefold())
    return _Name(*found.groups()) if found and found[3] in _WIDTHS else _Name()


def _are_bound(bearers: Offered) -> bool:
    """Whether one element shows all sizes of the name, two at least, which cannot all be years.

    A list in one attribute or script is no such element: it may have a model in each of its places.
    """
    groups: dict[int, set[str]] = {}
    for candidate, address in bearers:
        group = groups.setdefault(candidate.group, set())
        if candidate.kind in IN_CONTENT:
            group.add(_split(address.stem).size)
    sizes = {_split(address.stem).size for _, address in bearers}
    return len(sizes) > 1 and sizes in groups.values() and not all(map(_may_be_year, sizes))


def _is_said(candidate: Candidate, sized: _Name, wanted: Address, *, is_led: bool) -> bool:
    """Whether the page says that *sized* ends in a width: by the layout, a name that it states, or a title.

    A model's number is written as a width, and a thing called as its file is: so a sign that parts no words, or the
    extension of a file in what is stated, must say more. What people call page or picture is believed of the main one.
    """
    if sized.size in SIZE_CODES:
        return False
    if candidate.laid_out == int(sized.size) >= _MIN_BESIDE and (sized.is_parted or is_led):
        return True
    stating = [text for text in candidate.told if states(text, wanted, None)]
    if stating and (sized.is_parted or any(map(IMAGE_FILE_END.search, stating))):
        return True
    titles = {_slug(text) for text in (candidate.alt, *candidate.page.called)}
    is_titled = _slug(sized.base) in titles and not any(holds(title, sized.size) for title in titles)
    is_wide = int(sized.size) >= _MIN_PARTED and not _may_be_year(sized.size)
    return is_titled and is_led and is_wide and sized.is_parted


def _is_called_so(candidate: Candidate, sized: _Name) -> bool:
    """Whether people call the page, or the picture, by the name with the size: a model, then."""
    whole = _slug(f"{sized.base}-{sized.size}")
    return any(holds(_slug(text), whole) for text in (candidate.alt, *candidate.page.called))


def _slug(text: str) -> str:
    return _GAP.sub("-", text.casefold()).strip("-")


def _is_size(sized: _Name, beside: set[_Name], *, is_led: bool) -> bool:
    """Whether the size in *sized* is one, by the other names *beside* it before which it stands as well, or by itself.

    *is_led*: the page's main picture is called so. Where the sign before it is another one than between the words, one
    other name is enough, in whatever size, or none before a number that is hardly anything but a width.
    """
    name, _, size = sized
    others = {other.base for other in beside if other.size == size}
    is_word = size in SIZE_CODES
    if _ends_in_number(name) and (is_word or int(size) >= _MIN_WIDTH):
        return bool(others) or is_led
    if _may_be_year(size):
        return any(map(_ends_in_number, others))
    is_wide = sized.is_parted and (is_word or int(size) >= _MIN_PARTED)
    if is_wide and any(other.is_parted and other.sign == sized.sign for other in beside if _is_plain(other)):
        return True
    is_clear = is_word or int(size) in _CLEAR
    if others:
        return is_clear or len(others) >= _FEWEST_OTHERS or any(map(_ends_in_number, others))
    return is_clear and is_led and (unmistakable(name) or _stands_alone(sized))


def _stands_alone(sized: _Name) -> bool:
    """Whether what is behind the name is a size though nothing else on the page has one."""
    if sized.is_parted:
        return claim(sized.base) >= Claim.NUMBERED
    is_plainest = sized.sign == "_" and sized.size not in SIZE_CODES and int(sized.size) in _PLAINEST
    return is_plainest and claim(sized.base) is Claim.NAMED


def _is_plain(other: _Name) -> bool:
    """Whether another name ends in a number that is no year: letters may part words of a name in a strange sign.

    Nor may it be so small that it counts.
    """
    return other.size not in SIZE_CODES and not _may_be_year(other.size) and int(other.size) >= _MIN_BESIDE


def _is_counted(stem: str, own: set[_Name]) -> bool:
    """Whether a number behind the sign of *own* in *stem* is no width: the page's things, or years, are told so."""
    found = _COUNTED.fullmatch(stem.casefold())
    if found is None or found[3] in BARE_WIDTHS:
        return False
    name = _Name(*found.groups())
    return name.is_parted and any(sized.is_parted and sized.sign == name.sign for sized in own)


def _may_be_year(size: str) -> bool:
    return size not in SIZE_CODES and int(size) in _OF_YEARS


def _ends_in_number(name: str) -> bool:
    """Whether *name* ends in a number behind which neither a year nor a model is written: a camera's, or a long one."""
    found = _LAST_NUMBER.search(name)
    if found is None or is_date(found[1]):
        return False
    return len(found[1]) >= _MIN_DIGITS or claim(name) is Claim.COUNTED
