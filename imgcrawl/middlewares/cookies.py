"""Cookies, for the few hosts that set any."""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares import cookies
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached

from imgcrawl.errors import COOKIES_REFUSED
from imgcrawl.identity.origins import SUFFIXES, place_of, site

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_MOST_JARS = 2_000
# What browsers and curl keep to. Source: RFC 6265, 6.1; curl, lib/cookie.h.
_MOST_COOKIE_BYTES = 4096
_MOST_SET_AT_ONCE = 50
_MOST_COOKIES = 180
_MOST_SENT_BYTES = 8190
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")

# Scrapy would fetch the list of public suffixes from two third parties at the first cookie, and keep it in the home
# directory; the bundled one will do.
cookies._split_domain = partial(SUFFIXES, include_psl_private_domains=True)  # type: ignore[assignment]  # noqa: SLF001


class SiteCookiesMiddleware(CookiesMiddleware):
    """Keeps one cookie jar for each site that set a cookie, the 2,000 used last, and does nothing for the others.

    Cookies with control characters or above 4 KiB are left out, and after the 50th of a response. A site that has set
    more than 180 is forgotten, one whose cookies together exceed 8 KiB is sent none. Those that came with images alone
    are forgotten once their site answers 403: it gives images to who has none, and may have counted by them.
    """

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002
        super().__init__(debug)
        self.jars: Any = _RecentJars()

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Add the site's cookies, if it has set any."""
        key = _site(request) if self.jars else None
        if key in self.jars:
            request.meta["cookiejar"] = key
            self.jars.move_to_end(key)
            super().process_request(request)
        if key not in self.jars or len(request.headers.get(b"Cookie") or b"") > _MOST_SENT_BYTES:
            dict.pop(request.headers, b"Cookie", None)

    def process_response(self, request: Request, response: Response) -> Response:  # type: ignore[override]
        """Keep the cookies that *response* sets; a site that finds them too large or malformed gets none any more."""
        if b"Cookie" in request.headers and self._are_refused(_site(request), response.status):
            self.jars.pop(_site(request), None)
        if b"Set-Cookie" in response.headers:
            key = request.meta["cookiejar"] = _site(request)
            jar = self.jars[key]
            jar.is_needless = jar.is_needless and _is_image(response)
            super().process_response(request, _acceptable(response))
            if len(jar) > _MOST_COOKIES:
                del self.jars[key]
        return response

    def _are_refused(self, key: str, status: int) -> bool:
        """Say whether a site answers with this *status* because of its cookies."""
        is_needless = key in self.jars and self.jars[key].is_needless
        return status in COOKIES_REFUSED or (status == HTTPStatus.FORBIDDEN and is_needless)


def _acceptable(response: Response) -> Response:
    """Return *response*, or a copy without the cookies that no browser would keep."""
    given = response.headers.getlist(b"Set-Cookie")
    kept = [value for value in given if len(value) <= _MOST_COOKIE_BYTES and not _CONTROL.search(value)]
    if len(kept) == len(given) <= _MOST_SET_AT_ONCE:
        return response
    headers = response.headers.copy()
    headers.setlist(b"Set-Cookie", kept[:_MOST_SET_AT_ONCE])
    copy: Response = response.replace(headers=headers)
    return copy


def _is_image(response: Response) -> bool:
    content_type = response.headers.get(b"Content-Type") or b""
    return response.status == HTTPStatus.OK and content_type.startswith(b"image/")


class _Jar(CookieJar):
    """The cookies of a site; *is_needless*: all of them came with images, so that the first image came without any."""

    is_needless = True


class _RecentJars(OrderedDict[Any, _Jar]):
    def __missing__(self, key: Any) -> _Jar:
        jar = self[key] = _Jar()
        if len(self) > _MOST_JARS:
            self.popitem(last=False)
        return jar


def _site(request: Request) -> str:
    return site(place_of(urlparse_cached(request).netloc)[0])
