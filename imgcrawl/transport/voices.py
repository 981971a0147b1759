"""What can be compared of answers of different hosts: whether they may come from one and the same speaker. Pure."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from imgcrawl.errors import FIRST_SERVER_ERROR_STATUS, OVERLOAD_STATUSES, REDIRECT_STATUSES, ErrorSlug
from imgcrawl.identity.origins import site
from imgcrawl.transport.exchange import FetchError, FetchResult

if TYPE_CHECKING:
    from collections.abc import Hashable

_ERRORS: Final = frozenset(
    {
        ErrorSlug.TCP_REFUSED,
        ErrorSlug.TCP_UNREACHABLE,
        ErrorSlug.TCP_CONNECT_TIMEOUT,
        ErrorSlug.TCP_RESET,
        ErrorSlug.TCP_CLOSED,
        ErrorSlug.TCP_TIMEOUT,
        ErrorSlug.TLS_TIMEOUT,
        ErrorSlug.TLS_HANDSHAKE,
        ErrorSlug.TLS_RESET,
        ErrorSlug.TLS_UNTRUSTED,
        ErrorSlug.TLS_HOSTNAME,
        ErrorSlug.TLS_EXPIRED,
        ErrorSlug.TLS_CERTIFICATE,
    }
)
_EDGE_BYTES: Final = 512
_MARKUP_BYTES: Final = 8_192
_DIGEST_BYTES: Final = 16
_TAG: Final = re.compile(rb"<([A-Za-z][A-Za-z0-9]*)")


def voice(host: str, heard: FetchResult | FetchError) -> Hashable | None:
    """Return what *host* has said, or how it failed, in such a form that equal things are equal; None: nothing to tell.

    Pages are the same that have the same elements: one who speaks for all hosts may name the one that was asked for.
    Redirects are that lead to one and the same other site; within the host's own they are followed by an answer. That
    it is asked too much, or is out of order, every host may say, and pauses of its own follow.
    """
    if isinstance(heard, FetchError):
        return heard.slug if heard.slug in _ERRORS and heard.status is None else None
    if heard.status in REDIRECT_STATUSES:
        return _leads_to(host, heard)
    if heard.status >= FIRST_SERVER_ERROR_STATUS or heard.status in OVERLOAD_STATUSES:
        return None
    return heard.status, _contents(heard.body)


def is_own(host: str, heard: FetchResult, of_all: Hashable) -> bool:
    """Say whether *host* has an answer of its own, and neither the one *of_all* nor one that may lead there."""
    return voice(host, heard) != of_all and (
        heard.status not in REDIRECT_STATUSES or _leads_to(host, heard) is not None
    )


def led_to(voice: Hashable | None) -> str | None:
    """Return the site to which redirects lead that are this *voice*; None if it is none of such."""
    return voice if isinstance(voice, str) and not isinstance(voice, ErrorSlug) else None


def _leads_to(host: str, heard: FetchResult) -> str | None:
    location = next((value for name, value in heard.headers if name.lower() == b"location"), b"")
    try:
        target = urlsplit(urljoin(f"http://{host}/", location.decode("latin-1"))).hostname or ""
    except ValueError:
        return None
    return site(target) if target and site(target) != site(host) else None


def _contents(body: bytes) -> bytes:
    """Return a digest of the elements of a page; of anything else of its length, and how it begins and ends."""
    if body[:_EDGE_BYTES].lstrip()[:1] == b"<":
        compared = b"<" + b"<".join(_TAG.findall(body[:_MARKUP_BYTES].lower()))
    else:
        compared = b"%d " % len(body) + body[:_EDGE_BYTES] + body[-_EDGE_BYTES:]
    return blake2b(compared, digest_size=_DIGEST_BYTES).digest()
