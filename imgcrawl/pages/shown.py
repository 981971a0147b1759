"""The wanted file's own name, once, on the page on which the image was found: where that is proof enough.

A page seldom shows another picture under the very name of one that it has lost; but albums count their pictures alike,
sites call the first picture of every page ``main``, and one page may show the things of many rows. So the less a name
claims, the more must agree: the site, and the directories. A name of its own that the page's main picture bears may
have any host.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from imgcrawl.pages.addresses import fields_conflict, same_site
from imgcrawl.pages.leading import is_leading
from imgcrawl.pages.moved import is_next, is_one, without_echoes
from imgcrawl.pages.places import common_end, dated_apart, differ, opposed, tells
from imgcrawl.pages.stems import Claim, claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.pages.addresses import Address
    from imgcrawl.pages.candidates import Candidate

    Offered = Sequence[tuple[Candidate, Address]]


def find_shown(offered: Offered, wanted: Address, *, page_host: str) -> list[tuple[Candidate, Address]]:
    """Return those of *offered*, found on a page of *page_host*, that bear the name of *wanted*; none in doubt.

    All bearers of the name must pass, and be one picture by their place or by the page's markup; the wanted address
    itself, where the page still shows it, is a bearer. The next of a series in the old place speaks against all.
    """
    bearers = without_echoes([pair for pair in offered if pair[1].file and pair[1].stem == wanted.stem])
    others = [address for _, address in bearers if (address.host, address.path) != (wanted.host, wanted.path)]
    if not (wanted.file and wanted.stem and others) or not is_one(bearers):
        return []
    hosts = (wanted.host, page_host, _main_host(offered))
    is_kept = any(is_next(wanted, address) for _, address in offered)
    is_led = is_leading(bearers, offered)
    return bearers if not is_kept and all(_is_wanted(wanted, other, hosts, is_led=is_led) for other in others) else []


def _is_wanted(wanted: Address, other: Address, hosts: tuple[str, str, str], *, is_led: bool) -> bool:
    if fields_conflict(wanted, other, strict=claim(wanted.stem) is Claim.GENERIC):
        return False
    if is_led and claim(wanted.stem) is Claim.NAMED and not opposed(wanted.dirs, other.dirs):
        return not dated_apart(wanted.dirs, other.dirs)
    return _same_path(wanted, other, hosts) or _same_end(wanted, other, hosts) or _same_name(wanted, other, hosts)


def _same_path(wanted: Address, other: Address, hosts: tuple[str, str, str]) -> bool:
    """Whether the whole path is the same, and tells enough for another host; a generic one only as it was written."""
    own, is_told = claim(wanted.stem), any(map(tells, wanted.dirs))
    if wanted.host == other.host:
        return False
    if own > Claim.GENERIC and is_told:
        return wanted.dirs == other.dirs
    is_enough = is_told or (own > Claim.FIRST and len(wanted.dirs) > 0)
    return is_enough and wanted.path == other.path and _on(other, hosts)


def _same_end(wanted: Address, other: Address, hosts: tuple[str, str, str]) -> bool:
    """Whether the file lies in a directory of the same telling name, and nothing before it speaks against that."""
    length = common_end(wanted.dirs, other.dirs)
    if claim(wanted.stem) is Claim.GENERIC or not any(map(tells, wanted.dirs[len(wanted.dirs) - length :])):
        return False
    before = [address.dirs[: len(address.dirs) - length] for address in (wanted, other)]
    return _on(other, hosts) and not dated_apart(before[0], before[1])


def _same_name(wanted: Address, other: Address, hosts: tuple[str, str, str]) -> bool:
    """Whether the name alone claims enough for the host, and no directory speaks against it."""
    own = claim(wanted.stem)
    if own is Claim.GENERIC or not _on(other, hosts if own > Claim.COUNTED else hosts[:2]):
        return False
    speaks_against = {Claim.FIRST: differ, Claim.NAMED: dated_apart}.get(own, opposed)
    return not speaks_against(wanted.dirs, other.dirs) and not dated_apart(wanted.dirs, other.dirs)


def _on(other: Address, hosts: Sequence[str]) -> bool:
    return any(host and same_site(other.host, host) for host in hosts)


def _main_host(offered: Offered) -> str:
    """Return the host that has more than half of the page's pictures; nothing if there is none."""
    hosts = Counter(address.host for address in {address for _, address in offered if address.file})
    host, pictures = hosts.most_common(1)[0]
    return host if 2 * pictures > hosts.total() else ""
