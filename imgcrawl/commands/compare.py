"""``scrapy compare``: what one run rescued, lost and cost against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from imgcrawl.commands.numbers import above_0
from imgcrawl.commands.quiet import (
    QuietCommand,
    console,
    opened_catalogue,
    print_figures,
    reader_may_leave,
)
from imgcrawl.commands.serving import Report, add_serve_options, is_to_be_served, serve

if TYPE_CHECKING:
    import argparse

    from imgcrawl.report import Comparison


class Command(QuietCommand, ScrapyCommand):
    """Compares two runs over the rows that are in both."""

    arguments = "[options] A B"
    summary = "Compare two runs over the same rows"
    description = (
        "Show what run B rescued, lost and cost against run A, over the rows with the same id and URL in both."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument(
            "--cost-multiplier",
            type=above_0,
            metavar="X",
            help="cost of B for one of A (default: the measured ratio of requests)",
        )
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")
        add_serve_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Compare the runs."""
        args = self.check_arguments(args, least=2, most=2)
        if is_to_be_served(opts):
            serve(opts.port, lambda: self._live(args, opts.cost_multiplier), check=lambda: self._find(args))
            return
        from imgcrawl.report.tables import comparison_tables
        from imgcrawl.report.terminal import print_tables

        comparison, _ = self._compared(args, opts.cost_multiplier)
        with reader_may_leave():
            if opts.json:
                print_figures(comparison)
            else:
                print_tables(console(), comparison_tables(comparison))

    def _find(self, names: list[str]) -> None:
        with opened_catalogue(self.settings) as catalogue:
            catalogue.find_pair(*names)

    def _compared(self, names: list[str], cost_multiplier: float | None) -> tuple[Comparison, bool]:
        """Return the comparison, and whether neither run goes on."""
        from imgcrawl.report import compare

        with opened_catalogue(self.settings) as catalogue:
            pair = catalogue.find_pair(*names)
            compared = compare(catalogue, *pair, cost_multiplier=cost_multiplier)
            return compared, all(run.state != "running" for run in pair)

    def _live(self, names: list[str], cost_multiplier: float | None) -> Report:
        """Return the comparison of the rows that both runs have by now."""
        from imgcrawl.report.tables import comparison_tables

        comparison, is_at_rest = self._compared(names, cost_multiplier)
        about = f"{comparison.matched:,} rows that have an outcome in both"
        title = f"{comparison.b} against {comparison.a}"
        return Report(title, about, comparison_tables(comparison), is_at_rest=is_at_rest)
