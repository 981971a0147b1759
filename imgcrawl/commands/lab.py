"""``scrapy lab serve|generate|check``: the simulated web, its list alone, and the examiner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from imgcrawl.commands.numbers import MOST_PORT, whole
from imgcrawl.commands.quiet import say_errors_only, without_options
from imgcrawl.plain import plain

if TYPE_CHECKING:
    import argparse

_FORMS = """say what the lab is to do:
  scrapy lab serve                                   serve it, and say by what command its list is fetched
  scrapy lab generate --http-port P --https-port Q   write its list and no more
  scrapy lab check OUTCOMES.jsonl --lab DIR          hold what became of the list against the truth
Begin with the first; scrapy lab --help has the options."""
_CONTACT = "-s IMGCRAWL_CONTACT=you@example.org"


class Command(ScrapyCommand):
    """Serves a lab, writes its list, or compares outcomes with its truth."""

    requires_crawler_process = False

    def syntax(self) -> str:
        """Return the three forms of the command."""
        return "serve|generate [options] | check OUTCOMES.jsonl --lab DIR"

    def short_desc(self) -> str:
        """Return what the list of commands says."""
        return "Serve a simulated hostile web on loopback, or examine a downloader's outcomes"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the lab's own options."""
        super().add_options(parser)
        say_errors_only(parser)
        parser.add_argument("--rows", type=whole(1), default=1000, help="rows of the list (default: 1000)")
        parser.add_argument("--seed", type=whole(), default=1, help="the same seed gives the same list (default: 1)")
        parser.add_argument("--out", type=Path, default=Path("lab"), help="folder for the lab's files (default: lab)")
        parser.add_argument("--kinds", help="only these kinds of rows, separated by commas")
        parser.add_argument(
            "--http-port", type=whole(0, MOST_PORT), default=0, help="port for http, 0 for any that is free"
        )
        parser.add_argument(
            "--https-port", type=whole(0, MOST_PORT), default=0, help="port for https, 0 for any that is free"
        )
        parser.add_argument("--lab", type=Path, default=Path("lab"), help="folder of the lab to check against")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the first argument says.

        :raises UsageError: if the arguments make no sense.
        """
        args = without_options(args)
        forms = {("serve", 1): self._serve, ("generate", 1): self._generate, ("check", 2): self._check}
        form = forms.get((args[0], len(args))) if args else None
        if form is None:
            raise UsageError(_FORMS, print_help=False)
        try:
            form(args, opts)
        except OSError as error:
            words = f"{plain(error.filename)}: {error.strerror}" if error.filename else str(error)
            raise UsageError(words, print_help=False) from error
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from error

    def _serve(self, _args: list[str], opts: argparse.Namespace) -> None:
        from imgcrawl.lab.serving import LabOptions, serve

        options = LabOptions(
            out=opts.out, rows=opts.rows, seed=opts.seed, kinds=_kinds(opts), http_port=opts.http_port,
            https_port=opts.https_port,
        )  # fmt: skip
        serve(options, _announce)

    def _generate(self, _args: list[str], opts: argparse.Namespace) -> None:
        from imgcrawl.lab.folder import unserved
        from imgcrawl.lab.listing import SOURCE, write_listing
        from imgcrawl.lab.model import Ports
        from imgcrawl.lab.plan import make_plan

        if not (opts.http_port and opts.https_port):
            raise ValueError("generate needs --http-port and --https-port, on which the list will be served")
        plan = make_plan(opts.rows, opts.seed, Ports(opts.http_port, opts.https_port), _kinds(opts))
        with unserved(opts.out):
            write_listing(plan, opts.out)
        print(f"{len(plan.rows)} rows in {opts.out / SOURCE}")

    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        from imgcrawl.lab.check import check, table
        from imgcrawl.lab.listing import TRUTH

        outcomes = Path(args[1])
        if not (opts.lab / TRUTH).is_file():
            raise ValueError(f"there is no lab in {plain(opts.lab)}: name its folder with --lab DIR")
        try:
            findings = check(outcomes, opts.lab)
        except (json.JSONDecodeError, UnicodeDecodeError, TypeError, KeyError) as error:
            raise ValueError(
                f"{plain(outcomes)} is no list of outcomes, one JSON object a line, as scrapy export o.jsonl writes it"
            ) from error
        print(table(findings), end="")
        self.exitcode = int(findings.failed)


def _kinds(opts: argparse.Namespace) -> tuple[str, ...] | None:
    return tuple(opts.kinds.split(",")) if opts.kinds else None


def _announce(description: dict[str, Any]) -> None:
    settings = " \\\n    ".join(f"-s {name}={value}" for name, value in description["settings"].items())
    print(f"{description['rows']} rows in {description['source']}; end with Ctrl-C. Fetch them with\n", flush=True)
    source = Path(description["source"])  # its name is that of many a list, whose run it must not be taken for
    what = f"-a source={source} -a run={source.parent.name}"
    print(f"scrapy crawl images {what} \\\n    {settings} \\\n    {_CONTACT}", flush=True)
