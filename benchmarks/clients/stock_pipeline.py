"""Scrapy as it comes: one item per image, downloaded and stored by ImagesPipeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Spider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class StockSpider(Spider):
    """Yields one item for each line of ``-a source``."""

    name = "stock"

    async def start(self) -> AsyncIterator[Any]:
        """Yield the items."""
        for url in self._urls():
            yield {"image_urls": [url]}

    def _urls(self) -> list[str]:
        return Path(self.source).read_text().split()  # type: ignore[attr-defined]
