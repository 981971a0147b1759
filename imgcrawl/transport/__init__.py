"""Fetches over HTTP with curl: checked addresses, time limits, a size cap, and a slug for every failure.

No Scrapy here: asyncio, curl_cffi, aiodns and cryptography only.

- A fetch: ``client``, by what ``exchange`` (what goes in and comes out) and ``target`` (where a URL leads) say;
  ``curl`` makes the transfer, in one of the ``versions`` of HTTP, on one of the ``ways``, with or without the
  ``proxy``, with an address's login (``logins``).
- Addresses: ``resolving`` (from names), ``addresses`` and ``permitted`` (which may be connected to), ``machines``
  (which of several is asked).
- Certificates: ``certificates`` (whom we trust), ``issuers`` (which a server forgot to send), ``tls_faults``.
- Bodies: ``encodings``, ``zstd_frames``, ``multipart`` (streams without an end), ``rests`` (of what broke off).
- Where nothing gets through: ``outage`` and ``pause``; ``portal`` and ``voices`` (one answers for all hosts),
  ``refusals`` (the proxy's).
- Bounds: ``checking`` (of settings), ``descriptors`` (of open files), ``memory`` (of what was looked up).
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
