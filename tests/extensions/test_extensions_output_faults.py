"""What goes wrong with a spider's output, as Scrapy deals with it and as the short way does."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider, signals
from scrapy.core.scraper import Scraper
from scrapy.exceptions import CloseSpider, DropItem, NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from imgcrawl.extensions.output import DirectOutput, process_in_turn

REQUEST = Request("http://a.test/")
SEEN = ("item_scraped", "item_dropped", "item_error", "spider_error")


class Refusing:
    """A pipeline that drops one item and fails on another."""

    async def process_item(self, item: Any) -> Any:
        if item["number"] == 2:
            raise DropItem("two")
        if item["number"] == 3:
            raise ValueError("three")
        return item


class FaultySpider(Spider):
    """Yields what is dropped, what fails and what passes."""

    name = "faulty"
    reason = ""

    async def parse(self, _response: Any) -> Any:
        for number in range(1, 5):
            yield {"number": number}
        yield REQUEST
        if self.reason:
            raise CloseSpider(self.reason)

    async def failed(self, failure: Any) -> Any:
        async for output in self.parse(failure):
            yield output


async def scraped(result: Any, *, is_direct: bool, reason: str = "") -> list[Any]:
    """Return what came of *result*, a response or a failure: signals, in their order, requests and the reason."""
    seen: list[Any] = []
    crawler: Any = get_crawler(FaultySpider, {"CONCURRENT_ITEMS": 1, "SPIDER_MIDDLEWARES_BASE": {}})
    crawler.spider = FaultySpider.from_crawler(crawler)
    crawler.spider.reason = reason
    scraper = Scraper(crawler)
    scraper.itemproc._add_middleware(Refusing())

    async def close(reason: str) -> None:
        seen.append(reason)

    crawler.engine = SimpleNamespace(
        scraper=scraper, crawl=lambda request: seen.append(request.url), close_spider_async=close
    )
    listeners = [lambda item=None, name=name: seen.append((name, item)) for name in SEEN]
    for name, listener in zip(SEEN, listeners, strict=True):
        crawler.signals.connect(listener, signal=getattr(signals, name))
    if is_direct:
        DirectOutput.from_crawler(crawler).spider_opened()
    await scraper.open_spider_async()
    await scraper._scrape(result, REQUEST.replace(callback=crawler.spider.parse, errback=crawler.spider.failed))
    for _ in range(5):  # for the task that closes the spider
        await asyncio.sleep(0)
    return seen


@pytest.mark.parametrize("reason", ["", "enough"])
@pytest.mark.parametrize(
    "made", [lambda: Response(REQUEST.url), lambda: Failure(ValueError("x"))], ids=["ok", "failed"]
)
async def test_it_ends_as_by_scrapys_own_way(made, reason):
    """Dropped items, failing pipelines, an errback's output and CloseSpider make the same signals in the same order.

    Scrapy reads on while an item is processed, and may close the spider before the last of them is.
    """
    ours, theirs = [await scraped(made(), is_direct=way, reason=reason) for way in (True, False)]
    assert [each for each in ours if each != reason] == [each for each in theirs if each != reason]
    assert ours.count(reason) == theirs.count(reason) == bool(reason)
    numbers = [("item_scraped", {"number": 1}), ("item_dropped", {"number": 2}), ("item_error", {"number": 3})]
    assert ours[:5] == [*numbers, ("item_scraped", {"number": 4}), REQUEST.url]


async def test_what_cannot_be_scheduled_costs_nothing_else(caplog):
    """A request that the engine does not take is lost and told of; what comes after it is processed."""
    items: list[Any] = []

    def refuse(request: Request) -> None:
        raise RuntimeError(f"No open spider to crawl: {request}")

    async def process(item: Any, *, response: Any) -> None:
        items.append(item)

    scraper: Any = SimpleNamespace(
        crawler=SimpleNamespace(engine=SimpleNamespace(crawl=refuse)),
        start_itemproc_async=process,
        handle_spider_error=None,
    )
    await process_in_turn(scraper, [{"number": 1}, REQUEST, {"number": 2}], REQUEST, None)
    assert [item["number"] for item in items] == [1, 2]
    assert "an output of the spider was lost: Request" in caplog.text


def test_another_scrapy_goes_its_own_way(monkeypatch):
    """Where a method takes other arguments than the one that is known, the extension stands aside."""

    async def other(_self: Any, _result: Any) -> None:
        """Take less."""

    monkeypatch.setattr(Scraper, "handle_spider_output_async", other)
    crawler = get_crawler(FaultySpider, {"CONCURRENT_ITEMS": 1})
    with pytest.raises(NotConfigured, match="handle_spider_output_async takes other arguments"):
        DirectOutput.from_crawler(crawler)
