"""Fetches over HTTP with curl: checked addresses, time limits, a size cap, and a slug for every failure.

No Scrapy here: asyncio, curl_cffi, aiodns and cryptography only.
"""

from __future__ import annotations

from imgcrawl.transport.addresses import AddressGuard
from imgcrawl.transport.checking import check_transport
from imgcrawl.transport.client import CurlTransport
from imgcrawl.transport.exchange import TIMEOUTS, FetchError, FetchRequest, FetchResult, Timings, TransportStats
from imgcrawl.transport.resolving.resolver import Resolver
from imgcrawl.transport.ways import Ways

__all__ = [
    "TIMEOUTS",
    "AddressGuard",
    "CurlTransport",
    "FetchError",
    "FetchRequest",
    "FetchResult",
    "Resolver",
    "Timings",
    "TransportStats",
    "Ways",
    "check_transport",
]
