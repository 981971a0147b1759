"""What a page's other bearers of the wanted name, and the place of a match, leave of the matches by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import same_file, same_site
from imgcrawl.naming.apart import Certainty, are_apart, certainty
from imgcrawl.naming.places import telling
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.stems import Power
from imgcrawl.pages.choosing.leading import is_leading, main_host

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.pages.choosing.choice import Match
    from imgcrawl.pages.choosing.offered import Offered
    from imgcrawl.pages.choosing.sought import Sought


def without_twins(matches: list[Match], offered: Offered, sought: Sought) -> list[Match]:
    """Return *matches* without those by name that may be another thing's.

    They are where nobody vouches for them, or beside another bearer of the name: one in a place that speaks against it,
    or the wanted address itself.
    """
    wanted = sought.wanted
    twins = [offer for offer in offered if offer.address.file and offer.address.stem == wanted.stem]
    is_shared = any(are_apart(wanted, address) for _, address in twins)
    is_shown = any(same_file(address, wanted) for _, address in twins)
    known = {m.address for m in matches}
    places = {address.telling_dirs for address in known}
    is_shared |= any(a not in known and a.telling_dirs not in places and not same_file(a, wanted) for _, a in twins)
    is_vouched_for = _voucher([m for m in matches if m.confidence is Confidence.SAME_STEM], offered, sought)
    found = []
    for match in matches:
        is_alike = not is_shown or telling(match.address.dirs) == telling(wanted.dirs)
        is_placed = is_alike and not is_shared and is_vouched_for(match.address.host)
        is_named = match.confidence is Confidence.SAME_STEM
        if not is_named or match.address.telling_dirs == wanted.telling_dirs or is_placed:
            found.append(match)
    return found


def _voucher(named: list[Match], offered: Offered, sought: Sought) -> Callable[[str], bool]:
    """Return what says of a host whether a name that others may have is vouched for there.

    The site, the host of most pictures or the page as a whole does.
    """
    wanted = sought.wanted
    if wanted.power is not Power.NAME or certainty(wanted.stem) > Certainty.OWN:
        return lambda _: True
    hosts = [host for host in (wanted.host, sought.page_host, main_host(offered)) if host]
    is_led = is_leading([match.offer for match in named], offered)
    return lambda found: is_led or any(same_site(found, host) for host in hosts)
