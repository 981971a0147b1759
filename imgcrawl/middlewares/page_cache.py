"""Fetches each page once, however many rows were found on it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imgcrawl import keys

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from imgcrawl.remedies.state import FetchState

_MOST_BYTES = 64_000_000
_MOST_PAGES = 2_000
_LONGEST_WAIT_S = 120.0


@dataclass(slots=True)
class _Page:
    """A page, known or on its way. *asker*: the key of the row that fetches it, retries and redirects included."""

    asker: int
    response: asyncio.Future[Response] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class PageCacheMiddleware:
    """Keeps the pages fetched last, up to 2,000 of 64 MB, and lets rows that want the same page wait for one fetch."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, _Page] = OrderedDict()
        self._bytes = 0

    async def process_request(self, request: Request) -> Response | None:
        """Return the page if it is known; the row that asks first fetches it."""
        if not request.meta.get(keys.PAGE):
            return None
        state: FetchState = request.meta[keys.FETCH]
        url = state["page_url"] or ""
        page = self._pages.get(url)
        if page is None:
            self._pages[url] = _Page(state["lane"])
            return None
        if page.asker == state["lane"]:
            return None
        self._pages.move_to_end(url)
        try:
            response = await asyncio.wait_for(asyncio.shield(page.response), _LONGEST_WAIT_S)
        except TimeoutError:
            return None
        return response.replace(request=request)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Keep the page and hand it to whoever waits."""
        page = self._awaited(request)
        if page is not None:
            page.response.set_result(response)
            self._bytes += len(response.body)
            self._shrink()
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Pass the failure of a page on to whoever waits; the next row that wants it tries anew."""
        page = self._awaited(request)
        if page is not None:
            del self._pages[request.meta[keys.FETCH]["page_url"] or ""]
            page.response.set_exception(exception)
            page.response.exception()  # retrieved here, so that asyncio does not complain when nobody waits

    def _awaited(self, request: Request) -> _Page | None:
        if not request.meta.get(keys.PAGE):
            return None
        state: FetchState = request.meta[keys.FETCH]
        page = self._pages.get(state["page_url"] or "")
        return page if page is not None and page.asker == state["lane"] and not page.response.done() else None

    def _shrink(self) -> None:
        for url in list(self._pages):
            if self._bytes <= _MOST_BYTES and len(self._pages) <= _MOST_PAGES:
                return
            page = self._pages[url]
            if page.response.done():
                del self._pages[url]
                self._bytes -= len(page.response.result().body)
