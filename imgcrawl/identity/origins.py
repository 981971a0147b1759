"""How a page relates to a URL it loads: origins, sites, and what the Referer may tell.

Sources: Fetch, Fetch Metadata and Referrer Policy (``strict-origin-when-cross-origin``, every browser's default).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from tldextract import TLDExtract

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
"""The port of a URL that names none, by its scheme in lower case; the schemes that are fetched."""

_HOST: Final = re.compile(r"[a-z0-9._~:-]+", re.ASCII)
_ORIGIN: Final = re.compile(r"\s*[^:/?#\s]+://[^/?#\s]*")
_SAFE: Final = "!$%&'()*+,/:;=?@[]~"
_MAX_REFERER: Final = 4096  # characters, Referrer Policy 8.3
_MAX_PAGE_CHARS: Final = 16_384

MAX_HOST_CHARS: Final = 253
"""Longest host name in characters, without the root dot. Source: RFC 1035, section 2.3.4."""

SUFFIXES: Final = TLDExtract(suffix_list_urls=(), cache_dir=None)
"""The Public Suffix List as the package has it; never the network, and no copy in the home directory."""

UNLISTED: Final = frozenset({"b-cdn.net", "imgix.net", "livejournal.com", "tumblr.com", "wordpress.com"})
"""Services that give each customer a host of its own and are no public suffixes."""


class Origin(NamedTuple):
    """Scheme, host (ASCII, lower case) and port of an http or https URL."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}")


def origin_of(url: str) -> Origin | None:
    """Return the origin of *url*; None if it is no http(s) URL."""
    beginning = _ORIGIN.match(url)
    split = split_page(beginning[0]) if beginning else None
    return split[0] if split else None


def split_page(url: str) -> tuple[Origin, str] | None:
    """Return the origin of *url* and the rest of it, in ASCII without fragment; None if it is no http(s) URL.

    What is longer than 16,384 characters is none: a cell of a list may hold a megabyte of anything.
    """
    return _split_page(url) if len(url) <= _MAX_PAGE_CHARS else None


@lru_cache(maxsize=4096)
def _split_page(url: str) -> tuple[Origin, str] | None:
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        if len(host) > MAX_HOST_CHARS:
            return None
        if not host.isascii():
            host = host.encode("idna").decode()
        port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    except (KeyError, ValueError):
        return None
    if parts.scheme not in DEFAULT_PORTS or not _HOST.fullmatch(host):
        return None
    rest = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Origin(parts.scheme, host, port), rest


def place_of(authority: str) -> tuple[str, int | None]:
    """Return the host, in lower case and without brackets, and the port of a URL's *authority*; None if it names none.

    What is longer than a name is not remembered.

    :raises ValueError: if the port is no number up to 65535.
    """
    return _remembered_place(authority) if len(authority) <= MAX_HOST_CHARS else _place(authority)


def _place(authority: str) -> tuple[str, int | None]:
    parts = SplitResult("", authority, "", "", "")
    return parts.hostname or "", parts.port


_remembered_place = lru_cache(maxsize=8192)(_place)


@lru_cache(maxsize=8192)
def site(host: str) -> str:
    """Return the registrable domain of *host* by the bundled Public Suffix List, or *host* where it has none.

    An unknown top-level domain is a public suffix, as the list's rule ``*`` has it.
    """
    parts = SUFFIXES(host, include_psl_private_domains=True)  # such as github.io
    if parts.suffix or parts.ipv4 or parts.ipv6:
        return parts.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


def fetch_site(url: str, page: str | None) -> str:
    """Return the ``Sec-Fetch-Site`` of a request for *url* made by *page*; ``none`` when no page made it."""
    here, there = origin_of(page or ""), origin_of(url)
    if here is None:
        return "none"
    if there is None:
        return "cross-site"
    if here == there:
        return "same-origin"
    same_site = here.scheme == there.scheme and site(here.host) == site(there.host)
    return "same-site" if same_site else "cross-site"


def is_same_site(url: str, page: str | None) -> bool:
    """Say whether *url* and *page* are of one site, whatever their schemes: so far its cookies go."""
    here, there = origin_of(page or ""), origin_of(url)
    return here is not None and there is not None and site(here.host) == site(there.host)


def referer_for(url: str, page: str | None, *, full: bool = False) -> str | None:
    """Return the Referer that *page* sends with a request for *url*; None for none.

    The whole address within the origin, the origin alone across origins, nothing from https to http; always the whole
    address if *full*, as under the policy ``unsafe-url``. Never a fragment, a user name or a password.
    """
    source, target = split_page(page or ""), origin_of(url)
    if source is None:
        return None
    origin, rest = source
    whole = f"{origin}{rest}"
    if len(whole) > _MAX_REFERER:
        whole = f"{origin}/"
    if full or target == origin:
        return whole
    downgrade = origin.scheme == "https" and (target is None or target.scheme != "https")
    return None if downgrade else f"{origin}/"
