"""A data folder with a list in it, and crawls of that list as a person starts them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from imgcrawl.catalogue import open_catalogue
from tests.crawl.warm import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.catalogue import Run
    from imgcrawl.records import Outcome
    from tests.crawl.scripted import World
    from tests.crawl.warm import Warm, WarmProcess

    Process = WarmProcess | subprocess.Popen[bytes]


def rows_of(world: World, count: int, hosts: int = 4) -> list[tuple[str, str, str]]:
    """Make rows of as many *hosts*, in turn."""
    return [(str(n), world.url(f"h{n % hosts}.test", f"/{n}.jpg"), "") for n in range(count)]


def assert_whole(project: Project, count: int) -> None:
    """Every row is in the catalogue once, every file is whole, and none is left over."""
    outcomes = project.outcomes()
    assert sorted(outcomes, key=int) == [str(n) for n in range(count)]
    assert project.stray_files() == []
    for outcome in outcomes.values():
        if outcome.ok:
            assert hashlib.sha256((project.images / outcome.path).read_bytes()).hexdigest() == outcome.sha256


SMALL_WAITS = {
    "IMGCRAWL_PROGRESS_SECONDS": "0",
    "IMGCRAWL_ALLOW_NETWORKS": "127.0.0.1/32",
    "IMGCRAWL_DNS_OVERRIDES": '{"*.test": "127.0.0.1", "private.test": "127.0.0.2", "example.com": "127.0.0.1"}',
    "IMGCRAWL_RETRY_BASE_SECONDS": "0.05",
    "IMGCRAWL_PAUSE_BASE_SECONDS": "0.05",
    "IMGCRAWL_THROTTLE_DELAY_SECONDS": "0.01",
    "IMGCRAWL_HOST_OUTAGE_SECONDS": "1",
}
QUICK_LOOKS = {"IMGCRAWL_REMEDIES": "look_again,made_up_name", "IMGCRAWL_RETRY_BASE_SECONDS": "0"}
"""Nothing but names that are made up and second looks, at once."""
_IN_TIME_S = 45.0
"""A stop takes some 2 s, and more where others have the processor; what it must not wait for takes a minute."""


@dataclass
class Crawl:
    """A crawl that has ended."""

    code: int
    errors: str
    seconds: float
    folder: Path

    @property
    def in_time(self) -> bool:
        """Whether a crawl that was told to stop waited for nothing."""
        return self.seconds < _IN_TIME_S

    @property
    def stats(self) -> dict[str, Any]:
        return json.loads((self.folder / "stats.json").read_text())


@dataclass
class Project:
    """A data folder, a list of rows in it, and crawls of that list.

    They are forked from *warm*, or started anew by the *prefix* if there is one.
    """

    folder: Path
    world: World
    warm: Warm
    database_url: str = ""
    prefix: tuple[str, ...] = ()
    started: list[Process] = field(default_factory=list)

    @property
    def source(self) -> Path:
        return self.folder / "urls.csv"

    @property
    def images(self) -> Path:
        return self.folder / "data" / "images"

    def write(self, rows: Iterable[tuple[str, ...]], header: tuple[str, ...] = ("id", "url", "page_url")) -> None:
        """Write the list of *rows*."""
        with self.source.open("w", newline="") as file:
            csv.writer(file).writerows([header, *rows])

    def start(self, *args: str, profile: str = "default", **settings: str) -> Process:
        """Start a crawl of the list."""
        own = {
            "IMGCRAWL_DATA_DIR": str(self.folder / "data"),
            "IMGCRAWL_DATABASE_URL": self.database_url,
            "STATS_CLASS": "stats_file.JsonStats",
            "STATS_FILE": str(self.folder / "stats.json"),
        }
        command = ["scrapy", "crawl", "images", "-a", f"source={self.source}", *args]
        for name, value in (SMALL_WAITS | own | settings).items():
            command += ["-s", f"{name}={value}"]
        environment = os.environ | {"SCRAPY_PROJECT": profile, "PYTHONPATH": str(Path(__file__).parent)}
        environment["TMPDIR"] = str(self.folder)
        environment.pop("SCRAPY_SETTINGS_MODULE", None)  # it would go before the profile
        with (self.folder / f"errors-{len(self.started)}.txt").open("wb") as errors:
            self.started.append(self._start(command, environment, errors))
        return self.started[-1]

    def _start(self, command: list[str], environment: dict[str, str], output: IO[bytes]) -> Process:
        if not self.prefix:
            return self.warm.start(*command, output=output, environment=environment)
        return subprocess.Popen(
            [*self.prefix, sys.executable, "-m", *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )

    def end(self, process: Process, began: float = 0.0) -> Crawl:
        """Wait for *process* and return what became of it."""
        code = process.wait(200)
        return Crawl(code, self.said(process), time.monotonic() - began, self.folder)

    def said(self, process: Process) -> str:
        """Return what *process* has written so far."""
        return (self.folder / f"errors-{self.started.index(process)}.txt").read_text(errors="replace")

    def crawl(self, *args: str, profile: str = "default", **settings: str) -> Crawl:
        """Crawl the list to its end."""
        began = time.monotonic()
        return self.end(self.start(*args, profile=profile, **settings), began)

    def processes(self) -> list[str]:
        """Return all that runs of the project's crawls, by their command lines: what they start inherits ``TMPDIR``."""
        mark = f"TMPDIR={self.folder}\0".encode()
        found = [f"crawl {process.pid}" for process in self.started if process.poll() is None]
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has just ended
                if mark in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found

    def outcomes(self) -> dict[str, Outcome]:
        """Return what the catalogue holds of its one run, by id."""
        data_dir = str(self.folder / "data")
        catalogue = open_catalogue(self.database_url, data_dir=data_dir, lock_timeout_s=10, create=False)
        try:
            return {outcome.id: outcome for outcome in catalogue.iter_outcomes(catalogue.find_run(""))}
        finally:
            catalogue.close()

    def state(self) -> str:
        """Return the state of the project's last run."""
        return self.last_run().state

    def last_run(self) -> Run:
        """Return the project's last run."""
        catalogue = open_catalogue(self.database_url, data_dir=str(self.folder / "data"), lock_timeout_s=30)
        with closing(catalogue):
            return catalogue.find_run("")

    def stray_files(self) -> list[str]:
        """Return the files that no outcome accounts for: unreferenced images and leftovers on their way."""
        wanted = {outcome.path for outcome in self.outcomes().values() if outcome.ok}
        stored = {str(path.relative_to(self.images)) for path in self.images.rglob("*.*") if path.is_file()}
        incoming = [str(path) for path in (self.folder / "data" / "incoming").rglob("*") if path.is_file()]
        return [*sorted(stored ^ wanted), *incoming]
