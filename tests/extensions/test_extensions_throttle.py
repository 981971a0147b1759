from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.extensions.throttle import HostThrottle
from imgcrawl.frontier import HostSlot

if TYPE_CHECKING:
    from imgcrawl.remedies.answers.failures import Slowdown


class Scheduler:
    """One slot, and what was complained of."""

    def __init__(self) -> None:
        self.host = HostSlot("a.test", concurrency=2, most_concurrency=8, delay=0.0)
        self.complaints: list[tuple[str, float, float | None, bool]] = []
        self.reports = self

    def slot(self, _key: str) -> HostSlot:
        return self.host

    def complained(self, request: Request, slowdown: Slowdown) -> None:
        self.complaints.append((request.meta["download_slot"], request.meta[keys.SENT_AT], *slowdown[:2]))


class Bench:
    """The extension with answers to feed it."""

    def __init__(self) -> None:
        settings = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_TARGET_CONCURRENCY": 8.0}
        crawler: Any = get_crawler(Spider, settings)
        self.scheduler = Scheduler()
        crawler.engine = SimpleNamespace(scheduler=self.scheduler)
        self.throttle = HostThrottle(crawler)
        self.throttle._spider_opened(Spider("x"))

    def answer(
        self,
        status: int,
        *,
        url: str = "http://a.test/1.jpg",
        sent: bool = True,
        latency: float = 0.8,
        meta: dict[str, Any] | None = None,
        **headers: str,
    ) -> Request:
        fixed = {"download_slot": "a.test", "download_latency": latency} | ({keys.SENT_AT: 5.0} if sent else {})
        request = Request(url, meta=fixed | (meta or {}))
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        response = Response(request.url, status=status, headers=fields, request=request)
        self.throttle._heed(request, status, response.headers)
        self.throttle._response_downloaded(response, request, Spider("x"))
        return request


@pytest.fixture
def bench():
    """Set the extension up."""
    return Bench()


@pytest.mark.parametrize(
    ("status", "headers", "complaint"),
    [
        (429, {}, (None, False)),
        (503, {}, (None, True)),
        (429, {"Retry_After": "7"}, (7.0, False)),
        (403, {"Retry_After": "7"}, (7.0, False)),
        (500, {}, None),
        (403, {}, None),
        (404, {"Retry_After": "0"}, None),
        (200, {"Retry_After": "7"}, None),
        (301, {"Retry_After": "7"}, None),
        (429, {"X_Vercel_Mitigated": "challenge"}, None),
        (429, {"X_Vercel_Mitigated": "challenge", "Retry_After": "7"}, (7.0, False)),
        (503, {"Cf_Mitigated": "challenge"}, None),
        (503, {"X_Cache": "HIT", "Age": "90211"}, None),
        (503, {"Age": "9", "Retry_After": "7"}, None),
        (503, {"Age": "4", "Retry_After": "7"}, (3.0, True)),
        (502, {"X_Cache": "HIT", "Retry_After": "7"}, (7.0, False)),
        (429, {"Age": "4", "Retry_After": "7"}, (3.0, False)),
        (503, {"X_Cache": "MISS", "Age": "0"}, (None, True)),
        (503, {"X_Cache": "Error from cloudfront"}, (None, True)),
        (429, {"X_Cache": "HIT"}, (None, False)),
    ],
)
def test_what_counts_as_a_wish_for_less(bench, status, headers, complaint):
    """429, 503 and any error that names a time are complaints; other answers, challenges and copies are not.

    A copy in a cache is one too while the time that it names is not over.
    """
    bench.answer(status, **headers)
    assert bench.scheduler.complaints == ([("a.test", 5.0, *complaint)] if complaint else [])


THUMBNAIL = "https://upload.wikimedia.org/wikipedia/commons/thumb/a/ab/X.jpg/800px-X.jpg"
FILE = "https://upload.wikimedia.org/wikipedia/commons/a/ab/X.jpg"


@pytest.mark.parametrize(
    ("status", "changed", "is_left"),
    [
        (429, {}, True),
        (429, {"meta": {}}, False),  # nobody would read it
        (429, {"url": FILE}, False),
        (503, {}, False),
        (429, {"Retry_After": "7"}, False),
        (429, {"X_RateLimit_Reset": "9"}, False),
    ],
)
def test_what_may_be_about_a_size_is_left_to_its_body(bench, status, changed, is_left):
    """A row's 429 for an address with a size in it, which names no time, may say that the size is not made."""
    request = bench.answer(status, **{"url": THUMBNAIL, "meta": {keys.FETCH: {}}} | changed)
    assert (keys.UNHEARD in request.meta, bench.scheduler.complaints == []) == (is_left, is_left)


def test_a_complaint_says_nothing_of_the_latency(bench):
    """A quick refusal does not speed things up, nor a slow one slow them down."""
    bench.answer(503, latency=8.0)
    assert bench.scheduler.host.delay == 0.0


def test_latency_sets_the_delay(bench):
    """As in AutoThrottle the delay approaches latency over target concurrency."""
    bench.answer(200, latency=0.8)
    assert bench.scheduler.host.delay == pytest.approx(0.1)


@pytest.mark.parametrize(("status", "delay_s"), [(404, 0.0625), (403, 0.0625), (302, 0.0625), (500, 0.1)])
def test_a_slow_answer_is_not_held_against_a_host_for_ever(bench, status, delay_s):
    """Whatever a host answers quickly again shortens its delay, but for faults of its own."""
    bench.answer(status, latency=0.8)
    bench.answer(status, latency=0.2)
    assert bench.scheduler.host.delay == pytest.approx(delay_s)


def test_a_host_without_images_recovers_too(bench):
    """After an incident a 404 counts as an image does, and a refusal does not."""
    host = bench.scheduler.host
    host.rate.complain(1.0, step_s=2.0, cap_s=60.0, forgive_s=300)
    for status, delay_s in ((403, 2.0), (404, 1.8)):
        for _ in range(20):
            bench.answer(status)
        assert host.delay == pytest.approx(delay_s)


def test_latency_has_no_say_after_an_incident(bench):
    """A host that has complained keeps the delay that it bears, however fast it answers."""
    host = bench.scheduler.host
    host.rate.complain(1.0, step_s=2.0, cap_s=60.0, forgive_s=300)
    bench.answer(200, latency=0.001)
    assert host.delay == 2.0
    for _ in range(20):
        bench.answer(200, latency=0.001)
    assert host.delay == pytest.approx(1.8)


def test_a_policys_delay_is_the_least(bench):
    """The delay never falls below what the host's policy asks for."""
    host = bench.scheduler.host
    host.rate.floor_s = 3.0
    bench.answer(200, latency=0.001)
    assert host.delay == 3.0


def test_what_was_not_sent_teaches_nothing(bench):
    """An answer from the page cache says nothing of the host."""
    bench.answer(429, sent=False)
    assert bench.scheduler.complaints == []
