"""The picture by an identifier that its address does not have: on its element, or on the link around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import same_site
from imgcrawl.naming.stems import Power, ids
from imgcrawl.pages.choosing.offered import Offer, Offered

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.sought import Sought

_PICTURE = "(?:photo|image|picture|pic|img|media|file|asset|attachment)"


def find_marked(offered: Offered, sought: Sought) -> list[Offer]:
    """Return the versions of the one picture whose element carries the id that is all the wanted address tells."""
    wanted = sought.wanted
    key = only_id(wanted)
    if key is None:
        return []
    strong = [offer for offer in offered if not offer.candidate.kind.weak]
    marked = [offer for offer in strong if any(_marks_picture(mark, key) for mark in offer.candidate.marks)]
    own = [Offer(c, a) for c, a in marked if not a.keys - {key} and same_site(a.host, wanted.host)]
    return own if len({c.group for c, _ in marked}) == 1 else []


def only_id(wanted: Address) -> str | None:
    """Return the id when the wanted address tells nothing else about its image."""
    keys = wanted.keys
    if len(keys) != 1 or (wanted.power not in {Power.NONE, Power.ID} and not wanted.stem.isdigit()):
        return None
    key = next(iter(keys))
    alone = wanted.stem.casefold() == key.casefold() or wanted.power is Power.NONE
    return key if alone and all(value == key for _, value in wanted.fields) else None


def _marks_picture(mark: str, key: str) -> bool:
    """Whether an element's id or its link names *key* as a picture's, not as a product's, an album's or a post's."""
    found = re.search(rf"(?:^|\b{_PICTURE}s?[-_/=]){re.escape(key)}(?:$|[/?#])", mark, re.IGNORECASE)
    return found is not None and not ids(mark) - {key}
