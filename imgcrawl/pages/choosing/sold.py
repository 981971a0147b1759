"""Names of goods that end as names of versions do: shirts in small and large, lamps of 300 and 500 watts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from imgcrawl.naming.stems import random_part
from imgcrawl.pages.reading.kinds import IN_SET, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.pages.choosing.choice import Match
    from imgcrawl.pages.reading.kinds import Candidate

_SIZE = re.compile(r"[-_](small|medium|large)\.[a-z]+$", re.IGNORECASE)
_WATTS = re.compile(r"(.+[-_])(\d{2,4})w\.[a-z]{3,4}", re.IGNORECASE)
_MOST_CHARACTERS = 300


def are_sold_in_sizes(matches: Sequence[Match]) -> bool:
    """Whether pictures of their own, not versions of one, are called small, medium and large: shirts, rings, pizzas."""
    if any(match.candidate.kind is not Kind.SRC for match in matches):
        return False
    return len({found[1].lower() for m in matches if (found := _SIZE.search(m.address.path))}) > 1


def may_be_other_model(candidate: Candidate, wanted_url: str) -> bool:
    """Whether *candidate* differs from the wanted picture in a number of watts, which the page does not call a width.

    A name that was drawn is no model's.
    """
    own, other = map(_watts, (wanted_url, candidate.url))
    if own is None or other is None or own[1] != other[1] or own[2] == other[2] or random_part(own[1]):
        return False
    return candidate.kind not in IN_SET and candidate.width != int(other[2])


def _watts(url: str) -> re.Match[str] | None:
    name = unquote(url.partition("?")[0].rpartition("/")[2])
    return _WATTS.fullmatch(name) if len(name) <= _MOST_CHARACTERS else None
