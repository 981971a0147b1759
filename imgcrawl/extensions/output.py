"""Hands on what the spider yields, without the tasks and generators that Scrapy makes for each response."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request
from scrapy.core.scraper import Scraper
from scrapy.core.spidermw import SpiderMiddlewareManager
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncgen import as_async_generator
from scrapy.utils.defer import aiter_errback

from imgcrawl.extensions.known import ShortWay, check_known

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

_KNOWN: Final = (
    (Scraper, "handle_spider_output_async", ["self", "result", "request", "response"]),
    (Scraper, "handle_spider_error", ["self", "_failure", "request", "response"]),
    (Scraper, "start_itemproc_async", ["self", "item", "response"]),
    (SpiderMiddlewareManager, "scrape_response_async", ["self", "scrape_func", "response", "request"]),
)
"""The methods that are replaced or called, and their arguments."""

_OF_RESPONSES = ("process_spider_input", "process_spider_output", "process_spider_exception")


class DirectOutput(ShortWay):
    """Shortens the way from a callback to the pipelines where the long one would change nothing.

    Scrapy 2.19 starts two tasks for each response, with a queue between them, so that ``CONCURRENT_ITEMS`` of its items
    are processed at a time. With one at a time they are processed in turn here. It also sends them through a chain of
    generators for the spider middlewares, also where there are none.

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
        if not any(any(scraper.spidermw.methods[name]) for name in _OF_RESPONSES):
            scraper.spidermw.scrape_response_async = _call


async def process_in_turn(scraper: Scraper, result: Any, request: Request, response: Any) -> None:
    """Schedule the requests of *result*, the output of a callback, and process its items, one after the other.

    What the callback raises is told as Scrapy tells it. A request that cannot be scheduled, or an item of which nobody
    can be told, costs no other: in Scrapy that is the end of the worker, which its tasks report on their own.
    """
    outputs = result if isinstance(result, AsyncIterator) else as_async_generator(result)
    async for output in aiter_errback(outputs, scraper.handle_spider_error, request, response):
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
