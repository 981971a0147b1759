"""A download handler without a network: what a crawl costs besides its transfers, and how hosts are kept busy."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response

sys.path.append(str(Path(__file__).parent.parent))  # the project is not installed
from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.handlers.curl import CurlDownloadHandler

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class StubHandler(CurlDownloadHandler):
    """Stands in for the handler that a crawl cannot do without.

    It answers ``/i/NAME`` with the picture of that name in ``STUB_PICTURES``, everything else with 404, and that
    ``STUB_LATENCY_SECONDS`` after the request. The most that were in flight at a time stand in the statistics under
    ``stub/in_flight_max``, their mean over all requests under ``stub/in_flight_mean``.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        folder = Path(crawler.settings["STUB_PICTURES"])
        self._pictures = {f"/i/{path.name}": path for path in folder.glob("*.jpg")}
        self._latency_s = crawler.settings.getfloat("STUB_LATENCY_SECONDS")
        self._in_flight = self._most = self._requests = self._sum = 0

    async def download_request(self, request: Request) -> Response:
        """Return the picture, or 404."""
        self._in_flight += 1
        self._requests += 1
        self._sum += self._in_flight
        self._most = max(self._most, self._in_flight)
        await asyncio.sleep(self._latency_s)
        self._in_flight -= 1
        request.meta["download_latency"] = self._latency_s
        picture = self._pictures.get("/" + request.url.split("/", 3)[3].partition("?")[0])
        if picture is None:
            return Response(request.url, status=404, request=request)
        body = picture.read_bytes()  # kept, they would count as the crawl's memory
        return Response(request.url, body=body, headers={"Content-Type": "image/jpeg"}, request=request)

    async def close(self) -> None:
        """Tell how many requests were in flight."""
        if self._requests:
            self.crawler.stats.set_value("stub/in_flight_max", self._most)
            self.crawler.stats.set_value("stub/in_flight_mean", round(self._sum / self._requests))
        await super().close()


class ClosedHandler(BaseDownloadHandler):
    """Refuses every request, as hosts do that have no server for a scheme."""

    lazy = False

    async def download_request(self, request: Request) -> Response:
        """Fail as a refused connection does."""
        raise RowError(ErrorSlug.TCP_REFUSED, request.url)

    async def close(self) -> None:
        """Do nothing."""


def options(pictures: Path, latency_s: float) -> list[str]:
    """Return the options that put the stub in the place of the network; this folder must be on the module path."""
    handlers = '{"http": "stub.StubHandler", "https": "stub.ClosedHandler"}'
    settings = {"DOWNLOAD_HANDLERS": handlers, "STUB_PICTURES": pictures, "STUB_LATENCY_SECONDS": latency_s}
    return [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
