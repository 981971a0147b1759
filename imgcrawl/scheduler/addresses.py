"""Where a request goes to, as the scheduler tells hosts, ports and origins apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

from imgcrawl.identity.origins import DEFAULT_PORTS, origin_of

if TYPE_CHECKING:
    from scrapy import Request


def host_of(request: Request) -> str:
    """Return the host that *request* goes to."""
    return urlparse_cached(request).hostname or ""


def endpoint_of(request: Request) -> str:
    """Return the host and port that *request* goes to."""
    parts = urlparse_cached(request)
    if not parts.netloc.islower() or "@" in parts.netloc or ":" in parts.netloc:
        return f"{parts.hostname}:{parts.port or DEFAULT_PORTS.get(parts.scheme, 0)}"
    return f"{parts.netloc}:{DEFAULT_PORTS.get(parts.scheme, 0)}"


def origin_for_robots(request: Request) -> str:
    """Return the origin of *request*, for which one robots.txt speaks, however its address is spelt."""
    parts = urlparse_cached(request)
    return str(origin_of(request.url) or f"{parts.scheme}://{parts.netloc}")
