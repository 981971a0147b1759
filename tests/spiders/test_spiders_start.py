"""How the spider brings its requests; what becomes of them is tested with crawls."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings

from imgcrawl.spiders.images import ImagesSpider


class Scheduler:
    """Has always room."""

    is_hungry = True

    async def wait_for_room(self) -> None:
        """Return at once."""


@pytest.fixture
def spider(desk, task, tmp_path):
    """Make a spider with forty rows, and an engine that notes what it is given."""
    settings = Settings({"IMGCRAWL_DATA_DIR": str(tmp_path)})
    spider: Any = ImagesSpider(settings=settings, source="urls.csv")
    given: list[str] = []
    scraper = SimpleNamespace(spidermw=SimpleNamespace(methods={"process_start": []}))
    engine = SimpleNamespace(
        scheduler=Scheduler(), scraper=scraper, spider=spider, given=given, crawl=lambda r: given.append(r.url)
    )
    spider.crawler = SimpleNamespace(
        engine=engine, signals=SimpleNamespace(send_catch_log=lambda *_, **__: []), stats=None
    )
    spider._rows, spider.journal, spider.run = iter([task(n) for n in range(40)]), desk.journal, desk.run
    return spider


async def test_several_rows_begin_in_one_turn_of_the_engine(spider):
    """Only every sixteenth request waits for the engine's turn; the order is that of the list."""
    steps = aiter(spider.start())
    yielded = await anext(steps)
    assert spider.crawler.engine.given == [f"http://a.test/{n}.jpg" for n in range(15)]
    assert yielded.url == "http://a.test/15.jpg"
    await steps.aclose()


async def test_middlewares_of_the_start_see_every_request(spider):
    """Where a spider middleware has ``process_start`` nothing goes round it."""
    spider.crawler.engine.scraper.spidermw.methods["process_start"].append(print)
    steps = aiter(spider.start())
    assert [(await anext(steps)).url for _ in range(3)] == [f"http://a.test/{n}.jpg" for n in range(3)]
    assert spider.crawler.engine.given == []
    await steps.aclose()


async def test_an_engine_that_is_closed_is_given_nothing(spider):
    """Once the engine has no spider any more everything waits for a turn that will not come."""
    spider.crawler.engine.spider = None
    steps = aiter(spider.start())
    assert (await anext(steps)).url == "http://a.test/0.jpg"
    assert spider.crawler.engine.given == []
    await steps.aclose()


async def test_a_full_engine_wants_no_other_hosts(spider):
    """What the scheduler had no request for when it was last asked is not news while the engine sends nothing more."""
    engine = spider.crawler.engine
    spider._ready = SimpleNamespace(processed=None)
    flow = spider._new_flow(engine, ledger=None, earlier=SimpleNamespace(hand_on_lessons=None))
    for is_full in (True, False):
        engine.needs_backout = lambda is_full=is_full: is_full
        assert flow._is_hungry() is not is_full
    engine.scheduler.is_hungry = False
    assert not flow._is_hungry()
