"""The wanted file's own name, once, on the page on which the image was found: where that is proof enough.

A page seldom shows another picture under the very name of one that it has lost; but albums count their pictures alike,
sites call the first picture of every page ``main``, and one page may show the things of many rows. So the less a name
claims, the more must agree: the site, and the directories. A name of its own that the page's main picture bears may
have any host, and so may a number of seven digits; so may a counter or a shorter number that the page itself is called
by. On a page of its own site a name that few have may lie in folders that a service has drawn, whatever host they are
on. A name with a number that the page's main picture bears may have any host where both are kept by one month. A
camera's counter may have one where the page shows the pictures taken before and after it in the same folder.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import fields_conflict, same_file, same_site
from imgcrawl.naming.apart import Certainty, are_apart, has_rekeyed
from imgcrawl.naming.numbers import is_long_number
from imgcrawl.naming.places import common_end, is_store, tells
from imgcrawl.naming.stems import Claim, claim, is_counted
from imgcrawl.naming.words import COMMON, PROPERTIES, TITLED
from imgcrawl.pages.choosing.bearers import is_next, is_one, without_echoes
from imgcrawl.pages.choosing.leading import is_leading, is_of_another_page, leads_away, main_host, sharing_hosts
from imgcrawl.pages.choosing.moved import find_moved
from imgcrawl.pages.choosing.offered import Offer, Offered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.naming.addresses import Address
    from imgcrawl.naming.places import Folder
    from imgcrawl.pages.choosing.sought import Sought
    from imgcrawl.pages.reading.kinds import Candidate

_MIN_DIGITS, _MIN_LETTERS = 6, 3
_LONG_NUMBER = 7  # digits
_COUNTER = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_FEWEST_BESIDE, _MOST_APART = 2, 100
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\D|$|(?:0[1-9]|1[0-2])(?:\d\d)?(?!\d))")
_BY_MONTH = re.compile(r"/(?:19|20)\d\d/(?:0[1-9]|1[0-2])/")


def find_shown(offered: Offered, sought: Sought, *, page_name: str = "", is_whole: bool = True) -> list[Offer]:
    """Return those of *offered* that bear the name of *wanted*; none in doubt.

    *page_name*: what the page's own address calls it; of a number all that lie in drawn folders are one picture then.
    *is_whole*: their names are read as they stand; else a long number has the host vouched for, as other names have.

    All bearers of the name must pass, and be one picture by their place or by the page's markup; the wanted address
    itself, where the page still shows it, is a bearer. The next of a series in the old place speaks against all.
    """
    wanted, page_host = sought.wanted, sought.page_host
    bearers = without_echoes([offer for offer in offered if offer.address.file and offer.address.stem == wanted.stem])
    others = [address for _, address in bearers if not same_file(address, wanted)]
    is_called = wanted.stem == page_name and _may_call_a_page(page_name)
    if not (wanted.file and wanted.stem and others) or not (is_one(bearers) or _are_stored(bearers)):
        return []
    hosts = (wanted.host, page_host, main_host(offered), *sorted(sharing_hosts(offered)))
    is_kept = any(is_next(wanted, address) for _, address in offered)
    is_kept |= any(is_of_another_page(offer, wanted, offered) for offer in bearers)
    is_title = _is_title(wanted.stem, offered)
    is_main = is_leading(bearers, offered)
    is_long = is_whole and is_main and is_long_number(wanted.stem, _LONG_NUMBER)
    is_sure = is_long or (is_title and _is_of_season(wanted.stem))
    own = max(claim(wanted.stem), Claim.NUMBERED) if is_sure else claim(wanted.stem)
    is_led = own >= Claim.NUMBERED and is_main
    is_own = is_called or (own is Claim.NAMED and is_led)
    least = Certainty.OWN if own > claim(wanted.stem) else Certainty.COMMON
    least = Certainty.UNMISTAKABLE if is_own and is_title else least
    is_here = same_site(wanted.host, page_host) and not any(leads_away(candidate) for candidate, _ in bearers)
    hosts += tuple(other.host for other in others if is_led and _month(wanted) == _month(other) != "")
    albums = _albums(wanted, offered)
    told = (other.folder in albums or (is_here and is_store(other.dirs)) for other in others)
    doubts = (
        other
        for other, is_told in zip(others, told, strict=True)
        if not _is_wanted(wanted, other, hosts, own=own, is_own=is_own, is_told=is_told, least=least)
    )
    return bearers if not is_kept and not any(doubts) else []


def find_named(named: Offered, offered: Offered, sought: Sought) -> set[Candidate]:
    """Return which of *named* are *wanted*, in another place or on its own page: those whose name alone is read.

    *named*: some of *offered*, with the wanted name instead of what else stands in theirs.
    """
    known = {candidate for candidate, _ in named}
    told = [*named, *(offer for offer in offered if offer.candidate not in known)]
    return {candidate for candidate, _ in find_moved(told, sought) or find_shown(told, sought, is_whole=False)}


def find_bare(bearers: Offered, offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *bearers* for which the wanted name is proof enough, as it would be if it stood there alone."""
    wanted = sought.wanted
    bare = [Offer(c, replace(address, stem=wanted.stem, power=wanted.power)) for c, address in bearers]
    found = find_named(bare, offered, sought)
    return [offer for offer in bearers if offer.candidate in found]


def _are_stored(bearers: Offered) -> bool:
    """Whether *bearers* of one long number lie in one service's folders, which it has drawn for each size."""
    is_number = all(address.stem.isdecimal() and is_store(address.dirs) for _, address in bearers)
    return is_number and len({address.host for _, address in bearers}) == 1


def _may_call_a_page(name: str) -> bool:
    """Whether no other page of a site is called by *name*: a counter that few share, or a long number."""
    return is_long_number(name, _MIN_DIGITS) or claim(name) >= Claim.COUNTED


def _is_title(stem: str, offered: Offered) -> bool:
    """Whether the page is called by all words of a name, and by no other: ``Heron lake`` is about ``heron-lake``."""
    words = _WORDS.findall(stem.casefold())
    return any(_WORDS.findall(text.casefold()) == words for text in offered[0].candidate.page.called)


def _is_of_season(stem: str) -> bool:
    """Whether *stem* has two words of its own beside a season, or what else a title tells so, and nothing more."""
    words = set(_WORDS.findall(stem.casefold()))
    own = {word for word in words if len(word) >= _MIN_LETTERS and not word.isdecimal()} - COMMON - PROPERTIES
    return len(own) > 1 and not words.isdisjoint(TITLED) and words <= own | TITLED


def _are_of_two_years(wanted: Address, other: Address) -> bool:
    """Whether a name without a number is kept by another year, as the picture of the same event may be."""
    gone, come = _years(wanted.dirs), _years(other.dirs)
    return bool(gone and come) and gone.isdisjoint(come) and not is_counted(wanted.stem)


def _is_wanted(
    wanted: Address, other: Address, hosts: Sequence[str], *, own: Claim, is_own: bool, is_told: bool, least: Certainty
) -> bool:
    is_generic = own is Claim.GENERIC and not is_own
    if _are_of_two_years(wanted, other):
        least = Certainty.COMMON
    if are_apart(wanted, other, least=least, is_own=is_own) or fields_conflict(wanted, other, strict=is_generic):
        return False
    if is_generic:
        return _same_path(wanted, other, hosts)
    is_vouched_for = _on(other, hosts if own > Claim.COUNTED else hosts[:2]) or (is_told and own > Claim.FIRST)
    return is_own or is_vouched_for or _same_path(wanted, other, hosts) or _same_end(wanted, other, hosts)


def _albums(wanted: Address, offered: Offered) -> set[Folder]:
    """Return the folders of which the page shows two pictures counted close to *wanted*, a camera's, that lead nowhere.

    An album of another year than that of *wanted*, however its folder is written, has other pictures.
    """
    counted: dict[Folder, set[str]] = {}
    for candidate, address in offered:
        if address.file and _is_counted_near(address.stem, wanted.stem) and not leads_away(candidate):
            counted.setdefault(address.folder, set()).add(address.stem)
    gone = _years(wanted.dirs)
    return {
        folder
        for folder, stems in counted.items()
        if len(stems) >= _FEWEST_BESIDE and not (gone and (come := _years(folder.dirs)) and gone.isdisjoint(come))
    }


def _years(dirs: tuple[str, ...]) -> frozenset[str]:
    return frozenset(year for name in dirs for year in _YEAR.findall(name))


def _is_counted_near(one: str, other: str) -> bool:
    if one == other or _COUNTER.sub("0", one) != _COUNTER.sub("0", other):
        return False
    first, second = (int("".join(_COUNTER.findall(stem))) for stem in (one, other))
    return abs(first - second) <= _MOST_APART


def _month(address: Address) -> str:
    """Return the year and the month by which a file is kept, in two folders; nothing if it is not."""
    found = _BY_MONTH.search("/".join(("", *address.dirs, "")))
    return found[0] if found else ""


def _same_path(wanted: Address, other: Address, hosts: Sequence[str]) -> bool:
    """Whether the whole path is the same, and tells enough for another host; a generic one only as it was written."""
    own, is_told = claim(wanted.stem), any(map(tells, wanted.dirs))
    if own > Claim.GENERIC and is_told:
        return wanted.dirs == other.dirs
    is_enough = is_told or (own > Claim.FIRST and len(wanted.dirs) > 0)
    return is_enough and wanted.path == other.path and _on(other, hosts)


def _same_end(wanted: Address, other: Address, hosts: Sequence[str]) -> bool:
    """Whether the file lies in a directory of the same telling name."""
    length = common_end(wanted.dirs, other.dirs)
    return _on(other, hosts) and any(map(tells, wanted.dirs[len(wanted.dirs) - length :]))


def _on(other: Address, hosts: Sequence[str]) -> bool:
    return any(same_site(other.host, host) or has_rekeyed(other.host, host) for host in hosts)
