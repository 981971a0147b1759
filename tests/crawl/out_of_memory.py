"""A downloader middleware that finds no memory for the requests to some hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy import Request


class OutOfMemory:
    """Fails for hosts whose names begin with ``large``."""

    async def process_request(self, request: Request) -> None:
        """Return for all others.

        :raises MemoryError: for these.
        """
        if "//large" in request.url:
            raise MemoryError
