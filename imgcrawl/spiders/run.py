"""The life of a run in the catalogue, as the spider leads it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import CloseSpider

from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.catalogue.opening import open_catalogue
from imgcrawl.config import CatalogueConfig, RunConfig, StoreConfig
from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from logging import LoggerAdapter

    from scrapy.settings import BaseSettings

    from imgcrawl.catalogue.journal import Journal
    from imgcrawl.catalogue.opening import Catalogue
    from imgcrawl.catalogue.runs import Run, State
    from imgcrawl.spiders.options import SpiderOptions


def begin_run(options: SpiderOptions, settings: BaseSettings) -> tuple[Catalogue, Run]:
    """Return the catalogue of *settings*, and the run in it that *options* name, taken hold of.

    :raises ConfigError: if one of them cannot be had.
    """
    config, run_config, shard = (
        CatalogueConfig.from_settings(settings),
        RunConfig.from_settings(settings),
        options.shard,
    )
    catalogue = open_catalogue(
        config.database_url,
        data_dir=run_config.data_dir,
        lock_timeout_s=config.lock_timeout_s,
        durable=StoreConfig.from_settings(settings).fsync,
    )
    source = str(Path(options.source).absolute()) if options.source != "-" else "-"
    run = catalogue.begin_run(
        options.run,
        source=source,
        strategy=run_config.strategy,
        shard=f"{shard.index}/{shard.count}" if shard else None,
        may_move=options.another_source,
    )
    return catalogue, run


@contextmanager
def closing_on_faults(*, data_dir: str, logger: LoggerAdapter[Any]) -> Iterator[None]:
    """Turn the faults that a run cannot go on with into the end of the crawl, told in a sentence.

    :raises CloseSpider: with the reason, for a fault of the list, of the catalogue or of the rows kept in *data_dir*.
    """
    try:
        yield
    except ConfigError as exc:
        logger.error("%s", exc)  # noqa: TRY400 - the sentence says it all
        raise CloseSpider("bad_source") from exc
    except CatalogueError as exc:  # the journal's failure is told by the pipeline that owns it
        raise CloseSpider("catalogue_failed") from exc
    except OSError as exc:
        logger.error("rows read ahead cannot be kept in %s: %s", data_dir, exc)  # noqa: TRY400 - as above
        raise CloseSpider("backlog_failed") from exc


def state_left(run: Run, *, is_complete: bool, has_begun: bool) -> State:
    """Return what a crawl leaves of *run*: finished when every row of the list has its outcome on record, else stopped.

    A crawl that came to no row to work on, as of a list that it refused, leaves the run as it was.
    """
    if is_complete and (has_begun or not run.was_finished):
        return "finished"
    return "stopped" if has_begun else "unchanged"


def end_run(
    catalogue: Catalogue,
    run: Run,
    journal: Journal,
    *,
    state: State,
    total_rows: int | None,
    logger: LoggerAdapter[Any],
) -> None:
    """Give up *run*, left in *state*; *total_rows* is how long its list is, if known."""
    if journal.has_failed:
        return  # it was waited for long enough; a run whose process is gone is resumed in any case
    try:
        if total_rows is not None:
            catalogue.set_total_rows(run, total_rows)
        catalogue.end_run(run, state)
    except CatalogueError as exc:
        logger.error("the end of the run was not recorded: %s", exc)  # noqa: TRY400 - the sentence says it all
        journal.fail(exc)
