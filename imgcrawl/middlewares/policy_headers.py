"""Adds what the policy of a host wants to be sent along: a key, a session."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured
from scrapy.utils.httpobj import urlparse_cached

from imgcrawl import keys
from imgcrawl.config import IdentityConfig
from imgcrawl.identity.origins import place_of
from imgcrawl.identity.policies import PolicyTable

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.http.headers import Headers

    from imgcrawl.identity.policies import HostPolicy

logger = logging.getLogger(__name__)


class PolicyHeadersMiddleware:
    """Adds the headers of a host's policy to requests over https, and takes them off again as they come back.

    So no later request, whose host may be another, takes them over. A cookie is sent beside those that the site has
    set. It stands next to the handler, and not at all where no policy has headers.
    """

    def __init__(self, policies: PolicyTable) -> None:
        self._policies = policies
        self._are_told: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the crawler's settings.

        :raises NotConfigured: if no policy has headers.
        """
        policies = PolicyTable.load(IdentityConfig.from_settings(crawler.settings).host_policies)
        if not any(policy.headers for policy in policies.policies):
            raise NotConfigured
        return cls(policies)

    async def process_request(self, request: Request) -> None:
        """Add the headers, each in the place of one of the same name."""
        address = urlparse_cached(request)
        policy = self._policies.for_host(place_of(address.netloc)[0])
        if policy is None or not policy.headers:
            return
        if address.scheme != "https":
            self._tell(policy, request.url)
            return
        request.meta[keys.BARE_HEADERS] = bare = request.headers
        request.headers = _with(bare.copy(), policy)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Take the headers off."""
        _uncover(request)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - Scrapy's name
        """Take the headers off."""
        _uncover(request)

    def _tell(self, policy: HostPolicy, url: str) -> None:
        if policy.name not in self._are_told:
            self._are_told.add(policy.name)
            logger.warning(
                "the headers of the host policy [%s] are sent over https alone, so not with %s", policy.name, url
            )


def _with(headers: Headers, policy: HostPolicy) -> Headers:
    for name, value in policy.headers:
        if name.lower() == "cookie" and (others := headers.get(name)):
            headers[name] = b"; ".join((others, value.encode()))
        else:
            headers[name] = value
    return headers


def _uncover(request: Request) -> None:
    bare = request.meta.pop(keys.BARE_HEADERS, None)
    if bare is not None:
        request.headers = bare
