"""Says when a crawl that was told to stop has waited long enough for what it had begun."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy import signals

from imgcrawl import background, keys

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_WATCH_S = 0.25
_GRACE_S = 1.5


class StopGrace:
    """Sends ``stop_overdue`` when a crawl that was told to stop has had a moment to finish what is under way."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and have it watch while the spider is open."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Begin to watch."""
        self._task = background.begin(self._watch(), "the watch over the stop")

    def spider_closed(self) -> None:
        """There is nothing to wait for any more."""
        if self._task is not None:
            self._task.cancel()

    async def _watch(self) -> None:
        while self._crawler.crawling:  # noqa: ASYNC110 - Scrapy sends no signal when a stop begins
            await asyncio.sleep(_WATCH_S)
        await asyncio.sleep(_GRACE_S)
        await self._crawler.signals.send_catch_log_async(keys.stop_overdue)
