"""How long the list of a crawl in several processes is: no shard knows, all of them together do."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from imgcrawl.catalogue import open_catalogue
from imgcrawl.config import CatalogueConfig, RunConfig
from imgcrawl.errors import ImgcrawlError
from imgcrawl.spiders.options import SpiderOptions
from imgcrawl.spiders.run import distinct_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

    from imgcrawl.extensions.figures import Figures

_LOCK_S = 1.0


def note_total(settings: BaseSettings, arguments: Mapping[str, Any], total: Figures) -> None:
    """Record how many rows the list has that a crawl's shards, whose sum is *total*, have read to its end.

    Whoever looks on can tell by it how many are left. Of a list that was not read, or only in part, nothing is
    recorded; nor where the catalogue cannot be written at the moment, for that is no reason to end a crawl.
    """
    with suppress(ImgcrawlError):
        run, config = RunConfig.from_settings(settings), CatalogueConfig.from_settings(settings)
        options = SpiderOptions.parse(arguments, strategy=run.strategy)
        if total.list_read != 1 or options.limit is not None:
            return
        waiting = 0 if options.retry else total.to_go
        catalogue = open_catalogue(config.database_url, data_dir=run.data_dir, lock_timeout_s=_LOCK_S, create=False)
        with closing(catalogue):
            noted = catalogue.find_run(options.run)
            with_outcome = catalogue.counts(noted).rows + waiting
            catalogue.set_total_rows(noted, distinct_rows(total.read, with_outcome, total.left_out))
