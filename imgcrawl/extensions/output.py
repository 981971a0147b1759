"""Hands on what the spider yields, without the tasks and generators that Scrapy makes for each response."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from functools import partial
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request
from scrapy.core.scraper import Scraper
from scrapy.core.spidermw import SpiderMiddlewareManager
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.pipelines import ItemPipelineManager
from scrapy.utils.asyncgen import as_async_generator
from scrapy.utils.defer import ensure_awaitable
from scrapy.utils.python import global_object_name
from scrapy.utils.spider import iterate_spider_output
from twisted.python.failure import Failure

from imgcrawl.extensions.short_ways import ShortWay, check_known

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_KNOWN: Final = (
    (Scraper, "call_spider_async", ["self", "result", "request"]),
    (Scraper, "handle_spider_output_async", ["self", "result", "request", "response"]),
    (Scraper, "handle_spider_error", ["self", "_failure", "request", "response"]),
    (Scraper, "start_itemproc_async", ["self", "item", "response"]),
    (SpiderMiddlewareManager, "scrape_response_async", ["self", "scrape_func", "response", "request"]),
    (ItemPipelineManager, "process_item_async", ["self", "item"]),
)
"""The methods that are replaced or called, and their arguments."""

_OF_RESPONSES = ("process_spider_input", "process_spider_output", "process_spider_exception")


class DirectOutput(ShortWay):
    """Shortens the way from a response to the pipelines where the long one would change nothing.

    Scrapy 2.19 starts two tasks for each response, with a queue between them, so that ``CONCURRENT_ITEMS`` of its items
    are processed at a time. With one at a time they are processed in turn here. It also lets the event loop go round
    twice before each callback, sends what that yields through a chain of generators for the spider middlewares, also
    where there are none, and finds out anew for each item which pipelines there are.

    :raises NotConfigured: if ``CONCURRENT_ITEMS`` is not 1, or Scrapy's methods are not those that are replaced here.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        if crawler.settings.getint("CONCURRENT_ITEMS") != 1:
            raise NotConfigured("CONCURRENT_ITEMS is not 1")
        check_known(_KNOWN)

    def spider_opened(self) -> None:
        """Let the scraper take the short way."""
        scraper: Any = self._crawler.engine.scraper
        scraper.handle_spider_output_async = partial(process_in_turn, scraper)
        scraper.call_spider_async = partial(_asked, scraper.call_spider_async)
        if not any(any(scraper.spidermw.methods[name]) for name in _OF_RESPONSES):
            scraper.spidermw.scrape_response_async = _call
        if _is_plain(scraper.itemproc):
            scraper.itemproc.process_item_async = partial(_processed, scraper.itemproc.methods["process_item"])


async def process_in_turn(scraper: Scraper, result: Any, request: Request, response: Any) -> None:
    """Schedule the requests of *result*, the output of a callback, and process its items, one after the other.

    What the callback raises is told as Scrapy tells it. A request that cannot be scheduled, or an item of which nobody
    can be told, costs no other: in Scrapy that is the end of the worker, which its tasks report on their own.
    """
    outputs = result if isinstance(result, AsyncIterator) else as_async_generator(result)
    while True:
        try:
            output = await anext(outputs)
        except StopAsyncIteration:
            return
        except Exception:  # noqa: BLE001 - it is the spider's
            scraper.handle_spider_error(Failure(), request, response)  # type: ignore[no-untyped-call]
            continue
        try:
            if isinstance(output, Request):
                scraper.crawler.engine.crawl(output)
            elif output is not None:
                await scraper.start_itemproc_async(output, response=response)
        except Exception:
            logger.exception("an output of the spider was lost: %s", type(output).__name__)


async def _call(
    callback: Callable[[Response, Request], Awaitable[AsyncIterator[Any]]], response: Response, request: Request
) -> AsyncIterator[Any]:
    """Return what *callback*, Scrapy's way to the spider's own, returns for *response*."""
    return await callback(response, request)


async def _asked(
    scrapys: Callable[[Response | Failure, Request], Awaitable[Any]], result: Response | Failure, request: Request
) -> Any:
    """Return what the callback for a response returns; a failure goes *scrapys* way, and what has no callback."""
    asked: Any = result.request if isinstance(result, Response) else None
    if asked is None or asked.callback is None:
        return await scrapys(result, request)
    output = asked.callback(result, **asked.cb_kwargs)
    return output if isinstance(output, AsyncIterator) else await ensure_awaitable(iterate_spider_output(output))


def _is_plain(manager: ItemPipelineManager) -> bool:
    """Say whether the pipelines are called as Scrapy does, by the item alone: no subclass has a way of its own."""
    return type(manager) is ItemPipelineManager and not manager._mw_methods_requiring_spider  # noqa: SLF001


async def _processed(methods: Sequence[Callable[[Any], Any]], item: Any) -> Any:
    """Return what the pipelines with these *methods* make of *item*, as Scrapy does."""
    for method in methods:
        result = method(item)
        if type(result) is not CoroutineType:
            result = ensure_awaitable(result, _warn=global_object_name(method))
        item = await result
    return item
