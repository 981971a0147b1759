"""Pictures of a row's page that nothing but the known hash of its image can tell from others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl import keys
from imgcrawl.intake.address import host_of
from imgcrawl.naming.same_image import Confidence
from imgcrawl.pages.choosing.evidence import Choice
from imgcrawl.recent import Recent

if TYPE_CHECKING:
    from scrapy.http import Response

    from imgcrawl.pages.page import ImagePage
    from imgcrawl.records import Outcome
    from imgcrawl.remedies.attempts.state import FetchState

_MOST_VAIN: Final = 8
_HOSTS: Final = 20_000


class ByHash:
    """Has the pictures of pages asked for in turn until one has the known hash.

    A host whose pages were gone through for eight rows in vain is spared that.
    """

    def __init__(self) -> None:
        self._vain: Recent[str, int] = Recent(_HOSTS)

    def choice(self, response: Response, page: ImagePage) -> Choice | None:
        """Return the first of a page's pictures, with the others in its stead; None if none is to be asked for."""
        state: FetchState = response.meta[keys.FETCH]
        host = host_of(state["page_url"] or "")
        vain = self._vain.get(host, 0)
        if not state["known_hash"] or state["by_hash"] or vain >= _MOST_VAIN or keys.VERDICT in response.meta:
            return None
        if not (likely := page.likely()):
            return None
        state["by_hash"] = True
        self._vain.put(host, vain + 1)
        first, *others = likely
        return Choice(first, Confidence.HASH, "The page shows it, and only its hash can tell.", instead=tuple(others))

    def recorded(self, outcome: Outcome) -> None:
        """Note the *outcome* of a row whose page had the image with its hash: others of the host are looked for so."""
        self._vain.pop(host_of(outcome.page_url or ""), None)
