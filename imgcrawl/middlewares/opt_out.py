"""Honours hosts that do not want their images in data sets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

from imgcrawl.config import RunConfig
from imgcrawl.errors import ErrorSlug, RowError

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_OPT_OUT = re.compile(rb"(?:^|[\s,:])no(?:image)?ai(?:$|[\s,])", re.IGNORECASE)


class OptOutMiddleware:
    """Refuses images whose response carries ``X-Robots-Tag: noai`` or ``noimageai`` (DeviantArt, November 2022)."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware; ``IMGCRAWL_OPT_OUT_ENABLED`` switches it off."""
        if not RunConfig.from_settings(crawler.settings).respect_opt_out:
            raise NotConfigured  # asked for, so nothing to warn of
        return cls()

    async def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Return *response* unless it opts out."""
        for value in response.headers.getlist(b"X-Robots-Tag"):
            if _OPT_OUT.search(value):
                raise RowError(ErrorSlug.POLICY_OPT_OUT, value.decode("latin-1")[:100])
        return response
