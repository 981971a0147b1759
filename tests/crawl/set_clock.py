"""The images spider on a computer whose clock is set, by so many seconds, once the crawl has begun."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from imgcrawl.spiders.images import ImagesSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class ClockSetSpider(ImagesSpider):
    """Sets the clock by the setting ``CLOCK_SET_BY`` before the first row is asked for."""

    async def start(self) -> AsyncIterator[Any]:
        """Set the clock, and go on."""
        told, by_s = time.time, self.settings.getfloat("CLOCK_SET_BY")
        time.time = lambda: told() + by_s
        async for work in super().start():
            yield work
