"""Scrapy's own counts, without a task for each item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.extensions.corestats import CoreStats

from imgcrawl import keys

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler

    from imgcrawl.records import Outcome


class OutcomeCoreStats(CoreStats):
    """Scrapy's CoreStats, which counts items by ``outcomes_committed``, and leaves responses to the downloader.

    Scrapy starts a task for whoever listens to ``item_scraped``, for every item: a fiftieth of what an image costs. To
    tell of a response costs a hundredth.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and listen for all but the items and responses themselves."""
        extension = super().from_crawler(crawler)
        crawler.signals.disconnect(extension.item_scraped, signal=signals.item_scraped)
        crawler.signals.disconnect(extension.response_received, signal=signals.response_received)
        crawler.signals.connect(extension.outcomes_committed, signal=keys.outcomes_committed)
        return extension

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Count how the crawl ended; Scrapy's own would complain of one that ended before it began."""
        if self.start_time is not None:
            super().spider_closed(spider, reason)

    def outcomes_committed(self, outcomes: list[Outcome]) -> None:
        """Count items."""
        self.stats.inc_value("item_scraped_count", len(outcomes))
