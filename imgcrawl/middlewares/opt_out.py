"""Honours hosts that do not want their images in data sets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

from imgcrawl import keys
from imgcrawl.config import RunConfig
from imgcrawl.errors import ErrorSlug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_OPT_OUT = frozenset({"noai", "noimageai"})
_ADDRESSED = re.compile(r"\s*([^\s:,]+)\s*:(.*)", re.DOTALL)
_WITH_VALUES = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_OURS = frozenset({"", "*", "imgcrawl"})


class OptOutMiddleware:
    """Refuses images and pages whose response carries ``X-Robots-Tag: noai`` or ``noimageai`` (DeviantArt, 2022).

    Rules that the field addresses to another robot by name are not ours.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware; ``IMGCRAWL_OPT_OUT_ENABLED`` switches it off."""
        if not RunConfig.from_settings(crawler.settings).respect_opt_out:
            raise NotConfigured  # asked for, so nothing to warn of
        return cls()

    async def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Return *response*, with that verdict if it opts out."""
        for value in response.headers.getlist(b"X-Robots-Tag"):
            text = value.decode("latin-1")
            if not _OPT_OUT.isdisjoint(_rules_for_us(text)):
                response.meta[keys.VERDICT] = ErrorSlug.POLICY_OPT_OUT.value
                response.meta[keys.VERDICT_REASON] = text[:100]
        return response


def _rules_for_us(text: str) -> Iterator[str]:
    """Yield the rules of a field that hold for everyone or for us, in lower case; a robot's name holds until the next.

    Source: Google Search Central, "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications".
    """
    robot = ""
    for part in text.lower().split(","):
        rule = part
        addressed = _ADDRESSED.match(part)
        if addressed and addressed[1] not in _WITH_VALUES:
            robot, rule = addressed.groups()
        if robot in _OURS:
            yield rule.strip()
