"""The download handler for http and https, on the curl transport."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import HtmlResponse, Response
from scrapy.http.headers import Headers

from imgcrawl import keys
from imgcrawl.config import TransportConfig
from imgcrawl.identity.headers import order_headers
from imgcrawl.transport import AddressGuard, CurlTransport, FetchError, FetchRequest, Resolver

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from imgcrawl.transport import FetchResult

_WATCH_S = 0.25
_GRACE_S = 1.5


class CurlDownloadHandler(BaseDownloadHandler):
    """Fetches with pooled curl connections that shake hands as the request's identity does.

    Reads the meta keys ``imgcrawl_family``, ``imgcrawl_tls_profile`` and ``imgcrawl_timeout_factor``, writes
    ``imgcrawl_timings`` and ``download_latency``. Raises :class:`~imgcrawl.transport.FetchError`. When the run is told
    to stop, transfers in flight get a moment to finish and are then cut off.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._transport = _transport(crawler)
        self._watch: asyncio.Task[None] | None = None

    async def download_request(self, request: Request) -> Response:
        """Fetch *request* and return its response; redirects and encodings are left to the middlewares."""
        if self._watch is None:
            self._watch = asyncio.create_task(self._cut_off_at_shutdown())
        meta = request.meta
        try:
            result = await self._transport.fetch(_fetch_request(request))
        except FetchError as exc:
            meta[keys.TIMINGS] = exc.timings.as_dict()
            raise
        meta[keys.TIMINGS] = timings = result.timings.as_dict()
        meta["download_latency"] = (timings["ttfb_ms"] or 0.0) / 1000
        return _response(request, result)

    async def close(self) -> None:
        """Close every connection."""
        if self._watch is not None:
            self._watch.cancel()
        stats, counts = self.crawler.stats, self._transport.stats()
        stats.set_value(keys.STAT_REQUESTS, counts.requests)
        stats.set_value(keys.STAT_CONNECTIONS, counts.connections)
        await self._transport.close()

    async def _cut_off_at_shutdown(self) -> None:
        while self.crawler.crawling:  # noqa: ASYNC110 - Scrapy sends no signal when a stop begins
            await asyncio.sleep(_WATCH_S)
        await asyncio.sleep(_GRACE_S)
        self._transport.abort()


_transports: WeakKeyDictionary[Crawler, CurlTransport] = WeakKeyDictionary()


def _transport(crawler: Crawler) -> CurlTransport:
    """Return the crawler's one transport: Scrapy makes a handler for each scheme."""
    if crawler not in _transports:
        config = TransportConfig.from_settings(crawler.settings)
        guard = AddressGuard(config.allow_networks)
        _transports[crawler] = CurlTransport(config, guard=guard, resolver=Resolver(config))
    return _transports[crawler]


def _fetch_request(request: Request) -> FetchRequest:
    meta = request.meta
    pairs = (
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in request.headers.items()
        for value in values
    )
    return FetchRequest(
        request.url,
        headers=order_headers(meta.get(keys.FAMILY, ""), pairs),
        profile=meta.get(keys.TLS_PROFILE),
        timeout_factor=meta.get(keys.TIMEOUT_FACTOR, 1.0),
    )


def _response(request: Request, result: FetchResult) -> Response:
    cls = HtmlResponse if request.meta.get(keys.PAGE) else Response
    return cls(
        request.url,
        status=result.status,
        headers=Headers(result.headers),  # all at once: one by one would take time in the square of their number
        body=result.body,
        protocol=result.http_version,
        request=request,
    )
