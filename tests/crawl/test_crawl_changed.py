"""Lists that change between a kill and the crawl that goes on: every row has one outcome, and what is gone is said."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import signal
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from imgcrawl.errors import ImgcrawlError

ROWS = 24
MORE = [f"/new-{n}.jpg" for n in range(6)]
KEPT = "the list has {} rows: outcomes of rows that are no longer in it are kept"


class Row(NamedTuple):
    id: str
    path: str


class Killed:
    """A crawl of a list, killed when the rows of half of its hosts have their outcomes; the other hosts are silent.

    *has_ids*: the list names its rows; else they are numbered.
    """

    def __init__(self, project: Any, web: Any, *, has_ids: bool, is_text: bool = False) -> None:
        self.project, self._web = project, web
        self._has_ids, self._is_text = has_ids, is_text
        self.rows = [Row(f"id-{n}" if has_ids else str(n), f"/{n}.jpg") for n in range(ROWS)]
        self.is_silent = True
        self.fetched: set[str] = set()
        for n in range(8):
            project.world.scripts[f"h{n}.test"] = self._answer
        self.write(self.rows)

    async def _answer(self, visit: Any) -> Any:
        while self.is_silent and int(visit.host[1]) % 2:  # noqa: ASYNC110 - it is the test that says so
            await asyncio.sleep(0.01)
        return self._web.answer(body=self._web.picture(visit.path))

    def url(self, path: str) -> str:
        """Return the address of *path*, on one of eight hosts."""
        return self.project.world.url(f"h{sum(map(ord, path)) % 8}.test", path)

    def write(self, rows: list[Row]) -> None:
        """Write the list, with or without ids."""
        if self._is_text:
            self.source.write_text("".join(f"{self.url(row.path)}\n" for row in rows))
        elif self._has_ids:
            self.project.write([(row.id, self.url(row.path)) for row in rows], header=("id", "url"))
        else:
            self.project.write([(self.url(row.path),) for row in rows], header=("url",))

    @property
    def source(self) -> Path:
        return self.project.folder / "urls.txt" if self._is_text else self.project.source

    def crawl(self, *arguments: str) -> Any:
        """Crawl the list to its end; single spaces in what it says."""
        crawl = self.project.crawl("-a", f"source={self.source}", *arguments)
        crawl.errors = " ".join(crawl.errors.split())
        assert "Traceback" not in crawl.errors
        return crawl

    def kill(self, until: Any, *arguments: str, among: tuple[int, ...] = tuple(range(8))) -> None:
        """Begin with the list and kill all processes of the crawl when nothing but silent hosts is left to wait for.

        *among*: the hosts that it asks.
        """
        process = self.project.start("-a", f"source={self.source}", *arguments)
        loud = {self.url(row.path) for row in self.rows if int(self.url(row.path)[8]) in among}
        loud = {url for url in loud if not int(url[8]) % 2}
        until(lambda: loud <= self._done())
        for pid in (process.pid, *_children(process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait(10)
        until(lambda: not self.project.processes())
        self.fetched = self._done()

    def _done(self) -> set[str]:
        with suppress(ImgcrawlError):  # there is no catalogue yet, or no run in it
            return {outcome.url for outcome in self.project.outcomes().values()}
        return set()

    def check(self, rows: list[Row], *, kept: int = 0) -> None:
        """Every row of the list has its own picture, *kept* outcomes are of others; none is asked for again."""
        outcomes = self.project.outcomes()
        for row in rows:
            outcome = outcomes.pop(row.id)
            assert (outcome.url, outcome.ok) == (self.url(row.path), True)
            assert outcome.sha256 == hashlib.sha256(self._web.picture(row.path)).hexdigest()
        assert len(outcomes) == kept
        assert self.project.stray_files() == []
        asked = Counter(self.url(visit.path) for visit in self.project.world.log)
        assert {asked[url] for url in self.fetched} == {1}
        assert self.project.state() == "finished"


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize(("is_text", "after"), [(False, ()), (True, ("-j", "2"))], ids=["csv", "text-then-two"])
def test_numbered_rows_at_the_end(project, web, until, is_text, after):
    """Rows of a list without ids that are added at its end are fetched; those cut from there keep their outcomes."""
    killed = Killed(project, web, has_ids=False, is_text=is_text)
    killed.kill(until)
    killed.is_silent = False
    grown = killed.rows + [Row(str(ROWS + n), path) for n, path in enumerate(MORE)]
    killed.write(grown)
    crawl = killed.crawl(*after)
    assert (crawl.code, "the list has" in crawl.errors) == (0, False)
    killed.check(grown)
    killed.write(grown[:20])
    crawl = killed.crawl()
    assert (crawl.code, KEPT.format(20) in crawl.errors) == (0, True)
    killed.check(grown[:20], kept=10)


def test_numbered_rows_that_move_are_refused(project, web, until):
    """A list without ids that has a row more at its beginning is another one; the former goes on as if nothing was."""
    killed = Killed(project, web, has_ids=False)
    killed.kill(until)
    killed.is_silent = False
    before, asked = project.outcomes(), len(project.world.log)
    killed.write([Row("", "/new.jpg"), *killed.rows])
    crawl = killed.crawl()
    assert (crawl.code, "the list has changed" in crawl.errors) == (1, True)
    assert "No row was begun: the run is as it was." in crawl.errors
    assert (project.outcomes(), len(project.world.log)) == (before, asked)
    killed.write(killed.rows)
    assert killed.crawl().code == 0
    killed.check(killed.rows)


def test_rows_with_ids_come_go_and_move(project, web, until):
    """Rows with ids may be added, removed and put elsewhere; what has an outcome is not fetched again.

    The two processes of the crawl that is killed share the list out in another way than the three that go on.
    """
    killed = Killed(project, web, has_ids=True)
    killed.kill(until, "-j", "2")
    killed.is_silent = False
    done = set(project.outcomes())
    gone, left = killed.rows[4:10], killed.rows[:4] + killed.rows[10:]
    changed = left + [Row(path, path) for path in MORE]
    random.Random(3).shuffle(changed)
    killed.write(changed)
    crawl = killed.crawl("-j", "3")
    kept = sum(row.id in done for row in gone)
    assert 0 < kept < len(gone)
    assert (crawl.code, KEPT.format(len(changed)) in crawl.errors) == (0, True)
    killed.check(changed, kept=kept)


def test_shards_of_a_list_that_changes(project, web, until):
    """Shards that are killed and go on with a longer list finish it between them; none speaks for the whole list."""
    killed = Killed(project, web, has_ids=False)
    killed.kill(until, "-a", "shard=0/2", among=(3, 6))
    killed.is_silent = False
    grown = killed.rows + [Row(str(ROWS + n), path) for n, path in enumerate(MORE)]
    killed.write(grown)
    for shard in ("1/2", "0/2"):
        crawl = killed.crawl("-a", f"shard={shard}")
        assert (crawl.code, "the list has" in crawl.errors) == (0, False)
    killed.check(grown)
