"""Rows that wait here end when their time is over."""

from __future__ import annotations

import pytest
from scrapy import Request

from imgcrawl import keys
from imgcrawl.remedies.answers.failures import Slowdown
from imgcrawl.transport.pause import Awaited
from tests.scheduler.benches import drain, make, row_begun

URL = "http://a.test/1"
REASON = "its time, IMGCRAWL_URL_DEADLINE_SECONDS, was over"


@pytest.fixture
def scheduler(clock):
    """Make a scheduler that gives rows 10 s, and has just been asked by a host to be left alone for a minute."""
    assert clock.at == 1000.0
    scheduler, _ = make(IMGCRAWL_URL_DEADLINE_SECONDS=10)
    scheduler.enqueue_request(Request("http://a.test/0"))
    refused = scheduler.next_request()
    scheduler.reports.complained(refused, Slowdown(60.0, overload=False))
    scheduler.release(refused)
    yield scheduler
    scheduler.close("finished")


@pytest.mark.parametrize(
    ("url", "trail", "slug"),
    [
        (URL, [{"error": "http_503"}], "http_503"),
        (URL, [], "http_429"),
        ("http://b.test/1", [], "http_redirect_loop"),
    ],
    ids=["met-last", "led-to-a-paused-host", "led-on"],
)
async def test_a_row_ends_by_what_it_met(scheduler, clock, url, trail, slug):
    """A row whose time is over is handed out to fail, by what it met last, else by where it was led."""
    row = row_begun(995.5) | {"trail": trail}
    scheduler.enqueue_request(Request(url, meta={keys.FETCH: row, keys.NOT_BEFORE: 1090.0}))
    clock.at = 1005.9
    assert scheduler.next_request() is None
    clock.at = 1006.0
    ended = scheduler.next_request()
    assert (ended.meta[keys.VERDICT], ended.meta[keys.VERDICT_REASON]) == (slug, REASON)
    assert keys.SENT_AT not in ended.meta
    assert len(scheduler) == 0


async def test_what_has_not_begun_has_all_its_time(scheduler, clock):
    """A row that has not been asked for waits as long as its host wants, and so does what is no row's."""
    scheduler.enqueue_request(Request(URL, meta={keys.FETCH: row_begun(None)}))
    scheduler.enqueue_request(Request("http://a.test/2"))
    clock.at = 1055.0
    assert scheduler.next_request() is None
    clock.at = 1062.0
    assert len(drain(scheduler)) == 1
    assert len(scheduler) == 1


async def test_the_engine_is_woken_for_it(scheduler):
    """The scheduler does not wait for an answer, or the end of the pause, to find that a row's time is over."""
    scheduler.enqueue_request(Request(URL, meta={keys.FETCH: row_begun(990.05)}))
    assert scheduler._queues.next_due() == 1001.0


async def test_an_outage_counts_for_no_row(scheduler, clock):
    """The time in which the network was down is added to that of the rows that wait, and of those in flight."""
    waiting, in_flight = row_begun(999.0), row_begun(999.0)
    scheduler.enqueue_request(Request("http://b.test/1", meta={keys.FETCH: in_flight}))
    assert scheduler.next_request() is not None
    scheduler.enqueue_request(Request(URL, meta={keys.FETCH: waiting}))
    scheduler.deadlines.outage_changed(Awaited("no name server answers", 1000.0))
    clock.at = 1030.0
    assert scheduler.next_request() is None
    scheduler.deadlines.outage_changed(None)
    assert (waiting["excused_s"], in_flight["excused_s"]) == (30.0, 30.0)
    clock.at = 1038.0
    assert scheduler.next_request() is None
    clock.at = 1039.0
    assert scheduler.next_request().meta[keys.VERDICT] == "http_429"


async def test_a_standstill_counts_for_no_row(scheduler, clock):
    """So is the time in which this process stood still; a row counts once, however many of its requests wait."""
    row = row_begun(999.0)
    for url in (URL, "http://a.test/2"):
        scheduler.enqueue_request(Request(url, meta={keys.FETCH: row}))
    clock.at = 1020.0
    scheduler.deadlines.excuse(20.0)
    assert row["excused_s"] == 20.0
    assert scheduler.next_request() is None
