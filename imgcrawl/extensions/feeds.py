"""Scrapy's feeds, with one line for each row."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy.extensions.feedexport import FeedExporter

from imgcrawl import keys
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.records import Outcome

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler

_AT_ONCE = 1000


class OutcomeFeeds(FeedExporter):
    """Scrapy's feed exporter, which writes outcomes at the end of the crawl, as they stand in the catalogue by then.

    An outcome may be taken back while the crawl goes on, and a line may not. Items of other kinds are written at once.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the exporter, unless there are no feeds, and wait for the outcomes to be settled."""
        exporter = super().from_crawler(crawler)
        crawler.signals.connect(exporter.outcomes_settled, signal=keys.outcomes_settled)
        return exporter

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Write *item* unless it is an outcome."""
        if not isinstance(item, Outcome):
            super().item_scraped(item, spider)

    async def outcomes_settled(self, spider: Any) -> None:
        """Write what this crawl has recorded."""
        try:
            for count, outcome in enumerate(spider.catalogue.iter_outcomes(spider.run, crawl=spider.run.crawl), 1):
                super().item_scraped(outcome, spider)
                if not count % _AT_ONCE:
                    await asyncio.sleep(0)
        except CatalogueError as exc:
            spider.logger.error("the feed is not complete: %s", exc)  # noqa: TRY400 - the sentence says it all
