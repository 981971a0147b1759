"""What no shard of a crawl in several processes knows, and all of them together do: its list's length, and its use."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from imgcrawl.catalogue import configured_catalogue
from imgcrawl.config import RunConfig
from imgcrawl.errors import ImgcrawlError
from imgcrawl.spiders.options import SpiderOptions
from imgcrawl.spiders.run import distinct_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.extensions.figures import Figures

_LOCK_S = 1.0


def run_before(settings: BaseSettings, arguments: Mapping[str, Any]) -> Run | None:
    """Return the run of a crawl with these *arguments* as the crawl before has left it; None if there is none yet."""
    with suppress(ImgcrawlError), _opened(settings) as catalogue:
        return catalogue.find_run(_options(settings, arguments).run)
    return None


def note_total(settings: BaseSettings, arguments: Mapping[str, Any], before: Run | None, total: Figures) -> None:
    """Record how many rows the list has that a crawl's shards, whose sum is *total*, have read to its end.

    Where they have ended and found nothing to do the times of the crawl *before* stay, as with one process.

    Whoever looks on can tell by it how many are left. Of a list that was not read, or only in part, nothing is
    recorded; nor where the catalogue cannot be written at the moment, for that is no reason to end a crawl.
    """
    with suppress(ImgcrawlError), _opened(settings) as catalogue:
        options = _options(settings, arguments)
        noted = catalogue.find_run(options.run)
        if before is not None and not total.rows and noted.state != "running":
            catalogue.set_times(noted, (before.started_at, before.finished_at))
        if total.list_read == 1 and options.limit is None:
            with_outcome = catalogue.counts(noted).rows + (0 if options.retry else total.to_go)
            catalogue.set_total_rows(noted, distinct_rows(total.read, with_outcome, total.left_out))


def _options(settings: BaseSettings, arguments: Mapping[str, Any]) -> SpiderOptions:
    return SpiderOptions.parse(arguments, strategy=RunConfig.from_settings(settings).strategy)


def _opened(settings: BaseSettings) -> closing[Catalogue]:
    return closing(configured_catalogue(settings, lock_timeout_s=_LOCK_S))
