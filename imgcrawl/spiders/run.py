"""The life of a run in the catalogue, as the spider leads it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import CloseSpider

from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.catalogue.opening import configured_catalogue
from imgcrawl.config import RunConfig, StoreConfig
from imgcrawl.errors import ConfigError, RunStopped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from logging import LoggerAdapter

    from scrapy.settings import BaseSettings

    from imgcrawl.catalogue.journal import Journal
    from imgcrawl.catalogue.ledger import Ledger
    from imgcrawl.catalogue.opening import Catalogue
    from imgcrawl.catalogue.runs import Run, State
    from imgcrawl.spiders.options import SpiderOptions
    from imgcrawl.spiders.rows.flow import RowFlow


def begin_run(options: SpiderOptions, settings: BaseSettings) -> tuple[Catalogue, Run]:
    """Return the catalogue of *settings*, and the run in it that *options* name, taken hold of.

    :raises ConfigError: if one of them cannot be had.
    """
    catalogue = configured_catalogue(settings, create=True, durable=StoreConfig.from_settings(settings).fsync)
    source = str(Path(options.source).absolute()) if options.source != "-" else "-"
    run = catalogue.begin_run(
        options.run,
        source=source,
        strategy=RunConfig.from_settings(settings).strategy,
        shard=str(options.shard) if options.shard else None,
        may_move=options.another_source,
        hash_column=options.hash_column,
    )
    return catalogue, run


@contextmanager
def closing_on_faults(*, data_dir: str, logger: LoggerAdapter[Any]) -> Iterator[None]:
    """Turn the faults that a run cannot go on with into the end of the crawl, told in a sentence.

    One that has ended already, so that the catalogue is not there to be asked, ends here without a word.

    :raises CloseSpider: with the reason, for a fault of the list, of the catalogue or of the rows kept in *data_dir*.
    """
    try:
        yield
    except RunStopped:
        logger.debug("the run has ended; the next takes up the rows that have no outcome")
    except ConfigError as exc:
        logger.error("%s", exc)  # noqa: TRY400 - the sentence says it all
        raise CloseSpider("bad_source") from exc
    except CatalogueError as exc:  # the journal's failure is told by the pipeline that owns it
        raise CloseSpider("catalogue_failed") from exc
    except OSError as exc:
        said = "rows read ahead cannot be kept in %s (IMGCRAWL_DATA_DIR): %s"
        logger.error(said, data_dir, exc.strerror or exc)  # noqa: TRY400 - as above
        raise CloseSpider("backlog_failed") from exc


def state_left(run: Run, flow: RowFlow | None, *, is_whole: bool) -> State:
    """Return what a crawl leaves of *run*: finished when every row of the list has its outcome on record, else stopped.

    *is_whole*: the crawl came to its end by itself, and was about all of the list. One that came to no row without an
    outcome, as of a list that it refused, leaves the run as it was.
    """
    if flow is None:
        return "unchanged"
    is_known = is_whole and flow.is_read
    if is_known and not flow.left_out:
        return "finished" if flow.has_begun or not run.was_finished else "unchanged"
    return "stopped" if flow.has_begun or is_known else "unchanged"


def distinct_rows(read: int, with_outcome: int, left_out: int) -> int:
    """Return how many rows a list has of which *read* lines were read, each row counted once.

    A row that stands in the list several times has one outcome. The run may also hold outcomes of rows that are no
    longer in the list, so that there may be more of them than lines.
    """
    return min(read, with_outcome + left_out)


async def note_length(flow: RowFlow, ledger: Ledger, options: SpiderOptions) -> None:
    """Record how many rows the list has when *flow* has read it, so that whoever looks on can tell how many are left.

    The crawl of a part of the list does not know. Rows that get their outcome meanwhile are counted twice where others
    are repeated: the end of the crawl counts anew.
    """
    if options.limit is None and options.shard is None:
        waiting = 0 if options.retry else flow.rows_to_go
        counts = await ledger.counts()
        await ledger.set_total_rows(distinct_rows(flow.read, counts.rows + waiting, flow.left_out))


def end_run(
    catalogue: Catalogue,
    run: Run,
    journal: Journal | None,
    *,
    state: State,
    read: RowFlow | None,
    was_idle: bool,
    logger: LoggerAdapter[Any],
) -> None:
    """Give up *run*, left in *state*; *read* is the flow of its list if that was read to its end, in one piece.

    *was_idle*: nothing was to do.
    """
    if journal is not None and journal.has_failed:
        return  # it was waited for long enough; a run whose process is gone is resumed in any case
    try:
        if read is not None:
            with_outcome = catalogue.counts(run).rows
            catalogue.set_total_rows(run, distinct_rows(read.read, with_outcome, read.left_out))
        catalogue.end_run(run, state, was_idle=was_idle)
    except CatalogueError as exc:
        logger.error("the end of the run was not recorded: %s", exc)  # noqa: TRY400 - the sentence says it all
        if journal is not None:
            journal.fail(exc)
