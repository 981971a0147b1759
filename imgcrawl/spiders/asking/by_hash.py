"""Pictures of a row's page that nothing but the known hash of its image can tell from others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from imgcrawl import keys
from imgcrawl.intake.address import host_of
from imgcrawl.naming.same_image import Confidence
from imgcrawl.pages.choosing.choice import Choice
from imgcrawl.recent import Recent

if TYPE_CHECKING:
    from scrapy.http import Response

    from imgcrawl.pages.page import ImagePage
    from imgcrawl.records import Outcome
    from imgcrawl.remedies.attempts.state import FetchState

_MOST_VAIN: Final = 8
_MOST_AT_ONCE: Final = 64
"""Rows of a host that have their pictures asked for before it is known whether that has helped any."""
_HOSTS: Final = 20_000


@dataclass(slots=True)
class _Tried:
    """What came of the rows of a host; *vain*: of those that ended since one had its image."""

    under_way: int = 0
    vain: int = 0
    has_helped: bool = False

    @property
    def is_worth_it(self) -> bool:
        return self.vain < _MOST_VAIN and (self.has_helped or self.under_way < _MOST_AT_ONCE)


class ByHash:
    """Has the pictures of pages asked for in turn until one has the known hash.

    A host whose pages were gone through for eight rows in vain is spared that. Rows that are under way tell nothing
    yet, many as they may be.
    """

    def __init__(self) -> None:
        self._hosts: Recent[str, _Tried] = Recent(_HOSTS)
        self._rows: dict[str, str] = {}

    def choice(self, response: Response, page: ImagePage, row: str) -> Choice | None:
        """Return the first of a page's pictures, with the others in its stead; None if none is to be asked for.

        *row*: the id of the row, by which its outcome is known.
        """
        state: FetchState = response.meta[keys.FETCH]
        if not state["known_hash"] or state["by_hash"] or keys.VERDICT in response.meta:
            return None
        host = host_of(state["page_url"] or "")
        tried = self._hosts.use(host, _Tried)
        if not tried.is_worth_it or not (likely := page.likely()):
            return None
        state["by_hash"] = True
        self._rows[row] = host
        tried.under_way += 1
        first, *others = likely
        return Choice(first, Confidence.HASH, "The page shows it, and only its hash can tell.", instead=tuple(others))

    def recorded(self, outcome: Outcome) -> None:
        """Note the *outcome* of a row; if its page had the image with its hash others of the host are looked for so."""
        if (host := self._rows.pop(outcome.id, None)) is None:
            return
        tried = self._hosts.use(host, _Tried)
        has_helped = bool(outcome.hash_matches) and outcome.rescued_by == "page"
        tried.under_way = max(0, tried.under_way - 1)
        tried.vain = 0 if has_helped else tried.vain + 1
        tried.has_helped = tried.has_helped or has_helped
