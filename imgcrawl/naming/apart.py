"""Whether two addresses that bear one name may be two things: what their directories say, as the name bears it.

One site keeps pictures of many things under one name, and hosts, depths and the words of containers change when files
are moved. So the surer a name is, the less its directories count.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import same_site
from imgcrawl.naming.numbers import is_long_number
from imgcrawl.naming.places import (
    chosen,
    common_end,
    drawn,
    holding,
    is_dated,
    is_language,
    is_numbered,
    is_property,
    numbering,
    telling,
    tells,
    without_levels,
    worded,
    years,
)
from imgcrawl.naming.stems import Claim, Power, claim, distinctive, ids, is_counted, power, unmistakable
from imgcrawl.naming.words import CONTAINERS, PERSONS, THINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imgcrawl.naming.addresses import Address

    _Kinds = Sequence[Callable[[str], bool]]

_OLD_FORMATS, _NEW_FORMATS = frozenset({"jpg", "jpeg", "png", "gif"}), frozenset({"webp", "avif"})
_KINDS = (is_numbered, is_dated, is_language, is_property)
"""What a directory may be, numbers first: two numbers, dates, languages or properties name two things."""
_BY_DAY = re.compile(r"(?:19|20)\d\d[-_/]?(?:0?[1-9]|1[0-2])[-_/](?:0?[1-9]|[12]\d|3[01])$")
_LONG_NUMBER = 7  # digits
_CATEGORIES = frozenset({"category", "categories"})
_BLOGGER = re.compile(
    r"\d\.bp\.blogspot\.com|bp\d\.blogger\.com|blogger\.googleusercontent\.com|lh\d\.(?:googleusercontent|ggpht)\.com"
)
"""The hosts on which Blogger has kept its pictures, the latest since 2021."""


class Certainty(IntEnum):
    """How surely pictures of one name are one picture, and what of their directories makes them two."""

    COMMON = 0
    """Many things have a picture of that name: any directory that each has and the other lacks."""
    OWN = 1
    """Few things have: two words, two dates, or what :attr:`UNMISTAKABLE` heeds."""
    UNMISTAKABLE = 2
    """One thing has: two numbers, languages or properties, or two things of one kind."""
    SURE = 3
    """One picture has: nothing."""


@lru_cache(maxsize=16_384)
def certainty(stem: str) -> Certainty:
    """Return how surely *stem*, a file name without extension and size, names one picture."""
    if power(stem) is Power.ID or distinctive(stem):
        return Certainty.SURE
    if unmistakable(stem):
        return Certainty.UNMISTAKABLE
    return Certainty.OWN if claim(stem) > Claim.FIRST or (stem.isdigit() and ids(stem)) else Certainty.COMMON


def are_apart(
    wanted: Address,
    other: Address,
    *,
    least: Certainty = Certainty.COMMON,
    most: Certainty = Certainty.SURE,
    is_own: bool = False,
) -> bool:
    """Whether the directories of *wanted* and *other*, which bear one name, may belong to two things.

    The name is believed no less than *least*, and no more than *most*. Of the own picture of its page (*is_own*) a
    number in the directories counts only where both are kept by the same numbers: a site that was rebuilt keeps its
    files by other ones. Nothing counts where a service has drawn the directories anew, but for a camera's first
    names; and no year of a name that few have, where a site has filed its pictures anew.
    """
    if has_rekeyed(wanted.host, other.host) and claim(wanted.stem) > Claim.FIRST:
        return False
    if certainty(wanted.stem) < Certainty.SURE and _are_of_two_kinds(wanted.dirs, other.dirs):
        return True
    own = frozenset({wanted.stem})
    if wanted.stem.isdecimal() and is_of_person(wanted, own) != is_of_person(other, own):
        return True
    is_rebuilt = is_own and not _are_numbered_alike(wanted, other)
    kinds: _Kinds = _KINDS[2:] if is_rebuilt else _KINDS
    if most is Certainty.SURE and _is_filed_anew(wanted, other):
        kinds = ()
    return dirs_apart(wanted.dirs, other.dirs, min(max(certainty(wanted.stem), least), most), kinds)


def _is_filed_anew(wanted: Address, other: Address) -> bool:
    """Whether *other* is filed by a later year in other folders, both saying no more, under a name that few have.

    Who changes the folders files all pictures by the year of the change; who keeps them means the year of the event.
    """
    if _is_converted(wanted, other):
        return True
    if not (unmistakable(wanted.stem) or is_counted(wanted.stem) or _counts_pictures(wanted.stem)):
        return False
    one, two = _without_shared_codes(wanted.dirs, other.dirs)
    gone, come = (frozenset(name for name in dirs if not name.isdecimal()) for dirs in (one, two))
    is_all = all(map(is_dated, holding(one) | holding(two)))
    is_later = min(years(two), default="") > max(years(one), default="")
    return is_all and is_later and bool(gone) and bool(come) and gone.isdisjoint(come)


def _counts_pictures(stem: str) -> bool:
    """Whether *stem* is a number that is hardly given again, by a camera, a shop or a system, and no date."""
    return is_long_number(stem, _LONG_NUMBER) or claim(stem) is Claim.COUNTED


def _without_shared_codes(one: Sequence[str], other: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return both lists without the last directories that they share, if these have no words and are no days.

    Who moves all pictures keeps the numbers by which they are divided: ``/photos/2021/38/``, ``/legacy/2025/38/``.
    """
    shared = common_end(one, other)
    for length in range(shared):
        rests = one[: len(one) - length], other[: len(other) - length]
        if worded(rests[0][-1:]) or any(_BY_DAY.search("/".join(rest)) for rest in rests):
            return rests
    return one[: len(one) - shared], other[: len(other) - shared]


def _is_converted(wanted: Address, other: Address) -> bool:
    """Whether *other* is a numbered name in a format of later years, filed in the same folders by a later month.

    Who converts all pictures files them by the month of that; those of an event keep their format.
    """
    rests = [telling(address.dirs) for address in (wanted, other)]
    is_kept = wanted.host == other.host and rests[0] == rests[1] == frozenset() and wanted.dirs[:-2] == other.dirs[:-2]
    is_later = wanted.dirs[-2:] < other.dirs[-2:] and len(years(wanted.dirs)) == len(years(other.dirs)) == 1
    endings = [address.path.rpartition(".")[2].lower() for address in (wanted, other)]
    is_new = endings[0] in _OLD_FORMATS and endings[1] in _NEW_FORMATS
    return is_kept and is_later and is_new and is_counted(wanted.stem, least=Claim.NUMBERED)


def is_of_person(address: Address, keys: frozenset[str]) -> bool:
    """Whether a directory for persons stands right before what bears *keys*, which are a person's then."""
    parts = (*address.dirs, address.stem.casefold())
    return any(parts[at] in PERSONS and any(key in name for key in keys) for at, name in enumerate(parts[1:]))


def dirs_apart(one: Sequence[str], other: Sequence[str], sure: Certainty, kinds: _Kinds = _KINDS) -> bool:
    """Whether two lists of directories may belong to two things whose pictures bear a name that is *sure*.

    What stands before an album that both have is no other album of a common name. *kinds*: two directories of one of
    them name two things.
    """
    if sure is Certainty.SURE:
        return False
    one, other = _without_levels(one, other)
    if sure is not Certainty.COMMON:
        one, other = _without_shared_codes(one, other)
    if sure is Certainty.UNMISTAKABLE:
        return _tell_apart(telling(one), telling(other), kinds)
    if _tell_apart(holding(one), holding(other), kinds) or _differ(worded(one), worded(other)):
        return True
    return sure is Certainty.COMMON and not _end_alike(one, other) and have_each_their_own(one, other)


def _are_numbered_alike(one: Address, other: Address) -> bool:
    """Whether both are kept by years on one site, or by numbers of one form, which then count things of one kind."""
    is_here = same_site(one.host, other.host)
    if is_here and years(one.dirs) and years(other.dirs):
        return True
    first, second = (numbering(address.dirs, with_words=not is_here) for address in (one, other))
    return first == second and any(map(is_numbered, first))


def kept_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of directories of one form may count two things, or tell two languages or properties.

    Numbers and words mean the same only where both are kept alike; what was drawn means nothing.
    """
    one, other = _without_levels(one, other)
    gone, come = telling(one) - telling(other), telling(other) - telling(one)
    if _are_of_two_kinds(one, other):
        return True
    if any(any(map(kind, gone)) and any(map(kind, come)) for kind in _KINDS[2:]) or _differ(years(one), years(other)):
        return True
    first, second = chosen(one), chosen(other)
    if first and first == second and len(one) == len(other) and _differ(drawn(one), drawn(other)):
        return True
    return len(first) == len(second) and first != second and all(map(_are_of_a_kind, first, second))


def _without_levels(one: Sequence[str], other: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return two lists of directories without the levels of a store; where both have some, these tell two files."""
    first, second = without_levels(one), without_levels(other)
    return (one, other) if len(first) < len(one) and len(second) < len(other) else (first, second)


def _are_of_two_kinds(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one file lies among persons, and the other among what they make: both may share a name.

    So may a category and a thing in it.
    """
    ends = {*one[-1:], *other[-1:]}
    if len(ends & _CATEGORIES) == 1 and len(ends & (THINGS - _CATEGORIES)) == 1:
        return True
    return len(ends & PERSONS) == 1 and len(ends & (THINGS - PERSONS)) == 1


def _are_of_a_kind(one: str, other: str) -> bool:
    return one.isdecimal() == other.isdecimal()


def words_differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each list of directories has a word, of an album or a thing, that the other lacks."""
    return _differ(worded(one), worded(other))


def have_each_their_own(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each path has a directory that the other lacks, and that is no container: also a hash or one letter."""
    return _differ(frozenset(one) - CONTAINERS, frozenset(other) - CONTAINERS)


def _end_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(map(tells, one[len(one) - common_end(one, other) :]))


def _tell_apart(one: frozenset[str], other: frozenset[str], kinds: _Kinds) -> bool:
    """Whether the directories name two things: two in one series, or two of one of the *kinds*."""
    gone, come = one - other, other - one
    if not gone or not come:
        return False
    return bool(one & other) or any(any(map(kind, gone)) and any(map(kind, come)) for kind in kinds)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one - other) and bool(other - one)


def has_rekeyed(one: str, other: str) -> bool:
    """Whether two hosts are of a service that gave its pictures other keys when it went from one to the other."""
    return not same_site(one, other) and all(map(_BLOGGER.fullmatch, (one, other)))
