"""The same list of a simulated web fetched by one strategy after the other, each in a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy.exceptions import UsageError
from scrapy.settings import Settings

import imgcrawl
from imgcrawl.catalogue import Counts
from imgcrawl.commands.quiet import opened_catalogue
from imgcrawl.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imgcrawl.catalogue import Catalogue
    from imgcrawl.lab import RunningLab

STRATEGIES: Final = {"baseline": "imgcrawl.profiles.baseline", "adaptive": "imgcrawl.settings"}
"""The runs and their settings files, in the order in which they are made."""

SHORTENED: Final = {
    "IMGCRAWL_CONNECT_TIMEOUT_SECONDS": 3,
    "IMGCRAWL_RESPONSE_TIMEOUT_SECONDS": 4,
    "IMGCRAWL_TOTAL_TIMEOUT_SECONDS": 8,
    "IMGCRAWL_LOW_SPEED_SECONDS": 2,
    "IMGCRAWL_DNS_TIMEOUT_SECONDS": 4,
    "IMGCRAWL_RETRY_BASE_SECONDS": 0.5,
    "IMGCRAWL_PAUSE_BASE_SECONDS": 1,
    "IMGCRAWL_THROTTLE_DELAY_SECONDS": 0.2,
    "IMGCRAWL_HOST_OUTAGE_SECONDS": 10,
}
"""Time limits and waits of both runs, in seconds. The lab's slowest names take 1 s and its slowest images 3 s."""

_POLL_S = 0.5
_LINE_S = 5.0
_STOP_S = 5.0
_LOG_LINES = 15


class ContestFailed(Exception):
    """A strategy could not be run to its end; the message says why."""


def fetch_all(folder: Path, *, rows: int, seed: int, is_stopped: Callable[[], bool]) -> None:
    """Fetch the same list by every strategy, each from a lab of its own that knows nothing of an earlier visit.

    Returns early when *is_stopped* says so, which is asked every half second.

    :raises ContestFailed: if a lab does not start or a run does not finish.
    """
    from imgcrawl.lab import running_lab

    http_port = https_port = 0
    with _Monitor(rows) as monitor:
        for strategy in STRATEGIES:
            try:
                with running_lab(
                    rows=rows, seed=seed, out=folder / "lab", http_port=http_port, https_port=https_port
                ) as lab:
                    http_port, https_port = lab.ports["http"], lab.ports["https"]
                    _fetch(lab, folder, strategy, monitor, is_stopped)
            except RuntimeError as exc:
                raise ContestFailed(f"The demo failed: {exc}.") from exc
            if is_stopped():
                return


def _fetch(lab: RunningLab, folder: Path, strategy: str, monitor: _Monitor, is_stopped: Callable[[], bool]) -> None:
    log = folder / f"{strategy}.log"
    monitor.begin(strategy)
    with log.open("wb") as file, _crawl(lab, folder, strategy, file) as crawl:
        while not is_stopped() and not _has_ended(crawl):
            monitor.show(_counts(folder, strategy))
    if is_stopped():
        return
    monitor.end(_counts(folder, strategy))
    if crawl.returncode:
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:]
        said = "\n".join(f"  {plain(line)}" for line in last)
        raise ContestFailed(
            f"The run {strategy} failed with status {crawl.returncode}. Its log {log} ends with\n\n{said}"
        )


@contextlib.contextmanager
def _crawl(lab: RunningLab, folder: Path, strategy: str, log: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a strategy while the context lasts: its process and the decoding ones end with it.

    What the project's own settings file may say of databases, folders and proxies has no part in the demo.
    """
    own = {"IMGCRAWL_DATABASE_URL": "", "IMAGES_STORE": "", "IMGCRAWL_PROXY": "", "IMGCRAWL_PROGRESS_SECONDS": 0}
    own |= {"IMGCRAWL_DATA_DIR": folder.absolute(), "IMGCRAWL_CONTACT": "you@example.org"}
    command = [sys.executable, "-m", "scrapy", "crawl", "images", "-a", f"source={lab.source}", "-a", f"run={strategy}"]
    for name, value in {**SHORTENED, **own, **lab.settings}.items():
        command += ["-s", f"{name}={value}"]
    project = Path(imgcrawl.__file__).parent.parent
    environment = os.environ | {"SCRAPY_SETTINGS_MODULE": STRATEGIES[strategy], "COLUMNS": "120"}
    with subprocess.Popen(  # noqa: S603 - this interpreter, our own project
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=project, env=environment, process_group=0
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            _stop(process)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Say whether *process* has ended, after a moment in which it may."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_POLL_S)
    return process.returncode is not None


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def catalogue_of(folder: Path) -> contextlib.AbstractContextManager[Catalogue]:
    """Open the catalogue that lies in *folder* while the context lasts.

    :raises UsageError: if there is none, or what is asked of it makes no sense.
    """
    return opened_catalogue(Settings({"IMGCRAWL_DATA_DIR": str(folder)}))


def _counts(folder: Path, run: str) -> Counts:
    with contextlib.suppress(UsageError), catalogue_of(folder) as catalogue:
        return catalogue.counts(catalogue.find_run(run))
    return Counts(0, 0, {})  # the catalogue or the run is not there yet


class _Monitor(contextlib.AbstractContextManager["_Monitor"]):
    """Shows how far the runs are on standard error: a bar for each on a terminal, else a line now and then."""

    def __init__(self, rows: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        screen = Console(stderr=True, highlight=False)
        columns = (
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}/{task.total:,} rows"),
            TextColumn("{task.fields[images]:,} images"), TimeElapsedColumn(),
        )  # fmt: skip
        self._bars = Progress(*columns, console=screen, disable=not screen.is_interactive)
        self._rows = rows

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def begin(self, strategy: str) -> None:
        self._strategy = strategy
        self._began = self._said = time.monotonic()
        self._task = self._bars.add_task(strategy, total=self._rows, images=0)

    def show(self, counts: Counts) -> None:
        self._bars.update(self._task, completed=counts.rows, images=counts.ok)
        if time.monotonic() - self._said >= _LINE_S:
            self._say(counts)

    def end(self, counts: Counts) -> None:
        self._bars.update(self._task, completed=counts.rows, images=counts.ok)
        self._bars.stop_task(self._task)
        self._say(counts)

    def _say(self, counts: Counts) -> None:
        self._said = time.monotonic()
        if self._bars.disable:
            done = f"{counts.rows:,}/{self._rows:,} rows, {counts.ok:,} images, {self._said - self._began:.0f} s"
            print(f"{self._strategy}: {done}", file=sys.stderr, flush=True)
