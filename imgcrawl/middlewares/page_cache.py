"""Fetches each page once, however many rows were found on it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

from imgcrawl import keys

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_MOST_BYTES = 64_000_000


class PageCacheMiddleware:
    """Keeps the pages fetched last, up to 64 MB, and lets rows that want the same page wait for one request."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, asyncio.Future[Response]] = OrderedDict()
        self._bytes = 0

    async def process_request(self, request: Request) -> Response | None:
        """Return the page if it is known; the first request for it goes through."""
        if not request.meta.get(keys.PAGE) or keys.VERDICT in request.meta:
            return None
        page = self._pages.get(request.url)
        if page is None or (page.done() and page.exception() is not None):
            self._pages[request.url] = asyncio.get_running_loop().create_future()
            return None
        self._pages.move_to_end(request.url)
        response = await asyncio.shield(page)
        return response.replace(request=request)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Keep the page and hand it to whoever waits."""
        page = self._pages.get(request.url) if request.meta.get(keys.PAGE) else None
        if page is not None and not page.done():
            page.set_result(response)
            self._bytes += len(response.body)
            self._shrink()
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Pass the failure of a page on to whoever waits; the next request for it tries anew."""
        page = self._pages.get(request.url) if request.meta.get(keys.PAGE) else None
        if page is not None and not page.done():
            page.set_exception(exception)
            page.exception()  # retrieved here, so that asyncio does not complain when nobody waits

    def _shrink(self) -> None:
        while self._bytes > _MOST_BYTES and len(self._pages) > 1:
            url, oldest = next(iter(self._pages.items()))
            if not oldest.done():
                self._pages.move_to_end(url)
                break
            del self._pages[url]
            if oldest.exception() is None:
                self._bytes -= len(oldest.result().body)
