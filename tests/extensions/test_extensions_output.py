from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request, Spider, signals
from scrapy.core.scraper import Scraper
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.pipelines import ItemPipelineManager
from scrapy.utils.test import get_crawler

from imgcrawl.extensions.output import DirectOutput, process_in_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

AGAIN = Request("http://a.test/again")


class TellingSpider(Spider):
    """Yields of every kind what a spider may yield, then fails if the address says so."""

    name = "telling"

    async def parse(self, response):
        yield {"number": 1}
        yield AGAIN
        yield None
        yield {"number": 2}
        if response.url.endswith("/bad"):
            raise ValueError("after two items")


class Doubling:
    """A spider middleware that doubles the numbers."""

    async def process_spider_output(self, response, result):
        async for output in result:
            yield {"number": 2 * output["number"]} if isinstance(output, dict) else output


class Noting:
    """A pipeline that notes what it was given."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    async def process_item(self, item):
        self.items.append(item)
        return item


class Scraping:
    """A scraper after a spider was opened with the extension, and what becomes of what the spider yields."""

    def __init__(self, *, pipelines: Sequence[Any] = (), **settings: Any) -> None:
        self.crawler = get_crawler(TellingSpider, {"CONCURRENT_ITEMS": 1, "SPIDER_MIDDLEWARES_BASE": {}} | settings)
        self.crawler.spider = TellingSpider.from_crawler(self.crawler)
        self.scraper = Scraper(self.crawler)
        self.pipeline, self.requests, self.errors = Noting(), [], []
        for pipeline in (*pipelines, self.pipeline):
            self.scraper.itemproc._add_middleware(pipeline)
        self.crawler.engine = SimpleNamespace(scraper=self.scraper, crawl=self.requests.append)
        self.crawler.signals.connect(self.failed, signal=signals.spider_error)
        DirectOutput.from_crawler(self.crawler).spider_opened()

    def failed(self, failure) -> None:
        self.errors.append(str(failure.value))

    async def scrape(self, url: str) -> list[int]:
        """Return the numbers of the items that came of a response."""
        await self.scraper.open_spider_async()
        request = Request(url, callback=self.crawler.spider.parse)
        await self.scraper._scrape(Response(url, request=request), request)
        return [item["number"] for item in self.pipeline.items]


async def test_items_are_processed_and_requests_scheduled():
    """What a callback yields goes where Scrapy sends it, in its order; None goes nowhere."""
    scraping = Scraping()
    assert await scraping.scrape("http://a.test/good") == [1, 2]
    assert scraping.requests == [AGAIN]
    assert not scraping.errors


async def test_a_callback_that_fails_is_told_of():
    """What came before the failure is kept, and the failure is told by Scrapy's signal."""
    scraping = Scraping()
    assert await scraping.scrape("http://a.test/bad") == [1, 2]
    assert scraping.errors == ["after two items"]


async def test_no_generators_without_spider_middlewares():
    """Where there is no spider middleware, what the callback returns is processed as it is."""
    scraping = Scraping()
    request = Request("http://a.test/", callback=scraping.crawler.spider.parse)
    output = scraping.crawler.spider.parse(Response(request.url))

    async def call(_response, _request):
        return output

    assert await scraping.scraper.spidermw.scrape_response_async(call, Response(request.url), request) is output
    await output.aclose()  # type: ignore[attr-defined]


async def test_spider_middlewares_have_their_say():
    """A spider middleware that somebody adds is given all output."""
    scraping = Scraping(SPIDER_MIDDLEWARES={Doubling: 1})
    assert await scraping.scrape("http://a.test/bad") == [2, 4]
    assert scraping.errors == ["after two items"]


async def test_a_list_is_processed_too():
    """A callback may return a list."""
    scraping = Scraping()
    await scraping.scraper.open_spider_async()
    await process_in_turn(scraping.scraper, [AGAIN, {"number": 7}], AGAIN, Response(AGAIN.url))
    assert scraping.pipeline.items == [{"number": 7}]
    assert scraping.requests == [AGAIN]


@pytest.mark.parametrize("made", ["coroutine", "list"])
async def test_callbacks_of_other_kinds(made):
    """What a coroutine returns, and a list, are taken as by Scrapy's own way."""
    scraping = Scraping()
    await scraping.scraper.open_spider_async()

    async def later(_response):
        return [{"number": 8}]

    request = Request("http://a.test/", callback=later if made == "coroutine" else lambda _response: [{"number": 8}])
    await scraping.scraper._scrape(Response(request.url, request=request), request)
    assert scraping.pipeline.items == [{"number": 8}]


class Tripling(ItemPipelineManager):
    """A way of somebody's own through the pipelines."""

    async def process_item_async(self, item):
        return await super().process_item_async({"number": 3 * item["number"]})


async def test_an_item_processor_of_somebodys_own_has_its_way():
    """Another manager of pipelines is not passed by."""
    assert await Scraping(ITEM_PROCESSOR=Tripling).scrape("http://a.test/good") == [3, 6]


class Halving:
    """A pipeline that is no coroutine, and one of old that wants the spider."""

    def __init__(self, *, wants_spider: bool) -> None:
        if wants_spider:
            self.process_item = lambda item, spider: {"number": item["number"] / 2}
        else:
            self.process_item = lambda item: {"number": item["number"] / 2}


@pytest.mark.filterwarnings("ignore:.*requires a spider argument")
@pytest.mark.parametrize("wants_spider", [False, True])
async def test_pipelines_of_other_kinds(wants_spider):
    """Pipelines may be plain functions, and may want the spider."""
    scraping = Scraping(pipelines=[Halving(wants_spider=wants_spider)])
    assert await scraping.scrape("http://a.test/good") == [0.5, 1]


def test_several_items_at_a_time_need_the_long_way():
    """The extension is off where more than one item of a response is to be processed at a time."""
    with pytest.raises(NotConfigured, match="CONCURRENT_ITEMS"):
        Scraping(CONCURRENT_ITEMS=2)
