"""``scrapy demo``: two strategies on the same few hundred URLs of a simulated web, in less than a minute."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

import imgcrawl
from imgcrawl.catalogue import Counts
from imgcrawl.commands.reading import check_arguments, console, opened_catalogue
from imgcrawl.commands.report import report_path, write_report
from imgcrawl.lab import running_lab
from imgcrawl.report import compare, summarise
from imgcrawl.report.plain import plain
from imgcrawl.report.sheets import comparison_sheets, share
from imgcrawl.report.tables import print_sheets

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.lab import RunningLab
    from imgcrawl.report import Comparison

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
}
"""Time limits and waits of both runs, in seconds. The lab's slowest names take 1 s and its slowest images 3 s."""

MARKER: Final = "made-by-scrapy-demo.txt"
_MARKED = "Made by scrapy demo. The next scrapy demo removes everything else in this folder.\n"

_STOPPED = 130
_FAILED = 1
_POLL_S = 1.0
_LINE_S = 5.0
_STOP_S = 5.0
_LOG_LINES = 15

_INTRODUCTION = """\
{rows:,} image URLs on a simulated web full of faults, all of it on this computer:
nothing leaves it. Two strategies fetch the same list, one after the other:

  baseline  asks once for each URL, as requests.get(url, timeout=10) would
  adaptive  imgcrawl as it comes: repairs URLs, retries, waits when told to,
            asks in other ways, looks on the page

The last rows take longest: their hosts are slow, or never answer. The demo is
less patient with them than a real run.
"""

_ENDING = """\
{verdict}
This list was made to be difficult: the shares say nothing about the real web.

Images     {folder}/images
Catalogue  {folder}/imgcrawl.db
Reports    {folder}/reports/baseline.html
           {folder}/reports/adaptive.html
List       {folder}/lab/urls.csv

What next?

Everything about a run:
  scrapy report adaptive {setting}
The story of one row:
  scrapy explain {row} --run adaptive {setting}
Your own list, a CSV file with a column url:
  scrapy crawl images -a source=urls.csv"""


class DemoFailed(Exception):
    """The demo cannot go on; the message says why."""


class Command(ScrapyCommand):
    """Shows in less than a minute and without the internet what imgcrawl does."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - as Scrapy's own commands have it

    def syntax(self) -> str:
        """Return the arguments."""
        return "[options]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "See two strategies at work on a simulated web"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "Fetch a few hundred image URLs of a simulated web on this computer with the strategies baseline and "
            "adaptive, and compare them. Takes less than a minute and needs no internet."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--rows", type=int, default=300, metavar="N", help="URLs to fetch (default: 300)")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives another list (default: 1)")
        parser.add_argument(
            "--out", type=Path, default=Path("demo"), metavar="DIR", help="folder for all that is made (default: demo)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the demo; the status is 1 if a part of it failed and 130 if it was interrupted."""
        check_arguments(args, least=0, most=0)
        if opts.rows < 1:
            raise UsageError(f"--rows must be at least 1, got {opts.rows}", print_help=False)
        clear_folder(opts.out)
        screen = console()
        _print(screen, _INTRODUCTION.format(rows=opts.rows))
        try:
            with _interruptible():
                fetch_all(opts.out, rows=opts.rows, seed=opts.seed)
                show_results(screen, opts.out)
        except KeyboardInterrupt:
            print(f"\nStopped. What was made so far lies in {plain(opts.out)}.", file=sys.stderr)
            self.exitcode = _STOPPED
        except DemoFailed as exc:
            print(f"\n{exc}", file=sys.stderr)
            self.exitcode = _FAILED


def clear_folder(folder: Path) -> None:
    """Leave *folder* there and empty but for the mark that a demo made it.

    :raises UsageError: if it holds anything and bears no mark, or cannot be written.
    """
    marker = folder / MARKER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not marker.is_file():
            raise UsageError(
                f"{plain(folder)} was not made by scrapy demo and stays as it is: name another folder with --out",
                print_help=False,
            )
        marker.write_text(_MARKED, encoding="utf-8")
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != marker:
                entry.unlink()
    except OSError as exc:
        raise UsageError(f"cannot use the folder {plain(folder)}: {exc.strerror}", print_help=False) from exc


def fetch_all(folder: Path, *, rows: int, seed: int) -> None:
    """Fetch the same list by every strategy, each from a lab of its own that knows nothing of an earlier visit.

    :raises DemoFailed: if a lab does not start or a run does not finish.
    """
    http_port = https_port = 0
    with _Monitor(rows) as monitor:
        for strategy in STRATEGIES:
            try:
                with running_lab(
                    rows=rows, seed=seed, out=folder / "lab", http_port=http_port, https_port=https_port
                ) as lab:
                    http_port, https_port = lab.ports["http"], lab.ports["https"]
                    _fetch(lab, folder, strategy, monitor)
            except RuntimeError as exc:
                raise DemoFailed(f"The demo failed: {exc}.") from exc


def _fetch(lab: RunningLab, folder: Path, strategy: str, monitor: _Monitor) -> None:
    log = folder / f"{strategy}.log"
    monitor.begin(strategy)
    with log.open("wb") as file, _crawl(lab, folder, strategy, file) as crawl:
        while not _has_ended(crawl):
            monitor.show(_counts(folder, strategy))
    monitor.end(_counts(folder, strategy))
    if crawl.returncode:
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:]
        said = "\n".join(f"  {plain(line)}" for line in last)
        raise DemoFailed(f"The run {strategy} failed with status {crawl.returncode}. Its log {log} ends with\n\n{said}")


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


def _opened(folder: Path) -> contextlib.AbstractContextManager[Catalogue]:
    return opened_catalogue(Settings({"IMGCRAWL_DATA_DIR": str(folder)}))


def _counts(folder: Path, run: str) -> Counts:
    with contextlib.suppress(UsageError), _opened(folder) as catalogue:
        return catalogue.counts(catalogue.find_run(run))
    return Counts(0, 0, {})  # the catalogue or the run is not there yet


class _Monitor(contextlib.AbstractContextManager["_Monitor"]):
    """Shows how far the runs are on standard error: a bar for each on a terminal, else a line now and then."""

    def __init__(self, rows: int) -> None:
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


def show_results(screen: Console, folder: Path) -> None:
    """Print the comparison of the runs, write their reports, and say where everything lies."""
    with _opened(folder) as catalogue:
        runs = [catalogue.find_run(strategy) for strategy in STRATEGIES]
        comparison = compare(catalogue, *runs)
        for run in runs:
            write_report(summarise(catalogue, run), report_path(folder, run.name))
        row = _telling_row(catalogue, runs[-1])
    _print(screen, "")
    rescued = [line for line in comparison.rescued if line.rescued]
    print_sheets(screen, comparison_sheets(replace(comparison, rescued=rescued)))
    ending = _ENDING.format(
        verdict=_verdict(comparison),
        folder=plain(folder),
        setting=plain(shlex.join(["-s", f"IMGCRAWL_DATA_DIR={folder}"])),
        row=shlex.quote(row),
    )
    _print(screen, ending)


def _telling_row(catalogue: Catalogue, run: Run) -> str:
    """Return the id of a row with a story: one that was rescued, or any if none was."""
    ids = {bool(outcome.rescued_by): outcome.id for outcome in catalogue.iter_outcomes(run)}
    return ids.get(True) or ids[False]


def _verdict(c: Comparison) -> str:
    t = c.transitions
    sides = (c.a, t.ok_ok + t.ok_fail, c.requests_a), (c.b, t.ok_ok + t.fail_ok, c.requests_b)
    lines = [
        f"{name} got {images:,} images from {c.matched:,} URLs ({share(images, c.matched)}) with {requests:,} requests."
        for name, images, requests in sides
    ]
    lines.append(f"{c.b} rescued {t.fail_ok:,} that {c.a} had missed, and lost {t.ok_fail:,} that {c.a} had got.")
    return "\n".join(lines)


def _print(screen: Console, text: str) -> None:
    screen.print(text, markup=False, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Turn the signals that end a program into one KeyboardInterrupt, after which they are ignored: it is ending.

    A signal that is ignored already, as nohup does, stays so.
    """
    ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: old for number in ending if (old := signal.getsignal(number)) is not signal.SIG_IGN}

    def interrupt(*_: object) -> NoReturn:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in before:
        signal.signal(number, interrupt)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
