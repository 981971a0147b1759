"""``scrapy report``: what happened in a run, on the terminal and as HTML."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from imgcrawl.commands.reading import check_arguments, console, data_dir, opened_catalogue
from imgcrawl.report import summarise
from imgcrawl.report.html import page
from imgcrawl.report.plain import plain
from imgcrawl.report.sheets import summary_sheets
from imgcrawl.report.tables import print_sheets

if TYPE_CHECKING:
    import argparse

    from imgcrawl.report import Summary


class Command(ScrapyCommand):
    """Shows a run's figures."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - as Scrapy's own commands have it

    def syntax(self) -> str:
        """Return the arguments."""
        return "[options] [RUN]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Show what happened in a run"

    def long_desc(self) -> str:
        """Return the help text."""
        return "Show what became of the rows of RUN (the last one if omitted) by stage, error, host, remedy and time."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--html", metavar="FILE", help="write the HTML report there (default: the data folder)")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON and write no HTML")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Report on the run."""
        check_arguments(args, least=0, most=1)
        with opened_catalogue(self.settings) as catalogue:
            summary = summarise(catalogue, catalogue.find_run(args[0] if args else ""))
            if opts.json:
                print(json.dumps(asdict(summary), indent=2))
                return
            target = Path(opts.html) if opts.html else report_path(data_dir(self.settings), summary.run)
            write_report(summary, target)
        screen = console()
        print_sheets(screen, summary_sheets(summary))
        screen.print(plain(target), markup=False, highlight=False, soft_wrap=True)


def report_path(folder: str | Path, run: str) -> Path:
    """Return where the HTML report on *run* lies in the data folder *folder*."""
    name = re.sub(r"[^\w.-]", "_", run).lstrip(".") or "run"
    return Path(folder) / "reports" / f"{name}.html"


def write_report(summary: Summary, target: Path) -> None:
    """Write the HTML report of *summary* to *target*, whose folder is made if need be.

    :raises UsageError: if it cannot be written.
    """
    until = f" to {summary.finished_at}" if summary.finished_at else ""
    subtitle = f"{summary.source}, strategy {summary.strategy}, {summary.state}, {summary.started_at}{until}"
    text = page(f"Run {summary.run}", subtitle, summary_sheets(summary))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise UsageError(f"cannot write {target}: {exc.strerror}", print_help=False) from exc
