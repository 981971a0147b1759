"""Pages whose cookies bring images for a while: which of them are worth a fresh one."""

from __future__ import annotations

from dataclasses import dataclass

from imgcrawl import clock
from imgcrawl.recent import Recent

MOST_RENEWALS = 10
"""Times that one page is fetched anew in a run for the cookie it sets."""

_MOST_PAGES = 2_000


@dataclass(slots=True)
class _Page:
    """*has_helped*: an image came since its last cookie; *renewed_at*: when that was asked for, in epoch seconds."""

    has_helped: bool = False
    renewals: int = 0
    renewed_at: float = 0.0


class PageCookies:
    """Remembers the 2,000 pages used last whose cookies were taken along, and what came of it."""

    def __init__(self) -> None:
        self._pages: Recent[str, _Page] = Recent(_MOST_PAGES)

    def taken(self, page_url: str) -> None:
        """Note that an image is asked for with the cookies of *page_url*."""
        self._pages.use(page_url, _Page)

    def brought(self, page_url: str | None) -> None:
        """Note that an image of *page_url* has come."""
        page = self._pages.get(page_url or "")
        if page is not None:
            page.has_helped = True

    def renews(self, page_url: str, *, after: float) -> bool:
        """Say whether the page is to be fetched anew for a row that a cookie of before *after* did not help.

        It is if the last cookie has brought an image, ten times at most, and for rows that come while it is under way.
        """
        page = self._pages.get(page_url)
        if page is None:
            return False
        if page.renewed_at > after:
            return True
        if not page.has_helped or page.renewals >= MOST_RENEWALS:
            return False
        page.has_helped, page.renewals, page.renewed_at = False, page.renewals + 1, clock.now()
        return True
