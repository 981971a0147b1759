"""Items that a spider has without asking for anything, on their way into the pipelines."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_MOST = 64


class ReadyItems:
    """Sends items that stem from no response through the pipelines, at most 64 at a time.

    Scrapy takes items that ``start()`` yields without bound, and its closing waits for ever for the last of them
    (2.19: ``Scraper._check_if_closing`` is called after responses alone).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._room = asyncio.Semaphore(_MOST)
        self._tasks: set[asyncio.Task[None]] = set()

    async def put(self, item: Any) -> None:
        """Send *item* on its way as soon as there is room; a run that is closing takes no more."""
        await self._room.acquire()
        engine: Any = self._crawler.engine
        if engine.scraper.slot is None or engine.scraper.slot.closing:
            self._room.release()
            return
        task = asyncio.create_task(self._process(item))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def put_soon(self, item: Any) -> None:
        """Put *item* without waiting for room."""
        task = asyncio.create_task(self.put(item))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def processed(self) -> None:
        """Return when all that was put has been through the pipelines."""
        while self._tasks:  # one that waited for room is followed by another
            await asyncio.wait(self._tasks)

    async def _process(self, item: Any) -> None:
        engine: Any = self._crawler.engine
        try:
            await engine.scraper.start_itemproc_async(item, response=None)
        finally:
            self._room.release()
        slot = engine.scraper.slot
        if slot.closing and not slot.closing.called and slot.is_idle():
            slot.closing.callback(self._crawler.spider)
