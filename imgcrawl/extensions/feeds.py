"""Scrapy's feeds, with one line for each row."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scrapy.extensions.feedexport import FeedExporter, StdoutFeedStorage

from imgcrawl import keys
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.records import Outcome
from imgcrawl.streams import flush

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.extensions.feedexport import FeedSlot

logger = logging.getLogger(__name__)

_AT_ONCE = 1000
_FAILED = "feedexport/failed_count"  # Scrapy's own, counted by the kind of storage


def have_feeds_failed(stats: Mapping[str, Any]) -> bool:
    """Say whether, by a crawl's *stats*, a feed is missing or not complete."""
    return any(name.startswith(_FAILED) for name in stats)


class _Sentences(logging.Filter):
    """Lets Scrapy say why a feed cannot be stored, as on a server that is not there, without a trace of the program."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            why = str(error) or type(error).__name__
            record.msg = f"{record.getMessage()}: {why}; scrapy export writes the outcomes anew"
            record.args, record.exc_info = (), None
        return True


_SENTENCES = _Sentences()


class OutcomeFeeds(FeedExporter):
    """Scrapy's feed exporter, which writes outcomes at the end of the crawl, as they stand in the catalogue by then.

    An outcome may be taken back while the crawl goes on, and a line may not. Items of other kinds are written at once.
    """

    _said = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the exporter, unless there are no feeds, and wait for the outcomes to be settled."""
        exporter = super().from_crawler(crawler)
        logging.getLogger(FeedExporter.__module__).addFilter(_SENTENCES)
        crawler.signals.connect(exporter.outcomes_settled, signal=keys.outcomes_settled)
        return exporter

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Write *item* unless it is an outcome."""
        if not isinstance(item, Outcome):
            super().item_scraped(item, spider)

    async def outcomes_settled(self, spider: Any) -> None:
        """Write what this crawl has recorded."""
        with self._telling():
            for count, outcome in enumerate(spider.catalogue.iter_outcomes(spider.run, crawl=spider.run.crawl), 1):
                super().item_scraped(outcome, spider)
                if not count % _AT_ONCE:
                    await asyncio.sleep(0)

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        with self._telling():
            await super()._close_slot(slot, spider)
        if isinstance(slot.storage, StdoutFeedStorage):
            with self._telling():
                flush(sys.stdout)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say in a sentence, and count, that a feed cannot be written: the crawl itself has not failed by that.

        That whoever read it from a pipe has left, as ``head`` does that has read enough, is no failure.
        """
        try:
            yield
        except BrokenPipeError:
            self._tell(logging.WARNING, "whoever read a feed has left before its end; scrapy export writes it anew")
        except (CatalogueError, OSError) as exc:
            self.crawler.stats.inc_value(f"{_FAILED}/{type(self).__name__}")
            self._tell(logging.ERROR, f"a feed is not complete: {exc}; scrapy export writes the outcomes anew")

    def _tell(self, level: int, said: str) -> None:
        """Say it, but not again."""
        if said != self._said:
            logger.log(level, "%s", said)
        self._said = said
