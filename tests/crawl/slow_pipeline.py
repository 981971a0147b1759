"""A pipeline of a user's own that takes its time over a row that shares the outcome of another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from imgcrawl import keys

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_AFTER_S = 1.0  # far more than a withdrawal needs


class SlowPipeline:
    """Keeps the outcome of the row ``twin`` until a while after the host's picture was found out."""

    def __init__(self) -> None:
        self._found_out = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Wait for the first picture that is refused."""
        pipeline = cls()
        crawler.signals.connect(pipeline.image_rejected, signal=keys.image_rejected)
        return pipeline

    def image_rejected(self) -> None:
        """Note that a picture was refused."""
        self._found_out.set()

    async def process_item(self, item: Any) -> Any:
        """Return *item*, late if it is the twin."""
        if item.id == "twin":
            await self._found_out.wait()
            await asyncio.sleep(_AFTER_S)
        return item
