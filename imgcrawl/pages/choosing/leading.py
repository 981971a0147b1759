"""The picture that a page is about: declared to be its own, or the only one that leads nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from imgcrawl.naming.files import ATTACHED
from imgcrawl.naming.places import worded
from imgcrawl.naming.stems import Claim, claim
from imgcrawl.naming.words import PICTURE_FILE
from imgcrawl.pages.reading.kinds import IN_DATA, IN_HEAD, Kind

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.reading.kinds import Candidate

_DECLARED = IN_HEAD | IN_DATA | {Kind.OEMBED}
_FEWEST_SHARED = 3
_LINK = re.compile(r"(?:https?:)?/")


def is_leading(bearers: Offered, offered: Offered) -> bool:
    """Whether *bearers*, versions of one picture, are the one that the page with the pictures *offered* is about.

    The head and the JSON-LD of a page say so. Without them each of the other pictures must be a link to another page,
    as those of related articles are.
    """
    if any(candidate.kind in _DECLARED for candidate, _ in bearers):
        return True
    own = {candidate for candidate, _ in bearers}
    is_linked = any(leads_away(candidate) for candidate in own)
    return not is_linked and all(leads_away(candidate) for candidate, _ in offered if candidate not in own)


def leads_away(candidate: Candidate) -> bool:
    """Whether the picture stands in a link to something that is no image."""
    return any(
        _LINK.match(mark) and not (PICTURE_FILE.search(mark) or ATTACHED.search(mark)) for mark in candidate.marks
    )


def is_of_another_page(offer: Offer, wanted: Address, offered: Offered) -> bool:
    """Whether a counter that leads to another page may be that page's: alone in an album that *wanted* is not of.

    Those of one album lie side by side on its page.
    """
    candidate, other = offer
    is_counter = claim(wanted.stem) <= Claim.COUNTED and leads_away(candidate)
    if not is_counter or worded(wanted.dirs) == worded(other.dirs):
        return False
    return not any(a.file and a.folder == other.folder and a.stem != other.stem for _, a in offered)


def main_host(offered: Offered) -> str:
    """Return the host that has more than half of the page's pictures; nothing if there is none."""
    hosts = Counter(address.host for address in {address for _, address in offered if address.file})
    host, pictures = next(iter(hosts.most_common(1)), ("", 0))
    return host if 2 * pictures > hosts.total() else ""


def sharing_hosts(offered: Offered) -> frozenset[str]:
    """Return the hosts that have three of the page's own pictures or more: whatever site they are of, it keeps some."""
    own = {address for candidate, address in offered if address.file and not leads_away(candidate)}
    hosts = Counter(host for host, _ in {(address.host, address.stem) for address in own})
    return frozenset(host for host, pictures in hosts.items() if pictures >= _FEWEST_SHARED)
