"""The wanted name with a bare width or a size of two letters behind it: ``heron-lake_1600.jpg``, ``GOPR6078-xl.jpg``.

A number behind a name may as well be a year, a model or a count. Other pictures of the page that end in the same say
that it is a size; without them it must be a width that is hardly anything else, of the page's main picture.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from imgcrawl.naming.beside import holds
from imgcrawl.naming.renditions import BARE_WIDTHS, LETTER_WIDTHS, SIZE_CODES, STANDARD_WIDTHS
from imgcrawl.naming.stems import Claim, claim, is_date, unmistakable
from imgcrawl.pages.choosing.leading import is_leading
from imgcrawl.pages.choosing.shown import find_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.reading.candidates import Candidate

    Offered = Sequence[tuple[Candidate, Address]]

_WIDTHS = LETTER_WIDTHS | BARE_WIDTHS
_SIZED = re.compile(r"(.+)[-_]([a-z]{2,4}|\d{3,4})", re.DOTALL)
_YEARS = range(1500, 2100)
_CLEAR = frozenset({1024, 1080, 1280, 1366, 1440, 1536, 1600, 2048, 2400, 2560, 3200, 3840, 4096})
"""Widths that are seldom a year, a count or the number of a model."""
_OF_YEARS = STANDARD_WIDTHS.intersection(_YEARS) - _CLEAR
_MIN_WIDTH = 1_000
"""Below this a number behind another one may count views."""
_LAST_NUMBER = re.compile(r"(\d+)$")
_MIN_DIGITS = 5
_FEWEST_OTHERS = 2


def find_sized(offered: Offered, wanted: Address, *, page_host: str) -> list[tuple[Candidate, Address]]:
    """Return those of *offered* that bear the name of *wanted* before a size; none in doubt.

    Without the size the name must be proof enough, as it would be if it stood there alone. Nothing may hold it without
    ending in the same: a model, a year or a view of the same thing would.
    """
    name = wanted.stem.casefold()
    if not wanted.file or not name:
        return []
    files = [(candidate, address, *_split(address.stem)) for candidate, address in offered if address.file]
    sizes = {size for _, _, base, size in files if base == name}
    others = {a.stem for _, a, _, size in files if size not in sizes} - {wanted.stem}
    if not sizes or any(holds(other.casefold(), name) for other in others):
        return []
    bearers = [(candidate, address) for candidate, address, base, _ in files if base == name]
    is_led = is_leading(bearers, [(candidate, address) for candidate, address, *_ in files])
    bases = {size: {base for _, _, base, end in files if end == size} - {name} for size in sizes}
    if not all(_is_size(size, name, bases[size], is_led=is_led) for size in sizes):
        return []
    bare = [(c, replace(a, stem=wanted.stem, power=wanted.power)) for c, a in bearers]
    found = find_named(bare, offered, wanted, page_host=page_host)
    return [(c, replace(a, width=_WIDTHS[_split(a.stem)[1]])) for c, a in bearers if c in found]


def _split(stem: str) -> tuple[str, str]:
    """Return the name before a size, and the size; nothing of a name without one."""
    found = _SIZED.fullmatch(stem.casefold())
    return (found[1], found[2]) if found and found[2] in _WIDTHS else ("", "")


def _is_size(size: str, name: str, others: set[str], *, is_led: bool) -> bool:
    """Whether *size* behind *name* is one, by the *others* before which it stands as well, or by itself.

    *is_led*: the page's main picture is called so.
    """
    is_word = size in SIZE_CODES
    if _ends_in_number(name) and (is_word or int(size) >= _MIN_WIDTH):
        return bool(others) or is_led
    if not is_word and int(size) in _OF_YEARS:
        return any(map(_ends_in_number, others))
    is_clear = is_word or int(size) in _CLEAR
    if others:
        return is_clear or len(others) >= _FEWEST_OTHERS or any(map(_ends_in_number, others))
    return is_clear and unmistakable(name) and is_led


def _ends_in_number(name: str) -> bool:
    """Whether *name* ends in a number behind which neither a year nor a model is written: a camera's, or a long one."""
    found = _LAST_NUMBER.search(name)
    if found is None or is_date(found[1]):
        return False
    return len(found[1]) >= _MIN_DIGITS or claim(name) is Claim.COUNTED
