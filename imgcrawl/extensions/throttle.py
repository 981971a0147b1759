"""AutoThrottle that understands 429."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from scrapy.extensions.throttle import AutoThrottle

from imgcrawl import keys
from imgcrawl.remedies.answers import requested_slowdown

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.http.headers import Headers

    from imgcrawl.frontier import HostSlot


class HostThrottle(AutoThrottle):
    """Scrapy's AutoThrottle on the scheduler's host slots, with pauses for hosts that want fewer requests.

    Retry-After on any error pauses the host for as long as it says; 429 and 503 without it pause for
    ``IMGCRAWL_PAUSE_BASE_SECONDS``, doubled with each incident. After an incident the delay follows what the host
    bears (:mod:`imgcrawl.frontier.rate`) and the latency has no say. A host that answers well may have more requests
    in flight, one more for each good answer.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        crawler.signals.connect(self._heed, signal=keys.slowdown_requested)

    def _heed(self, request: Request, status: int, headers: Headers) -> None:
        """Pause the host that answers *request*, at once: before the body of its answer has come."""
        slowdown = requested_slowdown(status, headers.get(b"Retry-After"), now=time.time())
        if slowdown is not None and keys.SENT_AT in request.meta:
            scheduler: Any = self.crawler.engine.scheduler
            scheduler.complain(request, slowdown)

    def _spider_opened(self, spider: Spider) -> None:  # noqa: ARG002
        self.mindelay = self._min_delay()
        self.maxdelay = self._max_delay()

    def _get_slot(self, request: Request, spider: Spider) -> tuple[str | None, Any]:  # noqa: ARG002
        key: str | None = request.meta.get("download_slot")
        if key is None or keys.SENT_AT not in request.meta or self.crawler.engine is None:
            return None, None
        return key, self.crawler.engine.scheduler.slot(key)  # type: ignore[union-attr]

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        _, slot = self._get_slot(request, spider)
        if slot is None:
            return
        if requested_slowdown(response.status, response.headers.get(b"Retry-After"), now=time.time()) is None:
            super()._response_downloaded(response, request, spider)

    def _adjust_delay(self, slot: HostSlot, latency: float, response: Response) -> None:  # type: ignore[override]
        if slot.rate.learnt:
            if response.status == 200:
                slot.rate.content()
            slot.delay = slot.rate.delay_s
        else:
            super()._adjust_delay(slot, latency, response)  # type: ignore[arg-type]
            slot.delay = max(slot.delay, slot.rate.floor_s)
