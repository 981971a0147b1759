"""The downloader: sends what the scheduler hands out, at once, as long as this process keeps up."""

from __future__ import annotations

import asyncio
from functools import partial, wraps
from types import CoroutineType
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.core.downloader import Downloader
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro, ensure_awaitable

from imgcrawl import clock, keys
from imgcrawl.config import RunConfig
from imgcrawl.frontier.capacity import Capacity, is_memory_short
from imgcrawl.remedies.answers.failures import is_at_ease
from imgcrawl.secrets import hide_secrets
from imgcrawl.transport.descriptors import fitted, open_files, wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from imgcrawl.catalogue import Journal

    Method = Callable[..., Any]

_TICK_S = 0.1
_STANDSTILL_S = 1.0
"""From here on a look that is late tells that the process, or the machine, has stood still."""


class DirectDownloader(Downloader):
    """Scrapy's downloader without its queues: the scheduler hands out nothing that may not be sent at once.

    Scrapy 2.19 does not enforce a per-domain limit on asyncio while the slot's delay is 0, and waiting in its queues
    costs a place among the requests in flight. The scheduler is told when a request is done, however it ended. The
    middlewares are called in Scrapy's order and by its rules; what is the same for every call is found out once.

    ``CONCURRENT_REQUESTS``, as far as files may be open, is the most that is ever in flight; how many it is at the
    moment follows from how well the process keeps up (:class:`~imgcrawl.frontier.capacity.Capacity`).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        hide_secrets(crawler.settings)  # the log has been set up anew since its formatter was built
        self._before, self._after, self._rescue = map(
            self._methods, ("process_request", "process_response", "process_exception")
        )
        self.capacity = Capacity(fitted(wanted(crawler.settings), open_files()).busy)
        self._processes = _processes(crawler)
        self._ticking: asyncio.TimerHandle | None = None
        self._due, self._seen_at = 0.0, clock.now()
        self._most_active = self._most_since_tick = 0
        self._is_held = False

    def needs_backout(self) -> bool:
        """Say whether no more requests may be in flight: there are enough, or the outcomes find no room.

        A row whose outcome waits for the catalogue keeps all that belongs to it in memory, some 20 KB.
        """
        self._is_held = _is_journal_full(self.crawler.spider)
        return self._is_held or len(self.active) >= self.capacity.limit

    def fetch(self, request: Request) -> Deferred[Response | Request]:  # type: ignore[override]
        """Send *request* through the middlewares and the handler."""
        return deferred_from_coro(self.begin(request))

    def begin(self, request: Request) -> Coroutine[Any, Any, Response | Request]:
        """Count *request* in, and return what is to be awaited for it: what :meth:`fetch` ends with."""
        if self._ticking is None:
            self._wait()
        self.active.add(request)
        self._most_since_tick = max(self._most_since_tick, len(self.active))
        return self._sent(request)

    async def _sent(self, request: Request) -> Response | Request:
        try:
            result = await self._through_middlewares(request)
        finally:
            self.active.remove(request)
            scheduler: Any = self.crawler.engine.scheduler
            scheduler.release(request)
        if isinstance(result, Response):
            self.crawler.stats.inc_value("response_received_count")
        return result

    def close(self) -> None:
        """Tell how many requests were in flight, and how late the loop was."""
        if self._ticking is not None:
            self._ticking.cancel()
            stats, capacity = self.crawler.stats, self.capacity
            stats.set_value(keys.STAT_IN_FLIGHT_MAX, max(self._most_active, self._most_since_tick))
            stats.set_value(keys.STAT_IN_FLIGHT_LIMIT, capacity.limit)
            stats.set_value(keys.STAT_LAG_MAX, round(capacity.worst_lag_s, 3))
        super().close()

    def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        self._due, self._seen_at = loop.time() + _TICK_S, clock.now()
        self._ticking = loop.call_at(self._due, self._tick)

    def _tick(self) -> None:
        now = asyncio.get_running_loop().time()
        is_short = is_memory_short(self._processes)
        has_grown = self.capacity.note(now, now - self._due, self._most_since_tick, is_memory_short=is_short)
        self._most_active = max(self._most_active, self._most_since_tick)
        self._most_since_tick = len(self.active)
        stood_s = clock.now() - self._seen_at - _TICK_S
        self._wait()
        scheduler: Any = self.crawler.engine.scheduler if self.crawler.engine else None
        if stood_s > _STANDSTILL_S and scheduler is not None:
            scheduler.deadlines.excuse(stood_s)
        has_room = self._is_held and not _is_journal_full(self.crawler.spider)
        if (has_grown or has_room) and scheduler is not None:
            scheduler.wake()

    def _methods(self, name: str) -> list[Method]:
        """Return the middlewares' methods called *name*; those of old that want the spider are given it."""
        old = self.middleware._mw_methods_requiring_spider  # noqa: SLF001
        methods: Sequence[Any] = self.middleware.methods[name]
        return [self._with_spider(method) if method in old else method for method in methods]

    def _with_spider(self, method: Method) -> Method:
        @wraps(method)
        def called(**arguments: Any) -> Any:
            return method(**arguments, spider=self.crawler.spider)

        return called

    async def _through_middlewares(self, request: Request) -> Response | Request:
        result: Any
        try:
            for method in self._before:
                result = method(request=request)
                if type(result) is CoroutineType:
                    result = await result
                if result is not None and (result := await _settled(result, method)) is not None:
                    break
            else:
                result = await self._enqueue_request(request)
        except Exception as exc:
            if (result := await self._rescued(request, exc)) is None:
                raise
        return await self._passed_on(request, result) if isinstance(result, Response) else result

    async def _rescued(self, request: Request, exc: Exception) -> Response | Request | None:
        """Return what a middleware makes of *exc*; None if none makes anything of it."""
        for method in self._rescue:
            result: Response | Request | None = await _settled(method(request=request, exception=exc), method)
            if result is not None:
                return result
        return None

    async def _passed_on(self, request: Request, result: Response) -> Response | Request:
        """Return what the middlewares make of a response."""
        for method in self._after:
            answer = method(request=request, response=result)
            if type(answer) is CoroutineType:
                answer = await answer
            if answer is result:  # as most have it
                continue
            answer = await _settled(answer, method)
            if answer is None:
                raise TypeError(f"{method.__qualname__}() must return a response or a request, got None")
            if isinstance(answer, Request):
                return answer
            result = answer
        return result

    async def _enqueue_request(self, request: Request) -> Response:
        scheduler: Any = self.crawler.engine.scheduler
        tell = partial(self.signals.send_catch_log, request=request, spider=self.crawler.spider)
        tell(signals.request_reached_downloader)
        try:
            response = await self.handlers.download_request_async(request)
            if keys.SENT_AT in request.meta:
                is_well = is_at_ease(response.status, response.headers, now=clock.now())
                scheduler.reports.answered(request, well=is_well)
            tell(signals.response_downloaded, response=response)
            return response
        finally:
            tell(signals.request_left_downloader)


def _is_journal_full(spider: Any) -> bool:
    """Say whether the catalogue is behind with the outcomes of *spider*, if it has one."""
    journal: Journal | None = getattr(spider, "journal", None)
    return journal is not None and journal.is_full


def _processes(crawler: Crawler) -> int:
    """Return how many processes work on the list on this machine: those that ``-j`` has started."""
    shard = getattr(getattr(crawler.spider, "options", None), "shard", None)
    return shard.count if shard and RunConfig.from_settings(crawler.settings).report_fd >= 0 else 1


async def _settled(result: Any, method: Method) -> Any:
    """Return what a middleware's *method* returned, awaited where it is awaitable.

    :raises TypeError: if it is nothing that a middleware may return.
    """
    if result is None or isinstance(result, (Response, Request)):
        return result
    result = await ensure_awaitable(result)
    if result is None or isinstance(result, (Response, Request)):
        return result
    raise TypeError(f"{method.__qualname__}() must return None, a response or a request, got {type(result).__name__}")
