"""Scrapy's AutoThrottle, made to understand 429 and Retry-After."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.extensions.throttle import AutoThrottle

from imgcrawl import clock, keys
from imgcrawl.errors import FIRST_SERVER_ERROR_STATUS
from imgcrawl.intake.forms.services import in_other_size
from imgcrawl.remedies.answers.failures import UNTIMED, is_at_ease, requested_slowdown
from imgcrawl.remedies.answers.first_refusals import FirstRefusals
from imgcrawl.remedies.answers.kept import is_copy
from imgcrawl.remedies.rules.challenges import is_challenge

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.http.headers import Headers

    from imgcrawl.frontier import HostSlot

_OK = 200


class HostThrottle(AutoThrottle):
    """Scrapy's AutoThrottle on the scheduler's host slots, with pauses for hosts that want fewer requests.

    Retry-After on any error pauses the host for as long as it says; 429 and 503 without it pause for
    ``IMGCRAWL_PAUSE_BASE_SECONDS``, doubled with each incident. After an incident the delay follows what the host
    bears (:mod:`imgcrawl.frontier.rate`) and the latency has no say. A host that answers well may have more requests
    in flight, one more for each good answer; an answer that there is nothing (404, 410) is as good as an image. A page
    that is refused by 503 for the first time is asked for once more before its host is paused
    (:mod:`imgcrawl.remedies.answers.first_refusals`), and an error that is a cache's copy pauses nobody, unless it
    names a time that is not over. Wikimedia answers 429 for a width that it does not make, too: where the address has a
    size, a 429 that names no time is left to who reads its body (source: wikitech-l, 24 January 2026).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._first_refusals = FirstRefusals()
        crawler.signals.connect(self._heed, signal=keys.slowdown_requested)

    def _heed(self, request: Request, status: int, headers: Headers) -> None:
        """Pause the host that answers *request*, at once: before the body of its answer has come."""
        slowdown = requested_slowdown(status, headers, now=clock.now())
        if slowdown is None or keys.SENT_AT not in request.meta:
            return
        if slowdown.retry_after_s is None and self._is_excused(request, status, headers):
            return
        if slowdown == UNTIMED and keys.FETCH in request.meta and any(in_other_size(request.url)):
            request.meta[keys.UNHEARD] = True
            return
        scheduler: Any = self.crawler.engine.scheduler
        scheduler.reports.complained(request, slowdown)

    def _is_excused(self, request: Request, status: int, headers: Headers) -> bool:
        """Say whether a refusal that names no time is no complaint of the host's."""
        if is_challenge(status, headers.get):
            return True  # it is about who asks, whenever
        if status < FIRST_SERVER_ERROR_STATUS:
            return False
        if is_copy(headers.get):
            return True  # the host itself was not asked
        is_page = bool(request.meta.get(keys.PAGE))
        return is_page and self._first_refusals.excuses(request.meta["download_slot"], request.url)

    def _spider_opened(self, spider: Spider) -> None:  # noqa: ARG002
        self.mindelay = self._min_delay()
        self.maxdelay = self._max_delay()

    def _get_slot(self, request: Request, spider: Spider) -> tuple[str | None, Any]:  # noqa: ARG002
        meta = request.meta
        key: str | None = meta.get("download_slot")
        if key is None or keys.SENT_AT not in meta or self.crawler.engine is None:
            return None, None
        return key, self.crawler.engine.scheduler.slot(key)  # type: ignore[union-attr]

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        key, slot = self._get_slot(request, spider)
        if key is None or slot is None:
            return
        if response.status == _OK:
            self._first_refusals.given(key, request.url)
        if requested_slowdown(response.status, response.headers, now=clock.now()) is None:
            super()._response_downloaded(response, request, spider)

    def _adjust_delay(self, slot: HostSlot, latency: float, response: Response) -> None:  # type: ignore[override]
        """Follow the latency, or what a host bears that has complained.

        Scrapy's own lets nothing but a 200 shorten the delay, so that a host without images would keep for ever what
        its slowest answer cost it. Here only what is the server's own fault (5xx) does not, for it may come quickly.
        """
        if slot.rate.learnt:
            if is_at_ease(response.status, response.headers, now=clock.now()):
                slot.rate.content(response.meta[keys.SENT_AT])
            slot.delay = slot.rate.delay_s
            return
        aim_s = latency / self.target_concurrency
        delay_s = min(max(aim_s, (slot.delay + aim_s) / 2, self.mindelay), self.maxdelay)
        if delay_s > slot.delay or response.status < FIRST_SERVER_ERROR_STATUS:
            slot.delay = max(delay_s, slot.rate.floor_s)
