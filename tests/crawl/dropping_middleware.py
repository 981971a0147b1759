"""A downloader middleware of a user's own that drops what came for robots.txt."""

from __future__ import annotations

from typing import Any

from scrapy.exceptions import IgnoreRequest


class DroppingMiddleware:
    """Drops every robots.txt that has come."""

    async def process_response(self, request: Any, response: Any) -> Any:
        """Return *response* unless it is a robots.txt.

        :raises IgnoreRequest: then.
        """
        if request.url.endswith("/robots.txt"):
            raise IgnoreRequest("no robots.txt here")
        return response
