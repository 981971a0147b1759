"""The end of a crawl, brought about by what one item met and all others will meet too."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from imgcrawl.row_spider import spider_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Ending:
    """Closes the spider, and knows whether it is being closed, by whomever."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._task: asyncio.Task[None] | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the crawl is ending: it takes nothing more up."""
        return self._task is not None or self.is_closing

    @property
    def is_closing(self) -> bool:
        """Whether Scrapy is closing the spider, or has not opened it."""
        slot = self._crawler.engine._slot if self._crawler.engine else None  # noqa: SLF001
        return slot is None or slot.closing is not None

    def begin(self, reason: str, sentence: str) -> None:
        """Log *sentence* and close the spider for *reason*, by a task of its own: the caller's may be cancelled."""
        spider_of(self._crawler).logger.error("%s", sentence)
        self._task = asyncio.create_task(self._crawler.engine.close_spider_async(reason=reason))
