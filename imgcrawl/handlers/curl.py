"""The download handler for http and https, on the curl transport."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, ref

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import HtmlResponse, Response
from scrapy.utils.httpobj import urlparse_cached

from imgcrawl import keys
from imgcrawl.config import TransportConfig
from imgcrawl.errors import FIRST_ERROR_STATUS, HostPaused, RunStopped
from imgcrawl.handlers.headers import AnswerHeaders
from imgcrawl.identity.headers import order_headers
from imgcrawl.identity.origins import DEFAULT_PORTS, place_of
from imgcrawl.transport import (
    TIMEOUTS,
    AddressGuard,
    CurlTransport,
    FetchError,
    FetchRequest,
    Resolver,
    Ways,
)
from imgcrawl.transport.descriptors import fitted, open_files, wanted
from imgcrawl.transport.encodings import proves_zipped_end, unpacked
from imgcrawl.transport.exchange import asks_to_wait
from imgcrawl.transport.logins import Logins
from imgcrawl.transport.pause import NetworkPause
from imgcrawl.transport.proxy import Proxy
from imgcrawl.validation.decoding.ends import page_ends, proves_its_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler

    from imgcrawl.transport import FetchResult
    from imgcrawl.transport.pause import Awaited

logger = logging.getLogger(__name__)

_MOST_ROBOTS_BYTES = 2_000_000
"""Of a robots.txt: four times what is read of it. Many hosts are asked for theirs at once, as a list begins."""

_MOST_UNZIPPED_BYTES = 64_000_000
"""Of a body whose transfer failed, to see whether it came whole."""

_STANDSTILL_S = 1.0
"""So late an event loop may have missed what came in time: a transfer takes several turns of it, in 10 s."""


class CurlDownloadHandler(BaseDownloadHandler):
    """Fetches with pooled curl connections that shake hands as the request's identity does.

    Reads the meta keys ``imgcrawl_family``, ``imgcrawl_tls_profile``, ``imgcrawl_fresh`` and
    ``imgcrawl_timeout_factor``, writes ``imgcrawl_timings`` and ``download_latency``. Raises
    :class:`~imgcrawl.transport.FetchError`. When the run is told to stop, transfers in flight get a moment to finish
    and are then cut off. During an outage of the network nothing is sent. A request that failed for it, when it is
    over, and one whose host has asked for a pause since the request was handed out, unless it had left before, raise
    :class:`~imgcrawl.errors.HostPaused`; so does, once, one that ran out of time while this process stood still. A
    spider's own requests, which nobody would put back, do not. Sends ``slowdown_requested`` and ``outage_changed``.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._transport, self._ways = _transport(crawler)
        self._logins = Logins(self._transport)
        crawler.signals.connect(self._cut_off, signal=keys.stop_overdue)
        crawler.signals.connect(self._recall, signal=keys.host_paused)
        crawler.signals.connect(self._awaited, signal=keys.outage_wanted)

    async def download_request(self, request: Request) -> Response:
        """Fetch *request* and return its response; redirects and encodings are left to the middlewares."""
        meta, address = request.meta, urlparse_cached(request)
        host, port = place_of(address.netloc)
        scheme, is_ours = address.scheme, _is_ours(request)
        await self._ways.over(scheme)
        began = asyncio.get_running_loop().time()
        order = _fetch_request(request, self._is_held, self._is_paced, self._announce)
        is_counted = keys.FETCH in meta
        try:
            result = await self._logins.fetch(order)
        except FetchError as exc:
            meta[keys.TIMINGS], meta[keys.REPEATS] = exc.timings.as_dict(), exc.repeats
            await self._check_proxy(scheme, host, exc.tunnel_status, by_tunnel=True)
            if is_ours and (self._is_our_fault(request, exc, began) or await self._is_outage(scheme, host, began, exc)):
                raise HostPaused from exc
            if is_counted and await self._ways.is_said_for_all(scheme, host, order, exc, began=began):
                raise HostPaused from exc
            if exc.status is not None and exc.status >= FIRST_ERROR_STATUS:
                if self._ways.may_be_the_proxys(scheme, exc.status):
                    self._tell(request, exc.status, exc.headers)
                return _response(request, exc.status, exc.headers)  # the body of an error tells nothing more
            raise
        await self._check_proxy(scheme, host, result.status, by_tunnel=False)
        if is_counted and await self._ways.is_said_for_all(scheme, host, order, result, began=began):
            raise HostPaused
        if not self._ways.may_be_the_proxys(scheme, result.status):
            self._ways.answered(scheme, host, port or DEFAULT_PORTS[scheme], result)
        else:
            if is_ours and await self._is_outage(scheme, host, began):
                raise HostPaused
            self._tell(request, result.status, result.headers)
        meta[keys.TIMINGS] = timings = result.timings.as_dict()
        meta[keys.REPEATS] = result.repeats
        if result.fault:
            meta[keys.FAULT] = result.fault
        meta["download_latency"] = (timings["ttfb_ms"] or 0.0) / 1000
        return _response(request, result.status, result.headers, result.body, result.http_version)

    async def _is_outage(self, scheme: str, host: str, began: float, error: FetchError | None = None) -> bool:
        """Say whether what *host* failed with is nothing of its own but an outage that was sat out."""
        return await self._ways.explain(scheme, host, error, began=began)

    async def _check_proxy(self, scheme: str, host: str, status: int, *, by_tunnel: bool) -> None:
        """Stop the run if *status*, of a tunnel to *host* or of an answer from there, shows that the proxy refuses us.

        :raises RunStopped: if so.
        """
        if not await self._ways.are_closed(scheme, host, status, by_tunnel=by_tunnel):
            return
        if not self._ways.has_stopped:
            self._ways.abort()
            _stop(ref(self.crawler), "proxy_refused", f"the proxy of IMGCRAWL_PROXY refuses this client ({status})")
        raise RunStopped("the proxy refuses this client")

    def _is_our_fault(self, request: Request, error: FetchError, began: float) -> bool:
        """Say whether *request* ran out of time, for the first time, while the event loop stood still."""
        if error.slug not in TIMEOUTS or request.meta.get(keys.EXCUSED) or self.crawler.engine is None:
            return False
        downloader: Any = self.crawler.engine.downloader
        if downloader.capacity.worst_lag_since(began) < _STANDSTILL_S:
            return False
        request.meta[keys.EXCUSED] = True
        self.crawler.stats.inc_value(keys.STAT_EXCUSED)
        return True

    def _is_held(self, request: Request) -> bool:
        """Say whether the host of *request*, if we would put it back, has asked for a pause since it was handed out."""
        if not _is_ours(request):
            return False
        return self._scheduler is not None and bool(self._scheduler.is_paused(request))

    def _is_paced(self, request: Request) -> bool:
        """Say whether the host of *request* wants an interval between two requests."""
        return self._scheduler is not None and bool(self._scheduler.is_paced(request))

    @property
    def _scheduler(self) -> Any:
        return self.crawler.engine.scheduler if self.crawler.engine else None

    def _announce(self, request: Request, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        """Tell of an error answer that may ask for fewer requests while its body is still on its way.

        Not yet of one that may be the proxy's: no host is to be slowed down for an outage.
        """
        if not self._ways.may_be_the_proxys(urlparse_cached(request).scheme, status):
            self._tell(request, status, headers)

    def _tell(self, request: Request, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        if asks_to_wait(status, headers):
            self.crawler.signals.send_catch_log(
                keys.slowdown_requested, request=request, status=status, headers=AnswerHeaders.from_pairs(headers)
            )

    def _awaited(self) -> Awaited | None:
        return self._ways.awaited

    def _recall(self) -> None:
        self._transport.recall()

    async def close(self) -> None:
        """Close every connection; what is known of the ways, which holds requests and by these the crawler, goes."""
        self._ways.abort()
        stats, counts = self.crawler.stats, self._transport.stats()
        stats.set_value(keys.STAT_REQUESTS, counts.requests)
        stats.set_value(keys.STAT_CONNECTIONS, counts.connections)
        await self._transport.close()

    def _cut_off(self) -> None:
        self._transport.abort()
        self._ways.abort()


def _is_ours(request: Request) -> bool:
    """Say whether our middlewares put *request* back when its host has paused; others end with what is raised."""
    return keys.FETCH in request.meta or keys.ROBOTS in request.meta


_Parts = tuple[CurlTransport, Ways]

_transports: WeakKeyDictionary[Crawler, _Parts] = WeakKeyDictionary()
"""Nothing in a transport may refer to its crawler, which would keep both for ever."""


def _transport(crawler: Crawler) -> _Parts:
    """Return the crawler's one transport and its watches: Scrapy makes a handler for each scheme."""
    if crawler not in _transports:
        config = TransportConfig.from_settings(crawler.settings)
        config = replace(config, max_idle_connections=fitted(wanted(crawler.settings), open_files()).idle)
        resolver = Resolver(config, on_overload=partial(_count_overload, ref(crawler)))
        proxy = Proxy.from_url(config.proxy) if config.proxy else None
        transport = CurlTransport(config, guard=AddressGuard(config.allow_networks), resolver=resolver)
        lose, tell = partial(_lose_network, ref(crawler), proxy), partial(_tell_of_outage, ref(crawler))
        pause = partial(NetworkPause, config.outage_patience_s, lose, tell, told=Counter())
        ways = Ways(
            transport, resolver, proxy, pause=pause, on_found=partial(_give_away, ref(crawler), config.max_bytes)
        )
        _transports[crawler] = transport, ways
    return _transports[crawler]


def _count_overload(crawler: ref[Crawler]) -> None:
    if running := crawler():
        running.stats.inc_value(keys.STAT_DNS_OVERLOADS)


def _tell_of_outage(crawler: ref[Crawler]) -> None:
    if running := crawler():
        running.signals.send_catch_log(keys.outage_changed, awaited=_transports[running][1].awaited)


def _give_away(crawler: ref[Crawler], max_bytes: int, result: FetchResult) -> None:
    """Tell of what was given for all; without its encodings, as pictures are known."""
    if (running := crawler()) and (body := unpacked(result.body, result.headers, max_bytes=max_bytes)):
        running.signals.send_catch_log(keys.given_for_all, body=body)


_endings: WeakKeyDictionary[Crawler, asyncio.Task[None]] = WeakKeyDictionary()
"""Several ways may be lost at a time: the first ends the crawl, and says why."""


def _lose_network(crawler: ref[Crawler], proxy: Proxy | None) -> None:
    if proxy:
        _stop(crawler, "proxy_down", f"the proxy {proxy.url} (IMGCRAWL_PROXY) cannot be reached, or reaches nobody")
    else:
        _stop(crawler, "network_down", "the network stays down")


def _stop(crawler: ref[Crawler], reason: str, what: str) -> None:
    engine = running.engine if (running := crawler()) else None
    if running is not None and engine is not None and running not in _endings:
        logger.error("%s, the run stops: the same command goes on with it", what)
        _endings[running] = asyncio.create_task(engine.close_spider_async(reason=reason))


def _fetch_request(
    request: Request,
    is_held: Callable[[Request], bool],
    is_paced: Callable[[Request], bool],
    announce: Callable[[Request, int, list[tuple[bytes, bytes]]], None],
) -> FetchRequest:
    meta = request.meta
    fields = tuple([(name, *values) for name, values in dict.items(request.headers)])  # Headers.items() looks twice
    return FetchRequest(
        request.url,
        headers=_in_order(meta.get(keys.FAMILY, ""), fields),
        profile=meta.get(keys.TLS_PROFILE),
        timeout_factor=meta.get(keys.TIMEOUT_FACTOR, 1.0),
        is_held=partial(is_held, request),
        is_paced=partial(is_paced, request),
        on_error=partial(announce, request),
        single_connection=keys.SINGLE_CONNECTION in meta,
        fresh=keys.FRESH in meta,
        is_whole=partial(_is_whole, page_ends if meta.get(keys.PAGE) else proves_its_end),
        max_bytes=_MOST_ROBOTS_BYTES if keys.ROBOTS in meta else None,
    )


@lru_cache(maxsize=1024)
def _in_order(family: str, fields: tuple[tuple[bytes, ...], ...]) -> tuple[tuple[str, str], ...]:
    """Return *fields*, each with its name first, as *family* sends them; a host is sent the same each time."""
    pairs = ((name.decode("latin-1"), value.decode("latin-1")) for name, *values in fields for value in values)
    return order_headers(family, pairs)


def _is_whole(proves_end: Callable[[bytes], bool], body: bytes) -> bool:
    return proves_end(body) or proves_zipped_end(body, max_bytes=_MOST_UNZIPPED_BYTES)


def _response(
    request: Request, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b"", version: str | None = None
) -> Response:
    cls = HtmlResponse if request.meta.get(keys.PAGE) else Response
    response = cls(request.url, status=status, body=body, protocol=version, request=request)
    response.headers = AnswerHeaders.from_pairs(headers)  # handed to the constructor they would be copied, one by one
    return response
