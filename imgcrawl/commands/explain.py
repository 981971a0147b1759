"""``scrapy explain``: the story of one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from imgcrawl.catalogue import url_key
from imgcrawl.commands.quiet import QuietCommand, opened_catalogue, reader_may_leave
from imgcrawl.plain import plain

if TYPE_CHECKING:
    import argparse

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome


class Command(QuietCommand, ScrapyCommand):
    """Tells what was tried for one row, what came back and what to do."""

    arguments = "[options] ID|URL"
    summary = "Tell what happened to one row"
    description = (
        "Tell what was tried for the row with this ID, or with this URL as the source gives it "
        "(relative ones cannot be looked up), and what came of it."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--run", metavar="RUN", default="", help="the run to look into (default: the last one)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Explain the row."""
        from imgcrawl.report.story import story

        args = self.check_arguments(args, least=1, most=1)
        with opened_catalogue(self.settings) as catalogue:
            run = catalogue.find_run(opts.run)
            found = _find(catalogue, run, args[0])
        if found is None:
            why = (
                "; it is running: it may have one later" if run.state == "running" else "; --run RUN names another run"
            )
            raise UsageError(plain(f"run {run.name} has no outcome for a row {args[0]}{why}"), print_help=False)
        with reader_may_leave():
            print("\n".join(story(found)))


def _find(catalogue: Catalogue, run: Run, row: str) -> Outcome | None:
    key = url_key(row)
    return catalogue.outcome(run, row) or catalogue.outcomes_for_urls(run, [key], unsettled_too=True).get(key)
