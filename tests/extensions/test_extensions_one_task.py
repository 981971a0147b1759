"""Requests on their short way: what Scrapy's own engine makes of each answer is made of it here too."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider, signals
from scrapy.core.engine import ExecutionEngine
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from scrapy.utils.test import get_crawler

from imgcrawl.downloader import DirectDownloader
from imgcrawl.extensions.one_task import OneTask

NONE = dict.fromkeys(("data", "file", "ftp", "http", "https", "s3"))
AGAIN = Request("http://a.test/again")


class TellingSpider(Spider):
    """Notes what comes, in its callback and its errback."""

    name = "telling"
    seen: list[Any]

    async def parse(self, response: Any) -> Any:
        self.seen.append((response.status, response.request.url))
        yield {"url": response.url}

    async def failed(self, failure: Any) -> Any:
        self.seen.append((type(failure.value).__name__, failure.request.url))
        yield {"url": failure.request.url}


class Waiting:
    """A scheduler with some requests."""

    def __init__(self, requests: list[Request]) -> None:
        self.requests = requests
        self.released: list[Request] = []

    def next_request(self) -> Request | None:
        return self.requests.pop(0) if self.requests else None

    def enqueue_request(self, request: Request) -> bool:
        self.requests.append(request)
        return True

    def release(self, request: Request) -> None:
        self.released.append(request)


class Engine:
    """An engine with a spider and a scheduler, whose middlewares give *answers*, exceptions among them, in turn."""

    def __init__(self, answers: list[Any], *, is_short: bool, **settings: Any) -> None:
        crawler: Any = get_crawler(
            TellingSpider, {"DOWNLOADER": DirectDownloader, "DOWNLOAD_HANDLERS": NONE, "CONCURRENT_ITEMS": 1} | settings
        )
        self.spider = crawler.spider = TellingSpider.from_crawler(crawler)
        self.spider.seen = self.seen = []
        self.engine: Any = ExecutionEngine(crawler, lambda _spider: None)
        crawler.engine, self.crawler, self.answers = self.engine, crawler, answers
        downloader: Any = self.engine.downloader
        downloader._through_middlewares = self.answer
        for name in ("response_received", "scheduler_empty", "request_scheduled", "item_scraped"):
            crawler.signals.connect(getattr(self, name), signal=getattr(signals, name))
        requests = [
            Request(f"http://a.test/{at}", callback=self.spider.parse, errback=self.spider.failed)
            for at in range(len(answers))
        ]
        self.scheduler = Waiting(requests)
        self.engine.spider = self.spider
        self.calls: list[None] = []
        self.engine._slot = SimpleNamespace(
            scheduler=self.scheduler, nextcall=SimpleNamespace(schedule=lambda: self.calls.append(None))
        )
        self.active: set[Request] = set()
        self.ended = asyncio.Event()
        self.engine._slot.add_request, self.engine._slot.remove_request = self.active.add, self.remove
        if is_short:
            OneTask.from_crawler(crawler).spider_opened()

    def remove(self, request: Request) -> None:
        self.active.remove(request)
        self.ended.set()

    async def answer(self, _request: Request) -> Any:
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def response_received(self, response: Response, request: Request) -> None:
        self.seen.append(("received", response.status, request.url))

    def scheduler_empty(self) -> None:
        self.seen.append("empty")

    def request_scheduled(self, request: Request) -> None:
        self.seen.append(("scheduled", request.url))

    def item_scraped(self, item: Any) -> None:
        self.seen.append(item)

    async def run(self) -> list[Any]:
        """Work on the requests, one after the other; return what was seen."""
        await self.engine.scraper.open_spider_async()
        for _ in range(len(self.answers)):
            assert self.engine._start_scheduled_request()
            assert len(self.engine.downloader.active) == len(self.active) == 1  # before anything was awaited
            async with asyncio.timeout(5):
                await self.ended.wait()
                self.ended.clear()
            assert self.engine.scraper.slot.is_idle()
            assert self.engine.scraper.slot.active_size == 0
        if not self.scheduler.requests:
            assert not self.engine._start_scheduled_request()
        self.engine.downloader.close()
        return self.seen


ANSWERS: dict[str, Any] = {
    "response": lambda: Response("http://a.test/0"),
    "refusal": lambda: Response("http://a.test/0", status=403, request=AGAIN),
    "redirect": lambda: AGAIN,
    "failure": lambda: OSError("x"),
    "cancelled": asyncio.CancelledError,
}


@pytest.mark.parametrize("answer", ANSWERS)
async def test_it_ends_as_by_scrapys_own_way(answer):
    """A response, a request in its place and a failure reach whom they reach in Scrapy, with the same signals."""
    ours, theirs = [Engine([ANSWERS[answer](), Response("http://a.test/1")], is_short=way) for way in (True, False)]
    assert await ours.run() == await theirs.run()
    assert len(ours.scheduler.released) == len(theirs.scheduler.released) == 2
    assert ours.seen[-1] == "empty" or ours.scheduler.requests == [AGAIN]
    assert ours.calls  # the engine looks for more


async def test_what_is_lost_is_told_of(caplog):
    """A request that cannot be scheduled is lost and told of, and is no longer under way."""
    engine = Engine([AGAIN], is_short=True)

    def refuse(request: Request) -> None:
        raise RuntimeError(f"No open spider to crawl: {request}")

    engine.engine.crawl = refuse
    await engine.run()
    assert "what came for a request was lost" in caplog.text


@pytest.mark.parametrize("formatter", [LogFormatter, "imgcrawl.logformatter.QuietLogFormatter"])
async def test_responses_are_logged_as_the_formatter_says(caplog, formatter):
    """The line of Scrapy's formatter appears under the name of its engine; our own formatter says nothing."""
    caplog.set_level(logging.DEBUG)
    engine = Engine([Response("http://a.test/0")], is_short=True, LOG_FORMATTER=formatter)
    await engine.run()
    lines = [record.name for record in caplog.records if "Crawled (200)" in record.getMessage()]
    assert lines == (["scrapy.core.engine"] if formatter is LogFormatter else [])


def test_another_downloader_goes_its_own_way():
    """A downloader that knows no short way is left to Scrapy's engine."""
    crawler: Any = get_crawler(TellingSpider)
    crawler.engine = SimpleNamespace(downloader=SimpleNamespace())
    OneTask.from_crawler(crawler).spider_opened()
    assert not hasattr(crawler.engine, "_start_scheduled_request")


def test_another_scrapy_goes_its_own_way(monkeypatch):
    """Where a method takes other arguments than the one that is known, the extension stands aside."""
    monkeypatch.delattr(ExecutionEngine, "_start_scheduled_request")
    with pytest.raises(NotConfigured, match="_start_scheduled_request takes other arguments"):
        OneTask.from_crawler(get_crawler(TellingSpider))
