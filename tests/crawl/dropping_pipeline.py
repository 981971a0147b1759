"""A pipeline of a user's own that drops what failed."""

from __future__ import annotations

from typing import Any

from scrapy.exceptions import DropItem


class DroppingPipeline:
    """Drops outcomes of rows that have no image."""

    async def process_item(self, item: Any) -> Any:
        """Return *item* unless it failed."""
        if getattr(item, "error", None):
            raise DropItem("failed")
        return item
