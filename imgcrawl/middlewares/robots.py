"""Asks for robots.txt by the rules that hold for all requests, and tells the scheduler what came back."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest, NotConfigured

from imgcrawl import clock, keys
from imgcrawl.config import RemedyConfig, ThrottleConfig, robots_agent
from imgcrawl.errors import ErrorSlug, HostPaused, Verdict, slug_for_status
from imgcrawl.identity.origins import origin_of
from imgcrawl.remedies.answers.failures import failure_of
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.waits.robots import Tries, leaves_open, next_try, refusal
from imgcrawl.retry_after import wait_asked_for

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class RobotsMiddleware:
    """Settles what the robots.txt that the scheduler asked for says (RFC 9309).

    Its requests wait in the scheduler as any other and are followed through redirects. A host that wants fewer requests
    is waited for, faults are retried as the remedy table says; the origin's rows wait meanwhile, in the scheduler.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._remedies = RemedyConfig.from_settings(crawler.settings)
        self._retry_after_max_s = ThrottleConfig.from_settings(crawler.settings).retry_after_max_s
        self._rng = Random()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware if robots.txt is obeyed."""
        if robots_agent(crawler.settings) is None:
            raise NotConfigured  # nothing to warn of
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Count a request for robots.txt; one whose host is closed is settled unsent.

        :raises IgnoreRequest: to end it.
        """
        if keys.ROBOTS not in request.meta:
            return
        if verdict := request.meta.get(keys.VERDICT):
            self._desk.failed(request, Verdict(verdict, request.meta.get(keys.VERDICT_REASON, "")))
            raise IgnoreRequest
        self._crawler.stats.inc_value(keys.STAT_ROBOTS)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Settle the rules, or return the next try."""
        if keys.ROBOTS not in request.meta:
            return response
        if response.meta.get(keys.VERDICT) == ErrorSlug.CONTENT_ENCODING.value:
            return self._again(request, Failure(ErrorSlug.CONTENT_ENCODING)) or response
        if not leaves_open(response.status):
            self._desk.answered(request, response.status, response.body)
            return response
        wait_s = wait_asked_for(response.headers, now=clock.now())
        return self._again(request, Failure(slug_for_status(response.status), wait_s)) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the next try, or None: the origin's rows fail."""
        if keys.ROBOTS not in request.meta or keys.VERDICT in request.meta:
            return None
        if isinstance(exception, HostPaused):
            return request.replace()
        failure = failure_of(exception)
        return None if failure is None else self._again(request, failure)

    def _again(self, request: Request, failure: Failure) -> Request | None:
        tried = Tries(*request.meta[keys.ROBOTS]["tries"])
        planned = next_try(failure, tried, self._remedies, retry_after_max_s=self._retry_after_max_s, rng=self._rng)
        if planned is None:
            own = request.meta[keys.ROBOTS]["origin"] == str(origin_of(request.url))
            self._desk.failed(request, refusal(failure, own=own))
            return None
        delay_s, tries = planned
        again = request.replace()
        again.meta[keys.ROBOTS] = request.meta[keys.ROBOTS] | {"tries": list(tries)}
        again.meta[keys.NOT_BEFORE] = clock.now() + delay_s
        return again

    @property
    def _desk(self) -> Any:
        """The scheduler's desk, where the origin's rows wait."""
        engine: Any = self._crawler.engine
        return engine.scheduler.robots
