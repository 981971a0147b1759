"""Page objects for the callbacks that ask for them, at no cost to images."""

from __future__ import annotations

from functools import cache, cached_property
from inspect import signature
from typing import TYPE_CHECKING, Any

from scrapy_poet.downloadermiddlewares import InjectionMiddleware
from scrapy_poet.injection import is_callback_requiring_scrapy_response
from web_poet import HttpResponse, HttpResponseHeaders, Injectable, PageParams

from imgcrawl import keys
from imgcrawl.config import has_other_page_objects

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_USUAL = {"response": HttpResponse, "page_params": PageParams}
"""What most page objects are made of."""


class PageObjectMiddleware:
    """scrapy-poet's injection for page requests only: an image's callback wants no page object.

    It is made for the first page, for it imports the page objects and takes its time. Others' page objects are imported
    before the crawl begins, so that it does not begin if they cannot be.

    scrapy-poet finds out for each page what its object is made of, which would be a sixth of what a row with a page
    costs. So page objects that are made of the response and the parameters alone are made here, by the same rules.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._is_usual = not any(crawler.settings.get(f"SCRAPY_POET_{name}") for name in ("PROVIDERS", "CACHE"))
        self._wants_response = cache(is_callback_requiring_scrapy_response)
        self._wanted = cache(_wanted)

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
        """Let scrapy-poet say whether a page's callback does without its response."""
        if not request.meta.get(keys.PAGE) or (request.callback and self._wants_response(request.callback)):
            return None
        return self._injection.process_request(request)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Give a page's callback the page objects that it asks for."""
        if not request.meta.get(keys.PAGE):
            return response
        classes = self._usual_classes(request)
        if classes is None:
            return await self._injection.process_response(request, response)
        for name, page_class in classes.items():
            request.cb_kwargs[name] = page_class(
                response=HttpResponse(
                    response.url,
                    body=response.body,
                    status=response.status,
                    headers=HttpResponseHeaders.from_bytes_dict(response.headers),
                ),
                page_params=PageParams(request.meta.get("page_params", {})),
            )
        return response

    def _usual_classes(self, request: Request) -> dict[str, Any] | None:
        """Return the page classes for the arguments of the callback; None if one of them needs scrapy-poet."""
        if not self._is_usual or request.callback is None:
            return None
        instead = self._injection.registry.overrides_for(request.url)
        classes = {name: instead.get(page_class, page_class) for name, page_class in self._wanted(request.callback)}
        return classes if all(map(_is_usual, classes.values())) else None


def _wanted(callback: Callable[..., Any]) -> list[tuple[str, Any]]:
    """Return name and annotation of each argument of *callback* after the response."""
    _response, *others = signature(callback, eval_str=True).parameters.values()
    return [(argument.name, argument.annotation) for argument in others]


@cache
def _is_usual(page_class: Any) -> bool:
    if not isinstance(page_class, type) or not issubclass(page_class, Injectable):
        return False
    found = {name: argument.annotation for name, argument in signature(page_class).parameters.items()}
    # Modules that postpone their annotations have texts of them.
    return found.keys() == _USUAL.keys() and all(found[name] in (kind, kind.__name__) for name, kind in _USUAL.items())
