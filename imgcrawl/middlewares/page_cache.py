"""Fetches each page once, however many rows were found on it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imgcrawl import clock, keys

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from imgcrawl.remedies.attempts.state import FetchState

_MOST_BYTES = 64_000_000
_MOST_PAGES = 2_000
_LONGEST_WAIT_S = 120.0
_AGAIN_S = 0.5


@dataclass(slots=True)
class _Page:
    """A page, known or on its way since *asked_at*. *asker*: the lane of the row that fetches it."""

    asker: int
    asked_at: float = field(default_factory=clock.now)
    came_at: float = 0.0
    response: Response | None = None


class PageCacheMiddleware:
    """Keeps the pages fetched last, up to 2,000 of 64 MB, and lets rows that want the same page wait for one fetch."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, _Page] = OrderedDict()
        self._bytes = 0

    async def process_request(self, request: Request) -> Request | Response | None:
        """Return the page if it is known; the row that asks first fetches it, the others come again later.

        None of them waits here, where it would hold a place among the requests of the host. A page that does not come,
        so that the row that asked for it goes on to something else, is asked for by the next row.
        """
        if not request.meta.get(keys.PAGE):
            self._give_up(request)
            return None
        state: FetchState = request.meta[keys.FETCH]
        url = _url(request)
        self._drop_stale(url, request.meta.get(keys.PAGE_AFTER, 0.0))
        page = self._pages.get(url)
        if page is None:
            self._pages[url] = _Page(state["lane"])
            return None
        if page.asker == state["lane"]:
            return None
        self._pages.move_to_end(url)
        if page.response is not None:
            request.meta[keys.PAGE_CAME_AT] = page.came_at
            return page.response.replace(request=request)
        if clock.now() - page.asked_at > _LONGEST_WAIT_S:
            self._pages[url] = _Page(state["lane"])
            return None
        later = request.replace()
        later.meta[keys.NOT_BEFORE] = clock.now() + _AGAIN_S
        return later

    async def process_response(self, request: Request, response: Response) -> Response:
        """Keep the page and hand it to whoever waits."""
        page = self._awaited(request)
        if page is not None:
            page.response, page.came_at = response, clock.now()
            self._bytes += len(response.body)
            self._shrink()
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002
        """Forget a page that could not be had; the next row that wants it tries anew."""
        if self._awaited(request) is not None:
            del self._pages[_url(request)]

    def _give_up(self, request: Request) -> None:
        """Forget the page that the row of *request*, which is for something else, was to fetch."""
        state: FetchState | None = request.meta.get(keys.FETCH)
        url = state["page_url"] or "" if state else ""
        page = self._pages.get(url)
        if state and page is not None and page.asker == state["lane"] and page.response is None:
            del self._pages[url]

    def _drop_stale(self, url: str, after: float) -> None:
        page = self._pages.get(url)
        if page is not None and page.response is not None and page.came_at <= after:
            del self._pages[url]
            self._bytes -= len(page.response.body)

    def _awaited(self, request: Request) -> _Page | None:
        if not request.meta.get(keys.PAGE):
            return None
        state: FetchState = request.meta[keys.FETCH]
        page = self._pages.get(_url(request))
        return page if page is not None and page.asker == state["lane"] and page.response is None else None

    def _shrink(self) -> None:
        while self._bytes > _MOST_BYTES or len(self._pages) > _MOST_PAGES:
            known = ((url, page.response) for url, page in self._pages.items() if page.response is not None)
            if (oldest := next(known, None)) is None:
                return
            url, response = oldest
            del self._pages[url]
            self._bytes -= len(response.body)


def _url(request: Request) -> str:
    """Return the address by which the page is known, wherever redirects led *request*."""
    state: FetchState = request.meta[keys.FETCH]
    return request.meta.get(keys.PAGE_ONWARD) or state["page_url"] or ""
