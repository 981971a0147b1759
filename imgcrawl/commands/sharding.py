"""What a crawl in several processes consists of, and what must be right before it begins."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.commands.numbers import whole
from imgcrawl.config import IdentityConfig, RunConfig, ValidationConfig, check_settings
from imgcrawl.errors import ConfigError
from imgcrawl.extensions.figures import opening
from imgcrawl.identity.policies import PolicyTable
from imgcrawl.intake.lists.shards import Shard
from imgcrawl.intake.lists.sources import read_tasks
from imgcrawl.intake.lists.streams import STDIN, may_wait
from imgcrawl.spiders.options import SpiderOptions

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from scrapy.settings import Settings

    from imgcrawl.catalogue import Run

NO_FEED: Final = (
    "several processes cannot write one feed: leave out -o, -O and FEEDS, or -j, "
    "and write the file afterwards: scrapy export outcomes.csv"
)
"""What is said of a feed with ``-j``."""

_MOST_PROCESSES: Final = 256


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0))


process_count: Final = whole(
    1, _MOST_PROCESSES, of="a number of processes", instead=", or stand last for one process for each core"
)
"""Reads what follows ``-j``."""


def check_sharded(settings: Settings, arguments: Mapping[str, Any]) -> None:
    """Check what can quickly be known to be wrong before any process is started; the rest is for the first shard.

    :raises ConfigError: saying what is wrong, and what to do.
    """
    check_settings(settings)
    if settings.getdict("FEEDS"):
        raise ConfigError(NO_FEED)
    options = SpiderOptions.parse(arguments, strategy=RunConfig.from_settings(settings).strategy)
    if options.shard is not None:
        raise ConfigError("-j divides the list itself: leave out -a shard, or -j")
    if options.source == STDIN or may_wait(options.source):
        raise ConfigError(
            "several processes cannot read one pipe: save the list to a file first and name it by -a source=FILE, "
            "or leave out -j"
        )
    read_tasks(options.source, columns=options.columns)
    PolicyTable.load(IdentityConfig.from_settings(settings).host_policies)


def shard_commands(settings: Settings, spider: str, opts: argparse.Namespace) -> list[list[str]]:
    """Return the command of each shard: the same settings and arguments, and its part of the decoding processes."""
    common = [sys.executable, "-m", "scrapy", "crawl", spider]
    for name, value in opts.spargs.items():
        common += ["-a", f"{name}={value}"]
    for setting in opts.set:
        common += ["-s", setting]
    if not ValidationConfig.from_settings(settings).workers:
        common += ["-s", f"IMGCRAWL_DECODE_WORKERS={max(1, cores() // 2 // opts.processes)}"]
    for option, value in (("--logfile", opts.logfile), ("--loglevel", opts.loglevel)):
        common += [option, value] if value else []
    common += ["--nolog"] if opts.nolog else []
    return [[*common, "-a", f"shard={Shard(n, opts.processes)}"] for n in range(opts.processes)]


def opening_of(settings: Settings, arguments: Mapping[str, Any], before: Run | None) -> str:
    """Return what a crawl with these *arguments* is about, in a line; *before*: the run as its last crawl left it."""
    config = RunConfig.from_settings(settings)
    options = SpiderOptions.parse(arguments, strategy=config.strategy)
    return opening(options.run, options.source, config.data_dir, before)
