"""A catalogue in SQLite, and the flow of rows held against it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.catalogue import Journal, Ledger, Run, open_catalogue
from imgcrawl.config import CatalogueConfig
from imgcrawl.intake.lists.backlog import RowBacklog
from imgcrawl.records import ImageTask, Outcome
from imgcrawl.remedies.attempts.outcomes import utc_now
from imgcrawl.spiders.options import RetryFilter
from imgcrawl.spiders.rows.flow import RowFlow
from imgcrawl.spiders.rows.met import RowsMet
from imgcrawl.spiders.rows.selection import Selector
from imgcrawl.spiders.rows.withdrawal import Withdrawals

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
    from pathlib import Path

    from imgcrawl.catalogue.pictures import Recorded
    from imgcrawl.spiders.rows.selection import Selected

FAR_AHEAD = "2100-01-01T00:00:00.000Z"


class Desk:
    """One run in a catalogue: the rows of crawls go through it, and their outcomes into it."""

    def __init__(self, catalogue: Any, run: Run, journal: Journal, folder: Path) -> None:
        self.catalogue = catalogue
        self.run = run
        self.journal = journal
        self.ledger = Ledger(journal)
        self.backlog, self.parked = RowBacklog(folder), RowBacklog(folder)
        self.folder = folder
        self.met: list[RowsMet] = []
        self.hosts: list[set[str]] = []
        self.is_hungry = True
        self.told: list[tuple[Recorded, bool]] = []
        self.on_their_way: list[ImageTask] = []
        self.when_read: Callable[[], Awaitable[None]] = partial(asyncio.sleep, 0)

    def selector(self, *, retry: str = "") -> Selector:
        wanted = RetryFilter.parse(retry) if retry else None
        self.met.append(RowsMet(self.folder))
        return Selector(self.ledger, self.met[-1], source="urls.csv", retry=wanted)

    def flow(
        self,
        rows: Iterable[ImageTask],
        *,
        most_rows: int = 20_000,
        keeps: Callable[[ImageTask], bool] = lambda _: True,
        **how: str,
    ) -> RowFlow:
        async def on_hosts(hosts: set[str]) -> None:
            self.hosts.append(hosts)

        async def on_read() -> None:
            await self.when_read()

        return RowFlow(
            iter(rows),
            self.selector(**how),
            self.backlog,
            parked=self.parked,
            withdrawals=Withdrawals(
                self.ledger,
                tell=lambda recorded, ours: self.told.append((recorded, ours)),
                recorded=self.record_what_is_on_its_way,
                keeps=keeps,
            ),
            on_hosts=on_hosts,
            on_read=on_read,
            most_rows=most_rows,
            is_hungry=lambda: self.is_hungry,
        )

    async def record_what_is_on_its_way(self) -> None:
        """Record the outcomes of rows that were handed one and are still being processed."""
        while self.on_their_way:
            await self.record(self.on_their_way.pop())

    async def record(self, task: ImageTask, *, ok: bool = True, earlier: bool = False, **fields: Any) -> Outcome:
        """Record an outcome of *task*: a good one, or a 404, by this crawl or an *earlier* one with a wrong clock."""
        at = FAR_AHEAD if earlier else utc_now()
        made: dict[str, Any] = {"path": "aa/x.jpg", "sha256": "x"} if ok else {"stage": "http", "error": "http_404"}
        made |= {"attempts": 1, "finished_at": at} | fields
        outcome = Outcome(task.id, task.url, task.page_url, ok=ok, **made)
        if earlier:
            self.catalogue.write(replace(self.run, crawl=self.run.crawl - 1), [outcome])
        else:
            await self.journal.add(outcome)
        return outcome

    async def work(self, flow: RowFlow, *, ok: bool = True) -> list[Selected]:
        """Give every row of *flow* its outcome as soon as it comes, and return what came."""
        seen = []
        async for selected in flow.unfinished():
            assert selected is not None
            seen.append(selected)
            flow.done(await self.record(selected.task, ok=ok))
        return seen

    async def finish(self, flow: RowFlow, steps: AsyncIterator[Selected | None]) -> list[str]:
        """Read the *steps* of *flow* to their end, giving every row its outcome, and return the ids in order."""
        ids = []
        async for selected in steps:
            assert selected is not None
            ids.append(selected.task.id)
            flow.done(await self.record(selected.task))
        return ids


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a desk."""
    catalogue = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)
    run = catalogue.begin_run("urls", source="urls.csv", strategy="adaptive")
    journal = Journal(catalogue, run, CatalogueConfig(flush_s=0.01))
    desk = Desk(catalogue, run, journal, tmp_path)
    yield desk
    for file in (desk.backlog, desk.parked, *desk.met):
        file.close()  # type: ignore[attr-defined]
    await journal.close()
    catalogue.close()


@pytest.fixture
def task():
    """Make rows."""

    def make(index: int, url: str = "", *, row_id: str = "", **fields: Any) -> ImageTask:
        return ImageTask(index, row_id or str(index), url or f"http://a.test/{index}.jpg", **fields)

    return make
