"""Where a request goes to, as the scheduler tells hosts, ports and origins apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

from imgcrawl.identity.origins import DEFAULT_PORTS, origin_of, place_of

if TYPE_CHECKING:
    from scrapy import Request


def host_of(request: Request) -> str:
    """Return the host that *request* goes to."""
    return place_of(urlparse_cached(request).netloc)[0]


def endpoint_of(request: Request) -> str:
    """Return the host and port that *request* goes to."""
    parts = urlparse_cached(request)
    host, port = place_of(parts.netloc)
    return f"{host}:{port or DEFAULT_PORTS.get(parts.scheme, 0)}"


def origin_for_robots(request: Request) -> str:
    """Return the origin of *request*, for which one robots.txt speaks, however its address is spelt."""
    parts = urlparse_cached(request)
    return str(origin_of(request.url) or f"{parts.scheme}://{parts.netloc}")
