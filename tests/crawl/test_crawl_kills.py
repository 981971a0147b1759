"""Crawls killed at random moments and begun again, on both databases; nothing is lost, doubled or left over.

``pytest tests/crawl/test_crawl_kills.py --kills 50 --timeout 3600 -rP`` kills more often and prints what it saw.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.errors import NothingYetError

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.records import Outcome
    from tests.crawl.projects import Process

ROWS, HOSTS = 160, 6  # three hosts for each of two shards
MOMENTS = ("starting", *["fetching"] * 4, "ending")


class Series:
    """Kills one crawl after the other of lists that are each brought to their end, and looks at what every one left.

    A crawl has as many *processes*; of several the one that started them is killed, a shard, or all.
    """

    def __init__(self, make: Callable[[], Any], web: Any, *, processes: int) -> None:
        self._make, self._web = make, web
        self._processes = processes
        self._running: Process | None = None
        self._chance = random.Random(7)
        self.seen: Counter[str] = Counter()
        self.longest_start_s = self.longest_end_s = 0.0

    def run(self, kills: int) -> None:
        while self.seen["kills"] < kills:
            self.seen["lists"] += 1
            project, settings = self._project(), self._settings()
            while self.seen["kills"] < kills and self._killed(project, settings):
                self._check_remains(project)
            self._await_end(project)
            assert project.crawl(*self._arguments, **settings).code == 0
            self._check_whole(project)

    @property
    def _arguments(self) -> tuple[str, ...]:
        return ("-j", str(self._processes)) if self._processes > 1 else ()

    def _settings(self) -> dict[str, str]:
        """Choose whether files are forced to the disk, and whether pictures are held back or placed at once."""
        return {
            "IMGCRAWL_STORE_FSYNC_ENABLED": self._chance.choice("01"),
            "IMGCRAWL_PLACEHOLDER_REPEATS": self._chance.choice("03"),
        }

    def _project(self) -> Any:
        """Lay out a list in which failures and pictures that two hosts share are frequent."""
        project = self._make()

        async def script(visit: Any) -> Any:
            await asyncio.sleep(0.03)
            number = int(visit.path[1:-4])
            if number % 10 == 7:
                return self._web.answer(404)
            name = f"shared {number // 2}" if number % 10 < 4 else visit.path
            return self._web.answer(body=self._web.picture(name))

        for n in range(HOSTS):
            project.world.scripts[f"p{n}.test"] = script
        project.write([(str(n), project.world.url(f"p{n % HOSTS}.test", f"/{n}.jpg"), "") for n in range(ROWS)])
        return project

    def _killed(self, project: Any, settings: dict[str, str]) -> bool:
        """Begin or go on with the list and kill the crawl at some moment; say whether it had not ended by then."""
        moment = self._chance.choice(MOMENTS)
        visits = len(project.world.log)
        wanted = {"starting": 0, "fetching": self._chance.randrange(1, 60), "ending": ROWS - len(_outcomes(project))}
        began = time.monotonic()
        if self._running is None:
            self._running = project.start(*self._arguments, **settings)
        else:
            began = float("inf")
        while self._running.poll() is None and len(project.world.log) - visits < wanted[moment]:
            time.sleep(0.005)
            if len(project.world.log) > visits:
                self.longest_start_s = max(self.longest_start_s, time.monotonic() - began)
                began = float("inf")
        longest = {"starting": 1.5 * self._processes, "fetching": 1.0, "ending": 0.5}[moment]
        time.sleep(self._chance.uniform(0, longest))
        killed = self._kill(self._running, project)
        self.seen[f"kills while {moment}" if killed else "ended before the kill"] += 1
        self.seen["kills"] += killed
        return killed

    def _kill(self, process: Process, project: Any) -> bool:
        """Kill *process*, one of its shards or all together; say whether it had not ended by then.

        Without a shard *process* goes on.
        """
        shards = _shards(process.pid)
        victims = self._chance.choice(([process.pid], [process.pid, *shards], shards[-1:] or [process.pid]))
        if process.poll() is None:
            for victim in victims:
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
            if process.pid not in victims:
                self.seen["only a shard killed"] += 1
                return True
            self.seen["all shards killed too"] += len(victims) > 1
        self._await_end(project)
        return process.returncode == -signal.SIGKILL

    def _await_end(self, project: Any) -> None:
        """Wait until the crawl has ended, and soon all shards and decoding processes with it."""
        if self._running is None:
            return
        self._running.wait(60)
        self._running, began = None, time.monotonic()
        while left := project.processes():
            assert time.monotonic() < began + 60, f"processes outlive their crawl: {left}"
            time.sleep(0.01)
        self.longest_end_s = max(self.longest_end_s, time.monotonic() - began)

    def _check_remains(self, project: Any) -> None:
        """Hold the files against what is committed: all are there, and none with a final name is incomplete."""
        database = project.folder / "data" / "imgcrawl.db"
        if database.exists():
            with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        outcomes = _outcomes(project)
        stored = {str(path.relative_to(project.images)) for path in _files(project.images)}
        assert {o.path for o in outcomes.values() if o.ok} <= stored
        for path in stored:
            assert hashlib.sha256((project.images / path).read_bytes()).hexdigest() == Path(path).stem
        self.seen["files on their way found"] += len(_files(project.folder / "data" / "incoming"))
        self.seen["files without an outcome found"] += len(stored - {o.path for o in outcomes.values()})

    def _check_whole(self, project: Any) -> None:
        """Every row has one outcome, every ok one its file, and nothing else is there."""
        self._check_remains(project)
        outcomes = project.outcomes()
        assert sorted(outcomes, key=int) == [str(n) for n in range(ROWS)]
        for row, outcome in outcomes.items():
            assert (outcome.ok, outcome.error) == ((True, None) if int(row) % 10 != 7 else (False, "http_404"))
            assert not outcome.ok or Path(outcome.path).stem == outcome.sha256
        assert project.stray_files() == []
        assert list((project.folder / "data" / "incoming").iterdir()) == []
        self.seen["rows"] += len(outcomes)
        self.seen["requests"] += len(project.world.log)


def _outcomes(project: Any) -> dict[str, Outcome]:
    """Return what the catalogue holds, which a crawl killed early may not have made yet."""
    try:
        return project.outcomes()
    except NothingYetError:
        return {}


def _files(folder: Path) -> list[Path]:
    """Return the files below *folder*, but for locks and the marks of the catalogues that use a store."""
    return [path for path in folder.rglob("*.*") if path.is_file()]


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _shards(pid: int) -> list[int]:
    """Return the processes of shards that the process *pid* has started."""
    found = []
    for child in _children(pid):
        with suppress(OSError):  # it has ended
            found += [child] if b"shard=" in Path(f"/proc/{child}/cmdline").read_bytes() else []
    return found


@pytest.mark.parametrize(
    ("database", "processes", "kills"),
    [("sqlite", 1, 5), ("postgresql", 1, 5), ("sqlite", 2, 3), ("postgresql", 2, 2)],
    ids=["sqlite", "postgresql", "sqlite-in-two", "postgresql-in-two"],
)
def test_killed_crawls_lose_and_double_nothing(database, processes, kills, projects, web, request):  # noqa: PLR0917 - fixtures
    """After any number of kills every row has one outcome and every file is whole, with nothing mended by hand.

    Nothing that was started outlives the process that was killed.
    """

    def make() -> Any:
        url = ""
        if database == "postgresql":
            server = request.getfixturevalue("postgresql")
            server.execute("DROP DATABASE IF EXISTS kills WITH (FORCE)")
            server.execute("CREATE DATABASE kills")
            url = server.url("kills")
        made.append(projects(database, database_url=url))
        return made[-1]

    made: list[Any] = []
    series = Series(make, web, processes=processes)
    series.run(request.config.getoption("kills") or kills)
    logs = "".join(path.read_text() for project in made for path in project.folder.glob("errors-*.txt"))
    assert "known-to-nobody-else" not in logs
    assert "Traceback" not in logs
    longest = f"first request after at most {series.longest_start_s:.1f} s, last process {series.longest_end_s:.1f} s"
    sys.stdout.write(f"{database}, {processes}: {dict(series.seen)}, {longest} after the kill\n")


def test_killed_decoders_cost_at_most_the_file_in_hand(project, web):
    """The crawl goes on when decoding processes are killed at work; a file fails only if two died on it."""

    async def script(visit: Any) -> Any:
        await asyncio.sleep(0.05)
        return web.answer(body=web.picture(visit.path))

    project.world.scripts["h.test"] = script
    project.write([(str(n), project.world.url("h.test", f"/{n}.jpg"), "") for n in range(ROWS)])
    process = project.start(IMGCRAWL_DECODE_WORKERS="1", IMGCRAWL_PLACEHOLDER_REPEATS="0")
    seen: dict[int, int] = {}
    killed = 0
    while killed < 5 and process.poll() is None:
        stored = len(_files(project.images))
        for decoder in _children(process.pid):
            # More images in the store than the one before had in hand: this process has started well.
            if stored > seen.setdefault(decoder, stored) + 16:
                seen[decoder] = ROWS
                os.kill(decoder, signal.SIGKILL)
                killed += 1
        time.sleep(0.01)
    crawl = project.end(process)
    assert crawl.code == 0, crawl.errors
    assert killed >= 2
    assert "Traceback" not in crawl.errors
    failed = [outcome.error for outcome in project.outcomes().values() if not outcome.ok]
    assert len(project.outcomes()) == ROWS
    assert len(failed) <= killed // 2
    assert set(failed) <= {"content_decoder_crash"}
    assert project.stray_files() == []
