"""Tells the process that started this crawl how far it is."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from imgcrawl import background
from imgcrawl.config import RunConfig
from imgcrawl.errors import ConfigError
from imgcrawl.extensions.figures import Figures

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_INTERVAL_S = 0.5


class SupervisorReport:
    """Writes :class:`Figures` as JSON lines to ``IMGCRAWL_REPORT_FD``, the last one with the reason of the end.

    A crawl whose supervisor is gone stops as if it had been told to.
    """

    def __init__(self, crawler: Crawler, descriptor: int) -> None:
        self._crawler = crawler
        self._descriptor = descriptor
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension from the crawler's settings.

        :raises ConfigError: if the descriptor is not open.
        """
        descriptor = RunConfig.from_settings(crawler.settings).report_fd
        if descriptor < 0:
            raise NotConfigured  # nobody asked, so nothing to warn of
        try:
            os.set_inheritable(descriptor, False)
        except OSError as exc:
            raise ConfigError(f"IMGCRAWL_REPORT_FD must be an open file descriptor, got {descriptor}") from exc
        extension = cls(crawler, descriptor)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Begin to report."""
        self._task = background.begin(self._report(), "the report to the supervisor")

    def spider_closed(self, reason: str) -> None:
        """Report the end."""
        if self._task is not None:
            self._task.cancel()
        self._write(reason)

    async def _report(self) -> None:
        can_write = True
        while can_write:
            can_write = self._write()
            await asyncio.sleep(_INTERVAL_S)
        os.kill(os.getpid(), signal.SIGTERM)

    def _write(self, reason: str = "") -> bool:
        """Write a line; return whether anybody may read it."""
        try:
            os.write(self._descriptor, Figures.of(self._crawler, reason).to_json().encode() + b"\n")
        except OSError:
            return False
        return True
