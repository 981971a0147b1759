from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue import CatalogueError, Journal
from imgcrawl.catalogue.news import HostNews
from imgcrawl.config import CatalogueConfig
from imgcrawl.frontier import Standing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from imgcrawl.catalogue import Catalogue, Run


def standing(host: str, pause_s: float = 60.0) -> Standing:
    """Make what a host has just asked for."""
    return Standing(host, time.time() + pause_s, time.time(), 0.5, 0.0, 1)


class Process:
    """One of the processes that share the catalogue, and what it has heard."""

    def __init__(self, catalogue: Catalogue, run: Run) -> None:
        self.journal = Journal(catalogue, run, CatalogueConfig(flush_s=60.0))
        self.heard: list[Standing] = []
        self.woken = asyncio.Event()
        self.news = HostNews(self.journal, self._hear)

    def _hear(self, news: list[Standing]) -> None:
        self.heard += news
        self.woken.set()


@pytest.fixture
async def processes(catalogue: Catalogue, run: Run) -> AsyncIterator[Callable[[], Process]]:
    """Make processes, and end them."""
    made: list[Process] = []

    def make() -> Process:
        made.append(Process(catalogue, run))
        return made[-1]

    yield make
    for process in made:
        await process.news.stop()
        await process.journal.close()


async def test_others_hear_within_a_second_or_two(processes: Callable[[], Process]) -> None:
    """What one process tells is on record at once and heard by the others; it does not come back to who told it."""
    one, two = processes(), processes()
    for process in (one, two):
        await process.news.start()
    told = standing("a.test")
    one.news.tell(told)
    await asyncio.wait_for(two.woken.wait(), 10)
    assert two.heard == [told]
    two.woken.clear()
    again = standing("b.test")
    two.news.tell(again)
    await asyncio.wait_for(one.woken.wait(), 10)
    assert one.heard == [again]
    assert two.heard == [told]


async def test_what_came_back_is_forgotten(catalogue: Catalogue, run: Run, processes: Callable[[], Process]) -> None:
    """Nothing is kept of what a process has told once it was heard, be it that or what another told later."""
    one, two = processes(), processes()
    for process, host in ((one, "a.test"), (one, "b.test"), (two, "b.test")):
        process.news.tell(standing(host))
        await process.journal.thread.ask(lambda: None)
        process.news._write()
        await process.journal.thread.ask(lambda: None)
    assert set(one.news._told) == {"a.test", "b.test"}
    await one.news.start()
    assert not one.news._told
    assert [heard.host for heard in one.heard] == ["b.test"]


async def test_what_is_known_is_heard_at_the_start(processes: Callable[[], Process]) -> None:
    """A process that begins knows what hosts have asked before its first request."""
    one, two = processes(), processes()
    told = standing("a.test")
    one.news.tell(told)
    await one.news.stop()
    await two.news.start()
    assert two.heard == [told]


async def test_news_do_not_wait_for_outcomes(catalogue: Catalogue, processes: Callable[[], Process]) -> None:
    """A pause is on record within a moment, however long outcomes are gathered."""
    process = processes()
    process.news.tell(standing("a.test"))
    for _ in range(500):
        await asyncio.sleep(0.01)
        if catalogue.host_news(0, now=time.time(), since=0.0)[1]:
            break
    else:
        pytest.fail("nothing was committed")


async def test_after_the_end_nothing_is_told(catalogue: Catalogue, processes: Callable[[], Process]) -> None:
    """A pause that is announced while the run ends is of no use to it, and does not disturb the end."""
    process = processes()
    await process.news.stop()
    process.news.tell(standing("a.test"))
    await process.journal.close()
    assert catalogue.host_news(0, now=time.time(), since=0.0) == (0, [])


async def test_a_look_in_vain_stops_nothing(
    catalogue: Catalogue, processes: Callable[[], Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A catalogue that cannot be read for a while costs news, and neither the run nor the news after it."""
    one, two = processes(), processes()
    await two.news.start()
    works, failed = catalogue.host_news, asyncio.Event()
    loop = asyncio.get_running_loop()

    def fail(*_: object, **__: object) -> None:
        loop.call_soon_threadsafe(failed.set)
        raise CatalogueError("it is away", transient=False)

    with monkeypatch.context() as patched:
        patched.setattr(catalogue, "host_news", fail)
        await asyncio.wait_for(failed.wait(), 10)
    assert catalogue.host_news == works
    one.news.tell(standing("a.test"))
    await asyncio.wait_for(two.woken.wait(), 10)
    assert not two.journal.has_failed
