"""Shows how far the crawl is while it runs."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from imgcrawl import background
from imgcrawl.config import RunConfig
from imgcrawl.extensions.figures import Figures

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class ProgressReporter:
    """Shows rows, images, speed and what is waiting: live on a terminal, else a line on standard error at intervals.

    ``IMGCRAWL_PROGRESS_SECONDS`` is the interval where standard error is no terminal; 0 switches both off, and so does
    ``IMGCRAWL_REPORT_FD``, with which another process shows the figures.
    """

    def __init__(self, crawler: Crawler, interval_s: float) -> None:
        from imgcrawl.extensions.screen import the_screen  # noqa: PLC0415 - with Rich, for who wants progress

        self._crawler = crawler
        self._interval_s = interval_s
        self._screen = the_screen()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension from the crawler's settings."""
        config = RunConfig.from_settings(crawler.settings)
        if not config.progress_s or config.report_fd >= 0:
            raise NotConfigured  # asked for, so nothing to warn of
        extension = cls(crawler, config.progress_s)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Begin to report."""
        work = self._on_screen() if self._screen.is_terminal else self._in_lines()
        self._task = background.begin(work, "the progress")

    async def spider_closed(self) -> None:
        """End the reports."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _on_screen(self) -> None:
        from imgcrawl.extensions.screen import RENEWED_S, live_line  # noqa: PLC0415 - as above

        began = time.monotonic()
        with live_line(self._screen) as show:
            while True:
                show(self._line(began))
                await asyncio.sleep(RENEWED_S)

    async def _in_lines(self) -> None:
        began = time.monotonic()
        while True:
            await asyncio.sleep(self._interval_s)
            self._screen.print(self._line(began), markup=False, soft_wrap=True)

    def _line(self, began: float) -> str:
        return Figures.of(self._crawler).line(time.monotonic() - began)
