"""AutoThrottle that understands 429."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from scrapy.extensions.throttle import AutoThrottle

from imgcrawl import clock, keys
from imgcrawl.errors import FIRST_ERROR_STATUS
from imgcrawl.remedies.answers import announced_wait

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

    from imgcrawl.frontier import HostSlot

_OVERLOAD = frozenset({429, 503})


class HostThrottle(AutoThrottle):
    """Scrapy's AutoThrottle on the scheduler's host slots, with pauses for hosts that want fewer requests.

    Retry-After on any error pauses the host for as long as it says; 429 and 503 without it pause for
    ``IMGCRAWL_PAUSE_BASE_SECONDS``, doubled with each incident. After an incident the delay follows what the host
    bears (:mod:`imgcrawl.frontier.rate`) and the latency has no say. A host that answers well may have more requests
    in flight, one more for each good answer.
    """

    def _spider_opened(self, spider: Spider) -> None:  # noqa: ARG002
        self.mindelay = self._min_delay()
        self.maxdelay = self._max_delay()

    def _get_slot(self, request: Request, spider: Spider) -> tuple[str | None, Any]:  # noqa: ARG002
        key: str | None = request.meta.get("download_slot")
        if key is None or keys.SENT_AT not in request.meta or self.crawler.engine is None:
            return None, None
        return key, self.crawler.engine.scheduler.slot(key)  # type: ignore[union-attr]

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        key, slot = self._get_slot(request, spider)
        if slot is None:
            self._heed_outside_the_queue(response, request)
            return
        scheduler: Any = self.crawler.engine.scheduler
        wait_s = (
            announced_wait(response.headers.get(b"Retry-After"), now=time.time())
            if response.status >= FIRST_ERROR_STATUS
            else None
        )
        if wait_s is not None or response.status in _OVERLOAD:
            scheduler.complain(
                key, sent_at=request.meta[keys.SENT_AT], retry_after_s=wait_s, overload=response.status == 503
            )
            return
        super()._response_downloaded(response, request, spider)

    def _heed_outside_the_queue(self, response: Response, request: Request) -> None:
        """Pause a host that wants to be left alone by its answer to a request for its robots.txt."""
        wait_s = announced_wait(response.headers.get(b"Retry-After"), now=time.time())
        is_robots = "dont_obey_robotstxt" in request.meta
        if is_robots and self.crawler.engine is not None and response.status in _OVERLOAD:
            scheduler: Any = self.crawler.engine.scheduler
            scheduler.complain(
                scheduler.slot_key(request), sent_at=clock.now(), retry_after_s=wait_s, overload=response.status == 503
            )

    def _adjust_delay(self, slot: HostSlot, latency: float, response: Response) -> None:  # type: ignore[override]
        if slot.rate.learnt:
            if response.status == 200:
                slot.rate.content()
            slot.delay = slot.rate.delay_s
        else:
            super()._adjust_delay(slot, latency, response)  # type: ignore[arg-type]
            slot.delay = max(slot.delay, slot.rate.floor_s)
