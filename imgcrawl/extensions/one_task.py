"""Makes each request one task, from the scheduler to what the spider makes of its answer."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request, signals
from scrapy.core import engine as scrapys
from scrapy.core.engine import ExecutionEngine
from scrapy.core.scraper import Scraper, Slot
from scrapy.utils.log import logformatter_adapter
from twisted.python.failure import Failure

from imgcrawl.extensions.short_ways import ShortWay, check_known

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

_KNOWN: Final = (
    (ExecutionEngine, "_start_scheduled_request", ["self"]),
    (ExecutionEngine, "crawl", ["self", "request"]),
    (Scraper, "_scrape", ["self", "result", "request"]),
    (Scraper, "_check_if_closing", ["self"]),
    (Slot, "add_response_request", ["self", "result", "request"]),
    (Slot, "next_response_request_deferred", ["self"]),
    (Slot, "finish_response", ["self", "result", "request"]),
)
"""The methods that are replaced or called, and their arguments."""

_running: set[asyncio.Task[None]] = set()
"""The event loop itself would forget a task that waits."""


class OneTask(ShortWay):
    """Leads requests to their answers, and these to the spider, without Scrapy's chain of Deferreds and second task.

    They are told of, counted and logged as by Scrapy's own engine and scraper, in the same order.

    :raises NotConfigured: if Scrapy's methods are not those that are replaced or called here.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        check_known(_KNOWN)

    def spider_opened(self) -> None:
        """Let the engine take the short way, if it has a downloader that knows it."""
        engine: Any = self._crawler.engine
        if hasattr(engine.downloader, "begin"):
            engine._start_scheduled_request = partial(_start_next, engine)  # noqa: SLF001


def _start_next(engine: Any) -> bool:
    """Begin with the scheduler's next request; say whether it had one."""
    slot = engine._slot  # noqa: SLF001
    request = slot.scheduler.next_request()
    if request is None:
        engine.signals.send_catch_log(signals.scheduler_empty)
        return False
    slot.add_request(request)
    task = asyncio.create_task(_served(engine, request, engine.downloader.begin(request)))
    _running.add(task)
    task.add_done_callback(_running.discard)
    return True


async def _served(engine: Any, request: Request, answer: Awaitable[Response | Request]) -> None:
    """Let the spider take up the *answer* for *request*, or the failure to get one."""
    slot = engine._slot  # noqa: SLF001
    try:
        result = await _awaited(engine, request, answer)
        slot.nextcall.schedule()
        if isinstance(result, Request):
            engine.crawl(result)
        else:
            await _scraped(engine.scraper, result, request)
    except Exception:
        logger.exception("what came for a request was lost", extra={"spider": engine.spider})
    finally:
        slot.remove_request(request)
        slot.nextcall.schedule()


async def _awaited(
    engine: Any, request: Request, answer: Awaitable[Response | Request]
) -> Response | Request | Failure:
    """Return the *answer*, of which whoever listens was told if it is a response.

    A failure is returned from here at once: no name in the frames that its traceback holds may hold it as well.
    """
    try:
        result = await answer
        if not isinstance(result, Request):
            _tell(engine, request, result)
    except (Exception, asyncio.CancelledError):  # noqa: BLE001 - it is the spider's
        return Failure()  # type: ignore[no-untyped-call]
    return result


def _tell(engine: Any, request: Request, response: Response) -> None:
    if response.request is None:
        response.request = request
    asked, spider = response.request, engine.spider
    if (line := engine.logformatter.crawled(asked, response, spider)) is not None:
        scrapys.logger.log(*logformatter_adapter(line), extra={"spider": spider})
    engine.signals.send_catch_log(signals.response_received, response=response, request=asked, spider=spider)


async def _scraped(scraper: Any, result: Response | Failure, request: Request) -> None:
    """Let the spider and the pipelines deal with *result*, which takes its room in the scraper meanwhile."""
    slot = scraper.slot
    slot.add_response_request(result, request)
    slot.next_response_request_deferred()
    try:
        await scraper._scrape(result, request)  # noqa: SLF001
    finally:
        slot.finish_response(result, request)
        scraper._check_if_closing()  # noqa: SLF001
