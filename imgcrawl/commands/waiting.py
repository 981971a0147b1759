"""What a crawl waits for before it begins: a process that is about to let go of the same run or catalogue."""

from __future__ import annotations

import sys
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.catalogue import CatalogueError, configured_catalogue
from imgcrawl.config import CatalogueConfig, RunConfig
from imgcrawl.errors import ConfigError, ImgcrawlError
from imgcrawl.plain import plain
from imgcrawl.spiders.options import SpiderOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

    from imgcrawl.catalogue import Catalogue

_POLL_S: Final = 0.25
_LOOKS_TO_TELL: Final = 2
"""A database's server misses a process that was killed a moment later."""
_LOCK_S: Final = 1.0
_SLICE_S: Final = 0.25


def wait_for_owner(settings: BaseSettings, arguments: Mapping[str, Any]) -> None:
    """Wait until no process that is known to live works on the rows that a crawl with these *arguments* wants.

    One that was told to stop, or whose supervisor was killed, needs a few seconds. After ``IMGCRAWL_RUN_WAIT_SECONDS``
    nobody is waited for any more. Whatever is wrong with settings, arguments or catalogue is for the crawl to say.
    """
    with suppress(ImgcrawlError):
        run = RunConfig.from_settings(settings)
        options = SpiderOptions.parse(arguments, strategy=run.strategy)
        with closing(configured_catalogue(settings, lock_timeout_s=_LOCK_S)) as catalogue:
            _wait(catalogue, options, run.wait_s)


def _wait(catalogue: Catalogue, options: SpiderOptions, patience_s: float) -> None:
    shard = str(options.shard or "")
    until, looks = time.monotonic() + patience_s, 0
    while (owner := catalogue.owner_of(options.run, shard)) and time.monotonic() < until:
        looks += 1
        if looks == _LOOKS_TO_TELL:
            who = f"process {owner.pid} on {owner.host} works on the run {options.run}"
            print(f"{plain(who)}: waiting up to {patience_s:g} s for it to end", file=sys.stderr, flush=True)
        time.sleep(_POLL_S)


def wait_for_lock(settings: BaseSettings) -> None:
    """Wait until the catalogue, if it is there and a SQLite file, can be written.

    In slices, between which Ctrl-C is heard: within the crawl it is not while SQLite waits for the lock by itself.

    :raises CatalogueError: if another process keeps it locked for ``IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS``.
    """
    until = time.monotonic() + CatalogueConfig.from_settings(settings).lock_timeout_s
    try:
        catalogue = configured_catalogue(settings, lock_timeout_s=_SLICE_S)
    except ConfigError:
        return  # for the crawl to say
    with closing(catalogue):
        while catalogue.dialect.name == "sqlite":
            try:
                with catalogue.writing():
                    return
            except CatalogueError as exc:
                if not exc.is_locked or time.monotonic() >= until:
                    raise
