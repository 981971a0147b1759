"""Shows how far the crawl is while it runs."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from imgcrawl import background
from imgcrawl.config import RunConfig
from imgcrawl.extensions.figures import Figures, opening

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_FIRST_S = 0.5


class ProgressReporter:
    """Shows rows, images, speed and what is waiting: live on a terminal, else in lines on standard error.

    The first lines say what is fetched, and come in the first seconds; then one comes at intervals.

    ``IMGCRAWL_PROGRESS_SECONDS`` is the interval where standard error is no terminal; 0 switches both off, and so does
    ``IMGCRAWL_REPORT_FD``, with which another process shows the figures.
    """

    def __init__(self, crawler: Crawler, interval_s: float) -> None:
        self._crawler = crawler
        self._interval_s = interval_s
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
        self._task = background.begin(self._show(), "the progress")

    async def spider_closed(self) -> None:
        """End the reports."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _show(self) -> None:
        began = time.monotonic()
        if not sys.stderr.isatty():  # nobody waits for a line: the first requests go out before Rich is imported
            await asyncio.sleep(min(_FIRST_S, self._interval_s))
        from imgcrawl.extensions.screen import RENEWED_S, line_waits, live_line, the_screen  # noqa: PLC0415 - as said

        screen = the_screen()
        if not screen.is_terminal:
            if opening := self._opening():
                screen.print_dated(opening)
            for wait_s in line_waits(self._interval_s):
                await asyncio.sleep(wait_s)
                screen.print_dated(self._line(began))
        with live_line(screen) as show:
            while True:
                show(self._line(began))
                await asyncio.sleep(RENEWED_S)

    def _opening(self) -> str:
        run = getattr(self._crawler.spider, "run", None)
        if run is None:
            return ""
        return opening(run.name, run.source, RunConfig.from_settings(self._crawler.settings).data_dir, run.before)

    def _line(self, began: float) -> str:
        return Figures.of(self._crawler).line(time.monotonic() - began)
