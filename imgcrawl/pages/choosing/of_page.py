"""The picture that the whole page is about, where the wanted address is that page's or tells its number alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import same_site, same_url
from imgcrawl.naming.beside import tells_view
from imgcrawl.naming.numbers import museum_number
from imgcrawl.naming.stems import Claim, claim, ids
from imgcrawl.pages.choosing.agreed import find_agreed
from imgcrawl.pages.choosing.marked import only_id
from imgcrawl.pages.choosing.views import is_view, shown_alone
from imgcrawl.pages.reading.kinds import Kind

if TYPE_CHECKING:
    from imgcrawl.pages.choosing.offered import Offered
    from imgcrawl.pages.choosing.sought import Sought

_DECLARED = frozenset({Kind.OG, Kind.TWITTER, Kind.REL, Kind.JSON_LD_MAIN})


def find_of_page(offered: Offered, sought: Sought) -> Offered:
    """Return those of *offered* that show what the page is about, if that is *wanted*; none in doubt.

    It is if its address is the page's own. A page about one picture may have its name as well, and the one of a
    museum's object its number.
    """
    wanted, page = sought.wanted, sought.page
    if page is None or not same_site(page.host, wanted.host):
        return []
    key = only_id(wanted)
    is_own = same_url(sought.url, sought.page_url) or (key is not None and key in ids(page.path))
    if is_own and (declared := _declared(offered, key)):
        return declared
    is_named = page.stem == wanted.stem and claim(wanted.stem) is Claim.NAMED
    number = museum_number(wanted.stem)
    is_numbered = number is not None and number == museum_number(page.stem)
    is_alone = is_numbered or (is_view(sought.page_url) and (is_own or is_named))
    alone = shown_alone(offered, key, number) if is_alone else []
    return alone or find_agreed(offered, sought)


def _declared(offered: Offered, key: str | None) -> Offered:
    """Return the one picture that a page declares in its head and its data; none that bears *key* as another view."""
    declared = [offer for offer in offered if offer.candidate.kind in _DECLARED]
    is_one = len({(address.stem, address.telling_dirs) for _, address in declared}) == 1
    is_both = {Kind.OG, Kind.JSON_LD_MAIN} <= {candidate.kind for candidate, _ in declared}
    is_viewed = any(tells_view(address, key) for _, address in declared)
    return declared if is_one and is_both and not is_viewed else []
