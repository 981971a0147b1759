"""Gives every request the headers and the TLS profile of the client that it is sent as."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from scrapy.http.headers import Headers
from scrapy.utils.httpobj import urlparse_cached
from scrapy_fake_useragent.middleware import RandomUserAgentBase

from imgcrawl import keys
from imgcrawl.config import IdentityConfig
from imgcrawl.identity.headers import (
    honest_headers,
    image_headers,
    made_plain,
    page_headers,
    plain_headers,
    rotated_headers,
)
from imgcrawl.identity.origins import origin_of, place_of
from imgcrawl.identity.policies import HostPolicy, PolicyTable
from imgcrawl.intake.address import MOST_REMEMBERED_CHARS
from imgcrawl.remedies.rules.variants import VARIANTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from imgcrawl.identity.browsers import Identity
    from imgcrawl.identity.headers import Headers as Block
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.rules.variants import Variant

logger = logging.getLogger(__name__)

_OTHERS = {"other": 0, "third": 1}
"""Which of the two asks whose engine is not that of the host's own."""

_NO_POLICY = HostPolicy(name="", domains=(), slot="")
_KEPT = ("Cookie", "Authorization")
_PAST_CACHES = (("Pragma", "no-cache"), ("Cache-Control", "no-cache"))
"""What browsers send when their user reloads a page past all caches."""


class _Client(NamedTuple):
    """Who asks: its headers, the *family* of clients that it is of, and its TLS profile, None for curl's own."""

    headers: Block
    family: str
    tls_profile: str | None = None


class IdentityMiddleware(RandomUserAgentBase):  # type: ignore[misc]  # untyped package
    """Writes the header block of the identity that asks, for image and page requests.

    Who asks is decided by, in this order: the host's policy, ``IMGCRAWL_IDENTITY_MODE``, and the variant that the
    remedies chose. Browsers come from the provider in ``FAKEUSERAGENT_PROVIDERS``. A request without
    ``imgcrawl_fetch`` in its meta (robots.txt) is sent under our own name.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._config = IdentityConfig.from_settings(crawler.settings)
        self._policies = PolicyTable.load(self._config.host_policies)
        self._asked_for_contact = False
        if self._config.mode == "honest" and not self._config.contact:
            self._ask_for_contact("hosts are asked under imgcrawl's own name")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the crawler's settings."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Set the headers of *request*, keeping cookies and authorization."""
        state: FetchState | None = request.meta.get(keys.FETCH)
        had = request.headers
        kept = [(name, value) for name in _KEPT for value in had.getlist(name)] if had else []
        client = self._client(request, state)
        past = _PAST_CACHES if keys.FRESH in request.meta else ()
        request.headers = _as_scrapy([*client.headers, *past, *kept])
        request.meta[keys.FAMILY] = client.family
        request.meta[keys.TLS_PROFILE] = client.tls_profile if self._config.impersonate else None

    def _client(self, request: Request, state: FetchState | None) -> _Client:
        host, _ = place_of(urlparse_cached(request).netloc)
        policy = self._policies.for_host(host)
        if policy is not None and policy.contact_wanted and not self._config.contact:
            self._ask_for_contact(f"{policy.name} wants to know who asks")
        if state is None or (policy is not None and policy.identity == "honest") or self._config.mode == "honest":
            return _Client(honest_headers(self._config.contact), "honest")
        if self._config.mode == "plain":
            return _Client(plain_headers(), "plain")
        if self._config.mode == "rotate":
            user_agent = self._ua_provider.get_random_ua()
            return _Client(rotated_headers(user_agent, referer=state["page_url"]), "rotated")
        return self._as_browser(request, state, policy or _NO_POLICY)

    def _ask_for_contact(self, why: str) -> None:
        if not self._asked_for_contact:
            self._asked_for_contact = True
            logger.warning("%s: set IMGCRAWL_CONTACT to your e-mail or web address", why)

    def _as_browser(self, request: Request, state: FetchState, policy: HostPolicy) -> _Client:
        variant = VARIANTS[request.meta.get(keys.WAY, state["variant"])]
        if variant.identity == "honest":
            request.meta[keys.PHONE] = False
            return _Client(honest_headers(self._config.contact), "honest")
        identity = self._browser(state["url"] or request.url, variant)
        request.meta[keys.PHONE] = identity.mobile
        if request.meta.get(keys.PAGE):
            block = page_headers(identity, request.url)
        else:
            home = request.meta.get(keys.HOME, "") if variant.referer == "origin" else ""
            page_url, known = policy.referer or state["page_url"], home or policy.referer
            block = _image_block(identity, variant, request.url, page_url, home=home, is_known=bool(known))
            block = made_plain(block, state["plain"]) if state["plain"] else block
        return _Client(block, identity.family, identity.tls_profile if policy.impersonate else None)

    def _browser(self, url: str, variant: Variant) -> Identity:
        origin = origin_of(url)
        host = origin.host if origin else ""
        place, provider = _OTHERS.get(variant.identity), self._ua_provider
        identity: Identity = provider.identity_for(host) if place is None else provider.other_for(host, place)
        return identity


def _as_scrapy(pairs: Sequence[tuple[str, str | bytes]]) -> Headers:
    """Return *pairs* as Scrapy's headers, in their order, without what Scrapy does for values of any type."""
    headers = Headers()
    dict.update(headers, {name: list(values) for name, values in _fields(tuple(pairs))})
    return headers


@lru_cache(maxsize=1024)
def _fields(pairs: tuple[tuple[str, str | bytes], ...]) -> tuple[tuple[bytes, tuple[bytes, ...]], ...]:
    """Return the values of each name in *pairs*, as Scrapy writes them; a host is sent the same each time."""
    fields: dict[bytes, list[bytes]] = {}
    for name, value in pairs:
        fields.setdefault(Headers().normkey(name), []).append(value if isinstance(value, bytes) else value.encode())
    return tuple((name, tuple(values)) for name, values in fields.items())


def _image_block(
    identity: Identity, variant: Variant, url: str, page_url: str | None, *, home: str, is_known: bool
) -> Block:
    """Return what *identity* sends for the image *url* of the page *page_url* when it is asked for so.

    *home*: a page of its own site, if that is another. One that *is_known* to be what the host wants is named over
    http too, where browsers keep theirs to themselves.
    """
    origin = origin_of(url)
    root = f"{origin}/" if origin else url
    referer = home or _referer(variant, root, page_url)
    page = origin_of(referer) if referer else None
    if page is not None and page != origin and variant.referer != "full":
        referer = f"{page}/"  # no more is told to another origin
    is_short = len(root) + len(referer or "") <= MOST_REMEMBERED_CHARS
    make = _block_for if is_short else _block_for.__wrapped__
    return make(identity, variant, root, referer, is_full=is_known or variant.referer == "full")


@lru_cache(maxsize=1024)
def _block_for(identity: Identity, variant: Variant, root: str, referer: str | None, *, is_full: bool) -> Block:
    """Return the headers for an image of the origin with this *root*; a host is sent the same each time."""
    is_secure = variant.identity == "secure" or variant.identity in _OTHERS
    return image_headers(identity, root, referer=referer, full_referer=is_full, as_secure=is_secure)


def _referer(variant: Variant, root: str, page_url: str | None) -> str | None:
    """Return the page from which the image is asked for: the *root* of its own origin stands in for an unknown one."""
    if variant.referer == "none":
        return None
    return page_url if page_url and variant.referer in ("page", "full") else root
