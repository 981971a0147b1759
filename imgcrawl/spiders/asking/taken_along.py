"""The cookies of a page, for the picture that it names: another page may set the host's meanwhile."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from imgcrawl import keys
from imgcrawl.identity.origins import site

if TYPE_CHECKING:
    from scrapy.http import Response

_MOST = 20


def cookies_for(url: str, page: Response) -> list[Any]:
    """Return the cookies that *page* has set and that go along to *url*, as Scrapy writes them; 20 at most.

    Those of another host go along only if they are set for the whole site, to http those that need not be secure. A
    page that came for another row before has none: what the host has set since is newer.
    """
    if keys.PAGE_CAME_AT in page.meta:
        return []
    own, other = urlsplit(page.url), urlsplit(url)
    if site(own.hostname or "") != site(other.hostname or ""):
        return []
    found: list[Any] = []
    for header in page.headers.getlist(b"Set-Cookie")[:_MOST]:
        is_same_host, is_secure = own.hostname == other.hostname, other.scheme == "https"
        found += _read(header.decode("latin-1"), own.path, is_same_host=is_same_host, is_secure=is_secure)
    return found


def are_withheld(url: str, page: Response) -> bool:
    """Say whether none of the cookies that *page* has just set goes along to *url* because that is plain http."""
    is_lowered = url.startswith("http:") and page.url.startswith("https:") and keys.PAGE_CAME_AT not in page.meta
    return is_lowered and not cookies_for(url, page)


def _read(header: str, path: str, *, is_same_host: bool, is_secure: bool) -> list[dict[str, Any]]:
    try:
        morsels = SimpleCookie(header)
    except CookieError:
        return []
    default = path.rpartition("/")[0] or "/"
    return [
        {"name": name, "value": morsel.coded_value, "path": morsel["path"] or default}
        | ({"domain": morsel["domain"]} if morsel["domain"] else {})
        for name, morsel in morsels.items()
        if (is_same_host or morsel["domain"])
        and (is_secure or not morsel["secure"])
        and morsel["max-age"] != "0"
        and morsel.coded_value
    ]
