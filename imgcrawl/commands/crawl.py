"""``scrapy crawl``, with errors that a person can act on."""

from __future__ import annotations

import gc
import logging
import os
import sys
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES

from imgcrawl import keys
from imgcrawl.commands import collect_less_often
from imgcrawl.commands.length import note_total, run_before
from imgcrawl.commands.pairs import check_mappings, check_pairs, check_spider, is_there
from imgcrawl.commands.presses import count_presses, heed_hangup
from imgcrawl.commands.quiet import say_errors_only, without_options
from imgcrawl.commands.sharding import NO_FEED, check_sharded, cores, opening_of, process_count, shard_commands
from imgcrawl.commands.statuses import FAILED, STOPPED
from imgcrawl.commands.supervisor import run_shards
from imgcrawl.commands.waiting import wait_for_lock, wait_for_owner
from imgcrawl.config import RunConfig
from imgcrawl.errors import ImgcrawlError
from imgcrawl.extensions.feeds import have_feeds_failed
from imgcrawl.extensions.figures import have_most_failed_by_us, number
from imgcrawl.plain import plain
from imgcrawl.spiders.checks import check_before_start, check_outputs
from imgcrawl.spiders.options import NAMES
from imgcrawl.spiders.wiring import check_parts
from imgcrawl.transport.descriptors import fitted, raise_limit, wanted

if TYPE_CHECKING:
    import argparse
    import asyncio
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

    from imgcrawl.catalogue.journal import Journal

logger = logging.getLogger(__name__)

_SCRAPYS = frozenset({"crawler", "crawler_or_spidercls", "settings"})
"""What Scrapy hands to a spider by itself, under these names."""


_HELP = f"""Fetch the images of the list FILE: CSV, TSV, JSON Lines, text or Parquet, or - for stdin. The same command
goes on where it was stopped. Arguments of the spider, each after an -a of its own: {", ".join(NAMES)}. As in:
-a source=urls.csv -a retry=failed. docs/reference/commands.md says what each is for, docs/reference/settings.md which
settings there are for -s."""


class Command(CrawlCommand):
    """Scrapy's own command; a wrong setting, argument or source ends it with one sentence and status 2.

    The status is 1 when the run had to give up (store, catalogue or source failed), most rows failed on our side or a
    feed is not complete, and 130 when it was interrupted.
    Where logs go to a file, such a sentence stands in it too: whoever leaves crawls to a service sees nothing else.
    With ``-j N`` the crawl runs as N processes, one for each shard of the list.
    """

    def syntax(self) -> str:
        """Return the arguments, with the project's only spider by its name."""
        return "images -a source=FILE [options]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Fetch the images of a list of URLs, or go on with it"

    def long_desc(self) -> str:
        """Return the help text, which names the spider's arguments."""
        return _HELP

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own option."""
        super().add_options(parser)
        say_errors_only(parser)
        parser.add_argument(
            "-j", "--processes", type=process_count, nargs="?", const=cores(), default=1, metavar="N",
            help="run as N processes, one for each core if N is left out (default: 1)",
        )  # fmt: skip

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Set settings; a crawl in several processes does not need Scrapy's engine in this one.

        :raises UsageError: for a wrong setting, which Scrapy would meet with a traceback or after the wait for another
            crawl, and for a feed that is to be packed, which it would take for an unknown format.
        """
        with _told_to_the_log_file(self.settings):
            self._process_options(args, opts)

    def _process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        files = (*(opts.output or ()), *(opts.overwrite_output or ()))
        if files and opts.processes > 1:
            raise UsageError(NO_FEED, print_help=False)
        for file in files:
            if file.lower().endswith(".gz"):
                raise UsageError(
                    f"-o and -O write no packed file: leave .gz out of {plain(file)}, "
                    "or write it after the crawl by scrapy export FILE.csv.gz",
                    print_help=False,
                )
        settings: Any = self.settings
        check_pairs(opts.spargs, opts.set)
        check_mappings(settings, opts.set)
        try:
            super().process_options(args, opts)
        except OSError as exc:
            raise UsageError(f"cannot write {plain(exc.filename)}: {exc.strerror}", print_help=False) from exc
        with _said_in_a_sentence():
            check_outputs(settings, opts.spargs.get("source", ""))
            check_before_start(settings)
            if opts.processes == 1:  # else each of them does
                check_parts(settings)
        self.requires_crawler_process = opts.processes == 1

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider named in *args*."""
        _spare_what_was_imported()
        with _told_to_the_log_file(self.settings):
            self._run(args, opts)

    def _run(self, args: list[str], opts: argparse.Namespace) -> None:
        args = without_options(args)
        check_spider(args)
        if taken := _SCRAPYS.intersection(opts.spargs):
            raise UsageError(f"unknown argument -a {min(taken)}=…", print_help=False)
        if opts.processes > 1:
            self.exitcode = self._run_shards(args[0], opts)
        else:
            self._run_here(args, opts)

    def _run_shards(self, spider: str, opts: argparse.Namespace) -> int:
        settings: Any = self.settings
        with _said_in_a_sentence():
            check_sharded(settings, opts.spargs)
            progress_s = RunConfig.from_settings(settings).progress_s
            commands = shard_commands(settings, spider, opts)
        wait_for_owner(settings, opts.spargs)
        before = run_before(settings, opts.spargs)
        note = partial(note_total, settings, opts.spargs, before)
        return run_shards(commands, progress_s=progress_s, note=note, opening=opening_of(settings, opts.spargs, before))

    def _run_here(self, args: list[str], opts: argparse.Namespace) -> None:
        settings: Any = self.settings
        if not isinstance(self.crawler_process, AsyncCrawlerProcess):
            what = "a crawl runs on asyncio: leave FORCE_CRAWLER_PROCESS and TWISTED_REACTOR as they are"
            raise UsageError(what, print_help=False)
        wait_for_owner(settings, opts.spargs)
        try:
            with _said_in_a_sentence():
                wait_for_lock(settings)
                _make_room(settings)
            crawler = self._create_crawler(args[0])
        except KeyError as exc:
            instead = f": scrapy crawl images -a source={args[0]}" if is_there(args[0]) else "; try images"
            raise UsageError(plain(f"there is no spider {args[0]}{instead}"), print_help=False) from exc
        process = self.crawler_process
        count_presses(process)
        heed_hangup()
        task: asyncio.Task[None] = process.crawl(crawler, **opts.spargs)
        failures: list[BaseException] = []
        task.add_done_callback(lambda done: failures.extend(filter(None, [done.exception()])))
        process.start()
        if not task.done():
            _leave(crawler)
        gc.freeze()  # the interpreter's own search for garbage at its end would take a third of a second
        if failures:
            crawler.signals.send_catch_log(keys.crawl_failed)
        for failure in failures:
            if isinstance(failure, ImgcrawlError):
                raise UsageError(plain(failure), print_help=False)
            raise failure
        reason, stats = str(crawler.stats.get_value("finish_reason")), crawler.stats.get_stats()
        journal = _journal_of(crawler)
        has_failed = (journal is not None and journal.has_failed) or have_feeds_failed(stats)
        has_failed = has_failed or have_most_failed_by_us(stats)
        self.exitcode = FAILED if has_failed else {"finished": 0, "shutdown": STOPPED}.get(reason, FAILED)


@contextmanager
def _told_to_the_log_file(settings: Any) -> Iterator[None]:
    """Append the sentence that ends the crawl to the file of ``LOG_FILE``, if any; logging may not be set up."""
    try:
        yield
    except UsageError as exc:
        if (file := settings.get("LOG_FILE")) and str(exc):
            with suppress(OSError):
                handler = logging.FileHandler(file, encoding=settings.get("LOG_ENCODING"))
                handler.setFormatter(logging.Formatter(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT")))
                handler.handle(logger.makeRecord(logger.name, logging.ERROR, __file__, 0, str(exc), (), None))
                handler.close()
        raise


@contextmanager
def _said_in_a_sentence() -> Iterator[None]:
    """Say what is wrong with the settings or arguments, and nothing else."""
    try:
        yield
    except ImgcrawlError as exc:
        raise UsageError(plain(exc), print_help=False) from exc


def _journal_of(crawler: Crawler) -> Journal | None:
    return getattr(crawler.spider, "journal", None)


def _leave(crawler: Crawler) -> None:
    """End at once, for whoever has said so twice: nothing that may take its time, such as a locked file, is waited for.

    What is lost by it is what ``kill -9`` loses: nothing that the next crawl does not make up for.
    """
    journal = _journal_of(crawler)
    with suppress(OSError):  # nobody may be there who could read it
        if journal is not None and (rows := journal.unrecorded):
            what = number(rows, "outcome")
            print(f"{what} not recorded: the same command asks for these rows again", file=sys.stderr)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    os._exit(STOPPED)


def _spare_what_was_imported() -> None:
    """Look for garbage less often, and never among what was imported.

    To that belongs an event loop that Scrapy 2.19 makes and drops, which would complain at the end of a refused crawl.
    """
    gc.freeze()
    collect_less_often()


def _make_room(settings: Any) -> None:
    """Let as many files be open as the system permits, and say so if somebody asked for more connections than that.

    The downloader and the transport take what there is room for.
    """
    files = raise_limit()
    asked = wanted(settings)
    share = fitted(asked, files)
    is_asked_for = (settings.getpriority("CONCURRENT_REQUESTS") or 0) > SETTINGS_PRIORITIES["project"]
    if is_asked_for and share.busy < asked.busy:
        logger.warning(
            "only %d files may be open at a time: %d requests at most are sent side by side (ulimit -n)",
            files,
            share.busy,
        )
