"""Says now and then how far the run is."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.exceptions import NotConfigured

from imgcrawl import keys
from imgcrawl.config import RunConfig

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_SCREEN_S = 0.5


class ProgressReporter:
    """Shows rows, images, speed and what is waiting: live on a terminal, else a line on standard error at intervals.

    ``IMGCRAWL_PROGRESS_SECONDS`` is the interval where standard error is no terminal; 0 switches both off.
    """

    def __init__(self, crawler: Crawler, interval_s: float) -> None:
        self._crawler = crawler
        self._interval_s = interval_s
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension from the crawler's settings."""
        interval_s = RunConfig.from_settings(crawler.settings).progress_s
        if not interval_s:
            raise NotConfigured  # asked for, so nothing to warn of
        extension = cls(crawler, interval_s)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Begin to report."""
        work = self._on_screen() if sys.stderr.isatty() else self._in_lines()
        self._task = asyncio.get_running_loop().create_task(work)

    async def spider_closed(self) -> None:
        """End the reports."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _on_screen(self) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("")
            began = time.monotonic()
            while True:
                progress.update(task, description=self._line(began))
                await asyncio.sleep(_SCREEN_S)

    async def _in_lines(self) -> None:
        began = time.monotonic()
        while True:
            await asyncio.sleep(self._interval_s)
            print(self._line(began), file=sys.stderr, flush=True)  # noqa: T201 - the report is meant for standard error

    def _line(self, began: float) -> str:
        get, engine = self._crawler.stats.get_value, self._crawler.engine
        rows, good = get(keys.STAT_ROWS, 0), get(keys.STAT_OK, 0)
        speed = rows / max(0.001, time.monotonic() - began)
        share = f" ({good / rows:.1%})" if rows else ""
        scheduler: Any = engine.scheduler if engine else None
        waiting = len(scheduler) if scheduler is not None else 0
        active = len(engine.downloader.active) if engine else 0
        return f"{rows:,} rows, {good:,} images{share}, {speed:,.0f} rows/s, {active:,} in flight, {waiting:,} waiting"
