"""Page objects for the callbacks that ask for them, at no cost to images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy_poet.downloadermiddlewares import InjectionMiddleware

from imgcrawl import keys

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class PageObjectMiddleware(InjectionMiddleware):
    """scrapy-poet's injection for page requests only: an image's callback wants no page object."""

    def process_request(self, request: Request) -> Response | None:  # type: ignore[override]
        """Let scrapy-poet see requests for pages."""
        return super().process_request(request) if request.meta.get(keys.PAGE) else None

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Let scrapy-poet build the page objects of a page."""
        return await super().process_response(request, response) if request.meta.get(keys.PAGE) else response
