from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug, HostPaused, RowError, RunStopped
from imgcrawl.middlewares.robots import RobotsMiddleware
from tests.middlewares.benches import answer_to

URL = "http://a.test/robots.txt"


class Desk:
    """Notes what is settled."""

    def __init__(self) -> None:
        self.settled: list[tuple[Any, ...]] = []

    def answered(self, request: Request, status: int, body: bytes) -> None:
        self.settled.append((request.meta[keys.ROBOTS]["origin"], status, body))

    def failed(self, request: Request, refusal: tuple[str, str]) -> None:
        self.settled.append((request.meta[keys.ROBOTS]["origin"], *refusal))


class Bench:
    """The middleware with answers to feed it."""

    def __init__(self, **settings: Any) -> None:
        defaults = {"ROBOTSTXT_OBEY": True, "STATS_DUMP": False, "LOG_LEVEL": "INFO"}
        self.crawler: Any = SimpleNamespace(settings=Settings(defaults | settings))
        self.crawler.stats = MemoryStatsCollector(self.crawler)
        self.desk = Desk()
        self.crawler.engine = SimpleNamespace(scheduler=SimpleNamespace(robots=self.desk))
        self.middleware = RobotsMiddleware.from_crawler(self.crawler)

    def request(self, url: str = URL, **meta: Any) -> Request:
        return Request(url, meta={keys.ROBOTS: {"origin": "http://a.test", "tries": [0, 0]}} | meta)

    async def answered(self, request: Request, status: int, body: bytes = b"", **headers: str) -> Any:
        return await self.middleware.process_response(request, answer_to(request, status, body, **headers))


@pytest.fixture
def bench():
    """Set the middleware up."""
    return Bench()


def test_it_is_asked_for():
    """Where robots.txt is not to be obeyed there is no middleware for it."""
    with pytest.raises(NotConfigured):
        Bench(ROBOTSTXT_OBEY=False)


@pytest.mark.parametrize("status", [200, 302, 404])
async def test_answers_settle_it(bench, status):
    """A good answer, a refusal and redirects that do not end are the scheduler's to read."""
    response = await bench.answered(bench.request(), status, b"x")
    assert response.status == status
    assert bench.desk.settled == [("http://a.test", status, b"x")]


async def test_faults_are_tried_again(bench):
    """A fault has it asked for once more, later, and the tries are counted across requests."""
    request = bench.request()
    await bench.middleware.process_request(request)
    again = await bench.answered(request, 500)
    assert (again.url, again.meta[keys.ROBOTS]["tries"]) == (URL, [0, 1])
    assert again.meta[keys.NOT_BEFORE] > 0
    again = await bench.answered(again, 429, Retry_After="5")
    assert again.meta[keys.ROBOTS]["tries"] == [1, 1]
    again = await bench.middleware.process_exception(again, RowError(ErrorSlug.TCP_RESET))
    assert again.meta[keys.ROBOTS]["tries"] == [1, 2]
    assert request.meta[keys.ROBOTS]["tries"] == [0, 0]
    assert bench.desk.settled == []
    assert bench.crawler.stats.get_value(keys.STAT_ROBOTS) == 1


async def test_what_stays_away_is_settled(bench):
    """When there is no point in another try the rows get their verdict; the answer goes nowhere."""
    assert await bench.middleware.process_exception(bench.request(), RowError(ErrorSlug.DNS_NXDOMAIN)) is None
    elsewhere = bench.request("http://b.test/robots.txt")
    assert await bench.middleware.process_exception(elsewhere, RowError(ErrorSlug.DNS_NXDOMAIN)) is None
    assert [settled[1] for settled in bench.desk.settled] == ["dns_nxdomain", "policy_robots_unreachable"]


async def test_a_body_that_cannot_be_unpacked_is_a_fault(bench):
    """What stands in a body whose encoding is broken is not known, so it does not count as nothing.

    It is asked for twice more, as the damage may be chance.
    """
    tries, answer = 0, bench.request()
    while isinstance(answer, Request):
        response = Response(URL, body=b"junk", request=answer)
        response.meta[keys.VERDICT] = ErrorSlug.CONTENT_ENCODING.value
        tries, answer = tries + 1, await bench.middleware.process_response(answer, response)
    assert tries == 3
    assert [settled[1] for settled in bench.desk.settled] == ["policy_robots_unreachable"]


async def test_a_pause_costs_no_try(bench):
    """A request that its host's pause overtook is queued again as it was."""
    request = bench.request()
    again = await bench.middleware.process_exception(request, HostPaused())
    assert again.meta[keys.ROBOTS]["tries"] == [0, 0]
    assert bench.desk.settled == []


async def test_the_end_of_the_run_settles_nothing(bench):
    """Rows that wait when the run ends have no outcome."""
    assert await bench.middleware.process_exception(bench.request(), RunStopped("over")) is None
    assert bench.desk.settled == []


async def test_a_closed_host_is_not_asked(bench):
    """When the host was given up, so is its robots.txt, with the same verdict, once and unsent."""
    request = bench.request(**{keys.VERDICT: "http_429", keys.VERDICT_REASON: "left alone"})
    with pytest.raises(IgnoreRequest) as caught:
        await bench.middleware.process_request(request)
    assert await bench.middleware.process_exception(request, caught.value) is None
    assert bench.desk.settled == [("http://a.test", "http_429", "left alone")]
    assert bench.crawler.stats.get_value(keys.STAT_ROBOTS) is None


async def test_rows_never_wait_in_vain(bench):
    """When somebody else drops the request for robots.txt the rows that wait for it fail, and do not wait for ever."""
    assert await bench.middleware.process_exception(bench.request(), IgnoreRequest("dropped")) is None
    assert [settled[1] for settled in bench.desk.settled] == ["policy_robots_unreachable"]


async def test_other_requests_pass(bench):
    """Only requests for robots.txt are this middleware's business."""
    request = Request("http://a.test/1.jpg")
    await bench.middleware.process_request(request)
    assert (await bench.answered(request, 500)).status == 500
    assert await bench.middleware.process_exception(request, RowError(ErrorSlug.TCP_RESET)) is None
    assert bench.desk.settled == []
