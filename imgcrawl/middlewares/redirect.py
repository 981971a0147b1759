"""Scrapy's redirects, bounded, with an end that the remedies can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.intake.repair import prepare_url

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_MOST_VISITS = 2
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class GuardedRedirectMiddleware(RedirectMiddleware):
    """Follows redirects as Scrapy does, each hop through the scheduler and its host's limits.

    A chain that does not end or comes to an address for the third time, a target that is no http(s) address, or none at
    all is not dropped: the response goes on with the slug of its fault in meta ``imgcrawl_verdict``. The Referer is the
    identity's business, not this one's.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the request for the redirect's target, or *response* where there is nothing to follow."""
        if response.status not in _REDIRECTS or request.meta.get("dont_redirect"):
            return response
        location = response.headers.get(b"Location") or b""
        try:
            target = prepare_url(location.decode("utf-8", "replace"), page_url=request.url).url
        except RowError as exc:
            foreign = exc.slug is ErrorSlug.URL_SCHEME
            return _marked(response, ErrorSlug.URL_REDIRECT if foreign else ErrorSlug.HTTP_BAD_REDIRECT)
        if _turns_in_circles(request, response, target):
            return _marked(response, ErrorSlug.HTTP_REDIRECT_LOOP)
        response.headers[b"Location"] = target
        try:
            return super().process_response(request, response)
        except IgnoreRequest:
            return _marked(response, ErrorSlug.HTTP_REDIRECT_LOOP)

    def _engine_started(self) -> None:
        """Look for no referer middleware: there is none, and none is missed."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Leave the Referer alone: the identity middleware writes it anew for the target."""


def _turns_in_circles(request: Request, response: Response, target: str) -> bool:
    """Say whether *target* has been visited to no avail; a cookie may make a second visit another matter."""
    if target == request.url and b"Set-Cookie" not in response.headers:
        return True
    visited: list[str] = request.meta.get("redirect_urls", [])
    return visited.count(target) >= _MOST_VISITS


def _marked(response: Response, slug: ErrorSlug) -> Response:
    response.meta[keys.VERDICT] = slug.value
    return response
