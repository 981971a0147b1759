"""The pictures that a page is likeliest to be about, for who can tell by other means which of them is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.naming.addresses import same_url
from imgcrawl.pages.choosing.furniture import is_furniture
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.reading.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.pages.reading.kinds import Candidate

_MOST: Final = 4
_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}


def find_likely(candidates: Iterable[Candidate], wanted_url: str) -> list[str]:
    """Return the addresses of up to four pictures of a page, the likeliest first, each in one version.

    What may be the page's content counts, the most telling place first, and never the wanted address itself.
    """
    found: dict[int, str] = {}
    for each in sorted(candidates, key=lambda one: (_ORDER[one.kind], one.position)):
        if not (each.kind.weak or leads_away(each) or is_furniture(each, wanted_url) or same_url(each.url, wanted_url)):
            found.setdefault(each.group, each.url)
    return list(dict.fromkeys(found.values()))[:_MOST]
