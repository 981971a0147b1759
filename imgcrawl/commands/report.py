"""``scrapy report``: what happened in a run, on the terminal and as HTML."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from imgcrawl.commands.quiet import (
    QuietCommand,
    console,
    data_dir,
    opened_catalogue,
    print_figures,
    reader_may_leave,
)
from imgcrawl.commands.serving import Report, add_serve_options, is_to_be_served, serve
from imgcrawl.plain import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from imgcrawl.report import Summary


class Command(QuietCommand, ScrapyCommand):
    """Shows a run's figures."""

    arguments = "[options] [RUN]"
    summary = "Show what happened in a run"
    description = (
        "Show what became of the rows of RUN (the last one if omitted) by stage, error, host, remedy and time."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--html", metavar="FILE", help="write the HTML report there (default: the data folder)")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON and write no HTML")
        add_serve_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Report on the run."""
        args = self.check_arguments(args, least=0, most=1)
        name = args[0] if args else ""
        if is_to_be_served(opts):
            serve(opts.port, partial(self._live, name, []), check=partial(self._find, name))
            return
        from imgcrawl.report import summarise

        with opened_catalogue(self.settings) as catalogue:
            summary = summarise(catalogue, catalogue.find_run(name))
        with reader_may_leave():
            if opts.json:
                print_figures(summary)
            else:
                self._show(summary, Path(opts.html) if opts.html else None)

    def _find(self, name: str) -> None:
        with opened_catalogue(self.settings) as catalogue:
            catalogue.find_run(name)

    def _live(self, name: str, shown: list[str]) -> Report:
        """Return the report on the run that *name* means by now; *shown* has those it meant before, and gets it."""
        from imgcrawl.report import summarise
        from imgcrawl.report.live import live_tables, look
        from imgcrawl.report.tables import summary_tables

        with opened_catalogue(self.settings) as catalogue:
            run = catalogue.find_run(name)
            summary = summarise(catalogue, run)
            live = look(catalogue, run, now=datetime.now(UTC))
        if summary.run not in shown[-1:]:
            shown.append(summary.run)
        instead = f"; begun after {shown[-2]}, which was shown before" if shown[1:] else ""
        tables = [*live_tables(live), *summary_tables(summary)]
        return Report(f"Run {summary.run}", f"{_about(summary)}{instead}", tables, is_at_rest=not live.is_running)

    def _show(self, summary: Summary, target: Path | None) -> None:
        from imgcrawl.report.tables import summary_tables
        from imgcrawl.report.terminal import print_tables

        if target is not None:
            _write(summary, target)
            kept = f"HTML report: {plain(target)}"
        else:
            kept = self._kept(summary)
        screen = console()
        screen.print(plain(f"Run {summary.run}: {_about(summary)}"), markup=False, highlight=False, soft_wrap=True)
        screen.print()
        print_tables(screen, summary_tables(summary))
        screen.print(kept, markup=False, highlight=False, soft_wrap=True)

    def _kept(self, summary: Summary) -> str:
        """Keep the HTML report where nobody said that it must stand, and return where, or why it does not."""
        try:
            return f"HTML report: {plain(keep_report(summary, data_dir(self.settings)))}"
        except UsageError as exc:
            return f"no HTML report: {exc}; another place is named by --html FILE"


def keep_report(summary: Summary, folder: str | Path) -> Path:
    """Write the HTML report of *summary* into the data folder *folder* under the run's name, and return where.

    :raises UsageError: if it cannot be written.
    """
    name = re.sub(r"[^\w.-]", "_", summary.run).lstrip(".") or "run"
    target = Path(folder) / "reports" / f"{name}.html"
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    _write(summary, target)
    return target


def _write(summary: Summary, target: Path) -> None:
    from imgcrawl.report.html import page
    from imgcrawl.report.tables import summary_tables

    text = page(f"Run {summary.run}", _about(summary), summary_tables(summary))
    with _told(target):
        target.write_text(text, encoding="utf-8")


def _about(summary: Summary) -> str:
    """Return what the run was about, and when it was last begun and ended."""
    began, ended = _minute(summary.started_at), _minute(summary.finished_at or "")
    day = began[: len("2026-01-31 ")]
    until = f" to {ended.removeprefix(day)}" if ended else ""
    when = f"{began}{until} UTC"
    return f"{summary.source}, strategy {summary.strategy}, {summary.state}, last crawl {when}"


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise UsageError(f"cannot write {plain(target)}: {exc.strerror}", print_help=False) from exc
