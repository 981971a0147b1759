"""Cookies, for the few hosts that set any."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares import cookies
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached

from imgcrawl.identity.origins import site

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_MOST_JARS = 2_000
_TOO_MUCH = frozenset({400, 431})

# Scrapy would fetch the list of public suffixes from two third parties at the first cookie; the bundled one will do.
cookies._split_domain.suffix_list_urls = ()  # noqa: SLF001


class SiteCookiesMiddleware(CookiesMiddleware):
    """Keeps one cookie jar for each site that set a cookie, the 2,000 used last, and does nothing for the others."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002
        super().__init__(debug)
        self.jars: Any = _RecentJars()

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Add the site's cookies, if it has set any."""
        key = _site(request)
        if key in self.jars:
            request.meta["cookiejar"] = key
            self.jars.move_to_end(key)
            super().process_request(request)
        else:
            request.headers.pop("Cookie", None)

    def process_response(self, request: Request, response: Response) -> Response:  # type: ignore[override]
        """Keep the cookies that *response* sets; a site that finds them too large or malformed gets none any more."""
        if response.status in _TOO_MUCH and b"Cookie" in request.headers:
            self.jars.pop(_site(request), None)
        if b"Set-Cookie" in response.headers:
            request.meta["cookiejar"] = _site(request)
            super().process_response(request, response)
        return response


class _RecentJars(OrderedDict[Any, CookieJar]):
    def __missing__(self, key: Any) -> CookieJar:
        jar = self[key] = CookieJar()
        if len(self) > _MOST_JARS:
            self.popitem(last=False)
        return jar


def _site(request: Request) -> str:
    return site(urlparse_cached(request).hostname or "")
