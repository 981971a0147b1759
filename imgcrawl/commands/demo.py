"""``scrapy demo``: two strategies on the same few hundred URLs of a simulated web, in less than a minute."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from imgcrawl.commands.contest import STRATEGIES, ContestFailed, catalogue_of, fetch_all
from imgcrawl.commands.numbers import whole
from imgcrawl.commands.quiet import QuietCommand, console
from imgcrawl.commands.report import keep_report
from imgcrawl.commands.statuses import FAILED, STOPPED
from imgcrawl.plain import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import Console

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome
    from imgcrawl.report import Comparison

MARKER: Final = "made-by-scrapy-demo.txt"
_MARKED = "Made by scrapy demo. The next scrapy demo removes everything else in this folder.\n"


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
  scrapy crawl images -a source=urls.csv -s IMGCRAWL_CONTACT=you@example.org
The same in the browser, while it runs:
  scrapy report --serve"""


class Command(QuietCommand, ScrapyCommand):
    """Shows in less than a minute and without the internet what imgcrawl does."""

    arguments = "[options]"
    summary = "See two strategies at work on a simulated web"
    description = (
        "Fetch a few hundred image URLs of a simulated web on this computer with the strategies baseline and "
        "adaptive, and compare them. Takes less than a minute and needs no internet."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--rows", type=whole(1), default=300, metavar="N", help="URLs to fetch (default: 300)")
        parser.add_argument("--seed", type=whole(), default=1, help="another seed gives another list (default: 1)")
        parser.add_argument(
            "--out", type=Path, default=Path("demo"), metavar="DIR", help="folder for all that is made (default: demo)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the demo; the status is 1 if a part of it failed and 130 if it was interrupted."""
        self.check_arguments(args, least=0, most=0)
        clear_folder(opts.out)
        screen = console()
        _print(screen, _INTRODUCTION.format(rows=opts.rows))
        failure = ""
        with _interruptible() as signals:
            try:
                fetch_all(opts.out, rows=opts.rows, seed=opts.seed, is_stopped=lambda: bool(signals))
                if not signals:
                    show_results(screen, opts.out)
            except ContestFailed as exc:
                failure = str(exc)
        if signals:
            print(f"\nStopped. What was made so far lies in {plain(opts.out)}.", file=sys.stderr)
            self.exitcode = STOPPED
        elif failure:
            print(f"\n{failure}", file=sys.stderr)
            self.exitcode = FAILED


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


def show_results(screen: Console, folder: Path) -> None:
    """Print the comparison of the runs, write their reports, and say where everything lies."""
    from imgcrawl.report import compare, summarise
    from imgcrawl.report.tables import comparison_tables
    from imgcrawl.report.terminal import print_tables

    with catalogue_of(folder) as catalogue:
        runs = [catalogue.find_run(strategy) for strategy in STRATEGIES]
        comparison = compare(catalogue, *runs)
        for run in runs:
            keep_report(summarise(catalogue, run), folder)
        row = _telling_row(catalogue, runs[-1])
        reached = _reached(catalogue, runs, folder / "lab")
    _print(screen, "")
    print_tables(screen, comparison_tables(comparison))
    ending = _ENDING.format(
        verdict=f"{_verdict(comparison)}\n{reached}",
        folder=plain(folder),
        setting=plain(shlex.join(["-s", f"IMGCRAWL_DATA_DIR={folder}"])),
        row=shlex.quote(row),
    )
    _print(screen, ending)


def _telling_row(catalogue: Catalogue, run: Run) -> str:
    """Return the id of a row with a story: one that was rescued, or any if none was."""
    ids = {bool(outcome.rescued_by): outcome.id for outcome in catalogue.iter_outcomes(run)}
    return ids.get(True) or ids[False]


def _reached(catalogue: Catalogue, runs: Iterable[Run], lab: Path) -> str:
    """Return how many of the images that can be had at all each of *runs* got, by the truth of the *lab*."""
    from imgcrawl.lab.listing import read_truth

    truth = read_truth(lab)
    there = {true.id: true.sha256 for true in truth.values() if true.ok}
    got = {run.name: sum(_is_true(there, outcome) for outcome in catalogue.iter_outcomes(run)) for run in runs}
    each = ", ".join(f"{name} got {images:,} of {len(there):,}" for name, images in got.items())
    return (
        f"Reachable at all are the images of {len(there):,} of the {len(truth):,} URLs: {each}.\n"
        "What else was got is another picture than was asked for, or one to be left alone."
    )


def _is_true(there: Mapping[str, str | None], outcome: Outcome) -> bool:
    return outcome.ok and outcome.id in there and outcome.sha256 == there[outcome.id]


def _verdict(c: Comparison) -> str:
    from imgcrawl.report.tables import share

    t = c.transitions
    sides = (c.a, t.ok_ok + t.ok_fail, c.requests_a), (c.b, t.ok_ok + t.fail_ok, c.requests_b)
    lines = [
        f"{name} got {images:,} images from {c.matched:,} URLs ({share(images, c.matched)}) with {requests:,} requests."
        for name, images, requests in sides
    ]
    lines.append(f"{c.b} got {t.fail_ok:,} that {c.a} had missed, and lost {t.ok_fail:,} that {c.a} had got.")
    return "\n".join(lines)


def _print(screen: Console, text: str) -> None:
    screen.print(text, markup=False, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def _interruptible() -> Iterator[list[int]]:
    """Yield the list to which the signals that end a program are added; after one, all are ignored: it is ending.

    Nothing is raised where a signal comes: in a destructor or a callback that would be lost. A signal that is ignored
    already, as nohup does, stays so.
    """
    came: list[int] = []
    ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: old for number in ending if (old := signal.getsignal(number)) is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if came else handler)
