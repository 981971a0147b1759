"""The downloader: sends what the scheduler hands out, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.core.downloader import Downloader
from scrapy.utils.defer import deferred_from_coro

from imgcrawl import keys
from imgcrawl.errors import FIRST_ERROR_STATUS

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from twisted.internet.defer import Deferred


class DirectDownloader(Downloader):
    """Scrapy's downloader without its queues: the scheduler hands out nothing that may not be sent at once.

    Scrapy 2.19 does not enforce a per-domain limit on asyncio while the slot's delay is 0, and waiting in its queues
    costs a place among the requests in flight. The scheduler is told when a request is done, however it ended.
    """

    def fetch(self, request: Request) -> Deferred[Response | Request]:  # type: ignore[override]
        """Send *request* through the middlewares and the handler."""
        self.active.add(request)
        deferred: Deferred[Any] = deferred_from_coro(self.middleware.download_async(self._enqueue_request, request))
        return deferred.addBoth(self._done, request)

    def _done(self, result: Any, request: Request) -> Any:
        self.active.remove(request)
        scheduler: Any = self.crawler.engine.scheduler
        scheduler.release(request)
        return result

    async def _enqueue_request(self, request: Request) -> Response:
        scheduler: Any = self.crawler.engine.scheduler
        send, spider = self.signals.send_catch_log, self.crawler.spider
        send(signals.request_reached_downloader, request=request, spider=spider)
        try:
            response = await self.handlers.download_request_async(request)
            if keys.SENT_AT in request.meta:
                scheduler.answered(request, well=response.status < FIRST_ERROR_STATUS)
            send(signals.response_downloaded, response=response, request=request, spider=spider)
            return response
        finally:
            send(signals.request_left_downloader, request=request, spider=spider)
