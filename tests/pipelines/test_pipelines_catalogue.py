from __future__ import annotations

import asyncio
import logging
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from imgcrawl import keys
from imgcrawl.catalogue import CatalogueError, open_catalogue
from imgcrawl.frontier import Standing
from imgcrawl.pipelines.catalogue import CataloguePipeline
from imgcrawl.records import Outcome
from imgcrawl.transport.pause import Awaited


class Bench:
    """The pipeline between a spider with a catalogue and an engine that can be stopped."""

    def __init__(self, folder: str) -> None:
        self.catalogue = open_catalogue("", data_dir=folder, lock_timeout_s=1)
        self.run = self.catalogue.begin_run("urls", source="urls.csv", strategy="adaptive")
        self.reasons: list[str] = []
        self.news: list[Standing] = []
        self.recorded: list[str] = []
        self.committed: list[str] = []
        self.signals = SignalManager()
        spider: Any = SimpleNamespace(catalogue=self.catalogue, run=self.run, logger=logging.getLogger("images"))
        settings = Settings({"IMGCRAWL_CATALOGUE_FLUSH_SECONDS": 0.01})
        crawler: Any = SimpleNamespace(
            settings=settings,
            signals=self.signals,
            spider=spider,
            engine=SimpleNamespace(close_spider_async=self._close, scheduler=SimpleNamespace(recall=self.news.extend)),
        )
        self.signals.connect(self._recorded, keys.outcome_recorded)
        self.signals.connect(self._committed, keys.outcomes_committed)
        self.pipeline = CataloguePipeline.from_crawler(crawler)

    async def _close(self, reason: str) -> None:
        await self.pipeline.close_spider()
        await asyncio.sleep(0)
        self.reasons.append(reason)

    def _recorded(self, outcome: Outcome) -> None:
        self.recorded.append(outcome.id)

    def _committed(self, outcomes: list[Outcome]) -> None:
        self.committed += [outcome.id for outcome in outcomes]


@pytest.fixture
async def bench(tmp_path):
    """Open the pipeline's surroundings, and close them."""
    made = Bench(str(tmp_path))
    await made.pipeline.open_spider()
    yield made
    await made.pipeline.close_spider()
    made.catalogue.close()


async def test_outcomes_are_recorded_then_committed(bench):
    """An outcome is told twice: when it is handed over, and when it is safe. Other items pass."""
    outcome = Outcome("1", "http://a.test/1.jpg", ok=True, attempts=1)
    assert await bench.pipeline.process_item(outcome) is outcome
    assert bench.recorded == ["1"]
    other = {"not": "an outcome"}
    assert await bench.pipeline.process_item(other) is other
    await bench.pipeline._journal.flush()
    assert bench.committed == ["1"]
    assert bench.catalogue.known(bench.run, ["1"])["1"].ok


async def test_the_end_saves_what_was_learnt(bench):
    """At the end everything is committed, and the lessons of hosts are kept."""

    def lessons() -> dict[str, Any]:
        return {"a.test": {"wins": {"no_referer": 1}}}

    bench.signals.connect(lessons, keys.lessons_wanted)
    await bench.pipeline.process_item(Outcome("1", "http://a.test/1.jpg"))
    await bench.pipeline.close_spider()
    assert bench.committed == ["1"]
    assert bench.catalogue.load_hosts(["a.test"]) == lessons()
    bench.signals.disconnect(lessons, keys.lessons_wanted)


async def test_lessons_outlive_a_passing_fault_and_hold_nobody_up(bench, monkeypatch):
    """They are saved as patiently as outcomes, and in the writer's thread: a lock is waited for there."""
    save, threads = bench.catalogue.save_hosts, []

    def refuse_once(knowledge: Any) -> None:
        threads.append(threading.current_thread())
        if len(threads) == 1:
            raise CatalogueError("the server starts anew", transient=True)
        save(knowledge)

    monkeypatch.setattr(bench.catalogue, "save_hosts", refuse_once)
    lessons = {"a.test": {"wins": {"no_referer": 1}}}

    def tell() -> dict[str, Any]:
        return lessons

    bench.signals.connect(tell, keys.lessons_wanted)
    await bench.pipeline.close_spider()
    assert bench.catalogue.load_hosts(["a.test"]) == lessons
    assert threading.main_thread() not in threads
    bench.signals.disconnect(tell, keys.lessons_wanted)


async def test_pauses_are_shared(bench, tmp_path):
    """What one run's hosts ask is known to the next from its start; what the catalogue knows is not told again."""
    asked = Standing("a.test", time.time() + 60, time.time(), 0.5, 0.0, 1)
    for told in (asked, None):
        results = bench.signals.send_catch_log(keys.host_paused, standing=told)
        assert {result for _, result in results} == {None}
    await bench.pipeline.close_spider()
    other = Bench(str(tmp_path))
    await other.pipeline.open_spider()
    assert other.news == [asked]
    await other.pipeline.close_spider()
    other.catalogue.close()


async def test_whoever_looks_on_learns_of_an_outage(bench):
    """While nothing is sent because the network is down that is on record, until the crawl's end."""
    awaited = Awaited("no name server answers", 1.0)
    bench.signals.send_catch_log(keys.outage_changed, awaited=awaited)
    for _ in range(500):
        await asyncio.sleep(0.01)
        if found := bench.catalogue.outages_of(bench.run):
            break
    assert found[0][1:] == awaited
    await bench.pipeline.close_spider()
    assert bench.catalogue.outages_of(bench.run) == []


async def test_a_catalogue_that_fails_ends_the_run(bench, monkeypatch, caplog):
    """When outcomes cannot be committed any more the run is stopped, with the reason in the log; nothing is raised."""

    def refuse(*_: Any) -> None:
        raise CatalogueError("the disk is full", transient=False)

    monkeypatch.setattr(bench.catalogue, "write", refuse)
    with caplog.at_level(logging.ERROR):
        await bench.pipeline.process_item(Outcome("1", "http://a.test/1.jpg"))
        for _ in range(500):
            await asyncio.sleep(0.01)
            if bench.reasons:
                break
        with pytest.raises(DropItem):
            await bench.pipeline.process_item(Outcome("2", "http://a.test/2.jpg"))
    assert bench.reasons == ["catalogue_failed"]
    assert bench.committed == []
    assert "the disk is full" in caplog.text


async def test_a_catalogue_that_cannot_be_read_ends_the_run_at_its_start(tmp_path, monkeypatch, caplog):
    """The run is closed in order, as Scrapy does for a component that cannot start, and the reason is in the log."""
    bench = Bench(str(tmp_path))

    def refuse(*_: Any, **__: Any) -> None:
        raise CatalogueError("the tables are gone", transient=False)

    monkeypatch.setattr(bench.catalogue, "host_news", refuse)
    with pytest.raises(CloseSpider) as ended, caplog.at_level(logging.ERROR):
        await bench.pipeline.open_spider()
    assert (ended.value.reason, "the tables are gone" in caplog.text) == ("catalogue_failed", True)
    await bench.pipeline.close_spider()
    bench.catalogue.close()
