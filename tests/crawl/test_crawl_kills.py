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
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.records import Outcome

ROWS, HOSTS = 160, 6
MOMENTS = ("starting", *["fetching"] * 4, "ending")


class Series:
    """Kills one crawl after the other of lists that are each brought to their end, and looks at what every one left."""

    def __init__(self, make: Callable[[], Any], web: Any) -> None:
        self._make, self._web = make, web
        self._chance = random.Random(7)
        self.seen: Counter[str] = Counter()
        self.longest_start_s = 0.0

    def run(self, kills: int) -> None:
        while self.seen["kills"] < kills:
            self.seen["lists"] += 1
            project, settings = self._project(), self._settings()
            while self.seen["kills"] < kills and self._killed(project, settings):
                self._check_remains(project)
            assert project.crawl(**settings).code == 0
            self._check_whole(project)

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
            project.world.scripts[f"h{n}.test"] = script
        project.write([(str(n), project.world.url(f"h{n % HOSTS}.test", f"/{n}.jpg"), "") for n in range(ROWS)])
        return project

    def _killed(self, project: Any, settings: dict[str, str]) -> bool:
        """Begin or go on with the list and kill the crawl at some moment; say whether it had not ended by then."""
        moment = self._chance.choice(MOMENTS)
        visits = len(project.world.log)
        wanted = {"starting": 0, "fetching": self._chance.randrange(1, 60), "ending": ROWS - len(_outcomes(project))}
        began = time.monotonic()
        process = project.start(**settings)
        while process.poll() is None and len(project.world.log) - visits < wanted[moment]:
            time.sleep(0.005)
            if len(project.world.log) > visits:
                self.longest_start_s = max(self.longest_start_s, time.monotonic() - began)
                began = float("inf")
        time.sleep(self._chance.uniform(0, {"starting": 1.5, "fetching": 1.0, "ending": 0.5}[moment]))
        children = _children(process.pid)
        process.kill()
        killed = process.wait(10) == -signal.SIGKILL
        _await_end(children)
        self.seen[f"kills while {moment}" if killed else "ended before the kill"] += 1
        self.seen["kills"] += killed
        return killed

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
    except ConfigError as exc:
        if "start a run" in str(exc):
            return {}
        raise


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "lock"]


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _await_end(pids: list[int]) -> None:
    """Wait until the decoding processes have seen that nobody listens any more."""
    deadline = time.monotonic() + 10
    while any(map(_lives, pids)):
        assert time.monotonic() < deadline, "a decoding process outlives its crawl"
        time.sleep(0.01)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_killed_crawls_lose_and_double_nothing(database, projects, web, request):
    """After any number of kills every row has one outcome and every file is whole, with nothing mended by hand."""

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
    series = Series(make, web)
    series.run(request.config.getoption("kills"))
    logs = "".join(path.read_text() for project in made for path in project.folder.glob("errors-*.txt"))
    assert "known-to-nobody-else" not in logs
    assert "Traceback" not in logs
    sys.stdout.write(f"{database}: {dict(series.seen)}, first request after at most {series.longest_start_s:.1f} s\n")


def test_killed_decoders_cost_at_most_the_file_in_hand(project, web):
    """The crawl goes on when decoding processes are killed at work; a file fails only if two died on it."""

    async def script(visit: Any) -> Any:
        await asyncio.sleep(0.05)
        return web.answer(body=web.picture(visit.path))

    project.world.scripts["h.test"] = script
    project.write([(str(n), project.world.url("h.test", f"/{n}.jpg"), "") for n in range(ROWS)])
    process = project.start(IMGCRAWL_DECODE_WORKERS="1", IMGCRAWL_PLACEHOLDER_REPEATS="0")
    stored, killed = 0, 0
    while killed < 5 and process.poll() is None:
        # One more image in the store: the process that is there now has started well.
        if len(_files(project.images)) > stored and (decoders := _children(process.pid)):
            os.kill(decoders[0], signal.SIGKILL)
            killed += 1
            stored = len(_files(project.images)) + 16
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
