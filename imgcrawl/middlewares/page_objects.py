"""Page objects for the callbacks that ask for them, at no cost to images."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scrapy_poet.downloadermiddlewares import InjectionMiddleware

from imgcrawl import keys
from imgcrawl.config import has_other_page_objects

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class PageObjectMiddleware:
    """scrapy-poet's injection for page requests only: an image's callback wants no page object.

    It is made for the first page, for it imports the page objects and takes its time. Others' page objects are imported
    before the crawl begins, so that it does not begin if they cannot be.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware."""
        middleware = cls(crawler)
        if has_other_page_objects(crawler.settings):
            middleware._injection  # noqa: B018 - makes it
        return middleware

    @cached_property
    def _injection(self) -> InjectionMiddleware:
        return InjectionMiddleware.from_crawler(self._crawler)

    def process_request(self, request: Request) -> Response | None:
        """Let scrapy-poet see requests for pages."""
        return self._injection.process_request(request) if request.meta.get(keys.PAGE) else None

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Let scrapy-poet build the page objects of a page."""
        return await self._injection.process_response(request, response) if request.meta.get(keys.PAGE) else response
