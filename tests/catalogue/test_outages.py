from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue import CatalogueError, Journal, outage_news
from imgcrawl.catalogue.outage_news import OutageNews
from imgcrawl.catalogue.outages import Outage
from imgcrawl.catalogue.schema import outages
from imgcrawl.config import CatalogueConfig
from imgcrawl.transport.pause import Awaited

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from imgcrawl.catalogue import Catalogue, Run

HERE = socket.gethostname()
CUT = Awaited("no name server answers", 1000.0)


def test_noted_until_it_is_over(catalogue: Catalogue, run: Run) -> None:
    """An outage is told of with its sign and beginning until it is over, and of its run alone."""
    other = catalogue.begin_run("other", source="other.csv", strategy="adaptive")
    assert catalogue.outages_of(run) == []
    catalogue.note_outage(run, CUT)
    catalogue.note_outage(run, CUT._replace(since=2000.0))
    assert catalogue.outages_of(run) == [Outage(HERE, CUT.sign, 2000.0)]
    assert catalogue.outages_of(other) == []
    catalogue.note_outage(run, None)
    assert catalogue.outages_of(run) == []


def test_processes_of_one_machine_are_one(catalogue: Catalogue) -> None:
    """Of the shards on a machine the one that has waited longest speaks for all."""
    shards = [catalogue.begin_run("urls", source="urls.csv", strategy="adaptive", shard=f"{n}/2") for n in range(2)]
    catalogue.note_outage(shards[0], CUT._replace(since=2000.0))
    catalogue.note_outage(shards[1], CUT)
    assert catalogue.outages_of(shards[0]) == [Outage(HERE, *CUT)]


def test_a_process_that_is_gone_waits_for_nothing(catalogue: Catalogue, run: Run) -> None:
    """What a killed process has left says nothing of the one that works now."""
    catalogue.note_outage(run, CUT)
    with catalogue.writing() as connection:
        connection.execute(outages.update().values(pid_started="long ago"))
    assert catalogue.outages_of(run) == []


def test_a_catalogue_without_the_table(catalogue: Catalogue, run: Run) -> None:
    """One that was made before, and is only read, knows of no outage."""
    with catalogue.writing() as connection:
        outages.drop(connection)
    assert catalogue.outages_of(run) == []


class Looking:
    """The news of a process whose network can be taken away."""

    def __init__(self, catalogue: Catalogue, run: Run) -> None:
        self.catalogue, self.run = catalogue, run
        self.journal = Journal(catalogue, run, CatalogueConfig(retry_s=0.0))
        self.news = OutageNews(self.journal)

    async def recorded(self, count: int) -> bool:
        """Return whether that many outages come to be on record."""
        return await becomes(lambda: len(self.catalogue.outages_of(self.run)) == count)


async def becomes(is_so: Callable[[], bool]) -> bool:
    """Return whether it *is_so* within some seconds."""
    for _ in range(500):
        await asyncio.sleep(0.01)
        if is_so():
            return True
    return False


@pytest.fixture
async def looking(catalogue: Catalogue, run: Run, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Looking]:
    """Let what cannot be recorded be tried again at once."""
    monkeypatch.setattr(outage_news, "_AGAIN_S", 0.01)
    made = Looking(catalogue, run)
    yield made
    await made.news.stop()
    await made.journal.close()


async def test_the_record_follows_the_network(looking: Looking) -> None:
    """What the process waits for is on record while it does, also where it changes while that is written."""
    looking.news.tell(CUT)
    assert await looking.recorded(1)
    looking.news.tell(None)
    assert await looking.recorded(0)
    for awaited in (CUT, None, CUT):
        looking.news.tell(awaited)
        await asyncio.sleep(0)
    assert await looking.recorded(1)


async def test_nothing_is_written_while_nothing_changes(looking: Looking, monkeypatch: pytest.MonkeyPatch) -> None:
    """One outage is recorded once, and so is its end."""
    noted: list[Awaited | None] = []
    monkeypatch.setattr(looking.catalogue, "note_outage", lambda _run, awaited: noted.append(awaited))
    for awaited in (CUT, CUT, None, None):
        looking.news.tell(awaited)
        await asyncio.sleep(0.05)
    await looking.news.stop()
    looking.news.tell(CUT)
    await asyncio.sleep(0.05)
    assert noted == [CUT, None]


async def test_the_end_leaves_nothing(looking: Looking) -> None:
    """A crawl that ends in an outage leaves no word of it."""
    looking.news.tell(CUT)
    assert await looking.recorded(1)
    await looking.news.stop()
    with looking.catalogue.reading() as connection:
        assert connection.execute(outages.select()).all() == []


async def test_a_record_that_fails_is_made_later(looking: Looking, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it cannot be recorded ends no run, and it is tried again, also once it is over."""
    tried: list[Awaited | None] = []

    def refuse(_run: Run, awaited: Awaited | None) -> None:
        tried.append(awaited)
        raise CatalogueError("locked", transient=False)

    with monkeypatch.context() as context:
        context.setattr(looking.catalogue, "note_outage", refuse)
        for awaited in (CUT, None, CUT):
            looking.news.tell(awaited)
            assert await becomes(lambda awaited=awaited: tried[-1:] == [awaited])
    assert await looking.recorded(1)
    assert not looking.journal.has_failed
