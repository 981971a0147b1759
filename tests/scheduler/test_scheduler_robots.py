"""Rows wait in the scheduler for the robots.txt of their origin."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest
from twisted.python.failure import Failure

from imgcrawl import keys
from imgcrawl.errors import RunStopped
from tests.scheduler.benches import drain, make, push, row_begun

if TYPE_CHECKING:
    from imgcrawl.scheduler import HostScheduler


def settled(scheduler: HostScheduler) -> Any:
    """Take the request for robots.txt that is due."""
    request = scheduler.next_request()
    assert request is not None
    assert request.url.endswith("/robots.txt")
    return request


async def test_rows_wait_for_robots_txt_without_holding_anything():
    """Where it is obeyed, robots.txt is asked for once and first; rows wait here meanwhile, and then go by it."""
    scheduler, crawler = make(ROBOTSTXT_OBEY=True, ROBOTSTXT_USER_AGENT="imgcrawl", IMGCRAWL_HOST_CONCURRENCY_START=4)
    push(scheduler, *[f"http://a.test/{n}" for n in range(3)])
    request = settled(scheduler)
    assert request.meta["download_slot"] == "a.test"
    assert scheduler.next_request() is None
    assert len(scheduler) == 3
    assert scheduler.slot("a.test").in_flight == 1
    scheduler.robots.answered(request, 200, b"User-agent: *\nDisallow: /1\nCrawl-delay: 30")
    assert crawler.engine.woken
    out = [scheduler.next_request() for _ in range(2)]
    assert [r and (r.url, r.meta.get(keys.VERDICT)) for r in out] == [("http://a.test/1", "policy_robots"), None]
    assert scheduler.slot("a.test").delay == 30.0
    assert len(scheduler) == 2


async def test_a_row_waits_for_robots_txt_as_long_as_it_has_time(clock):
    """One that was led to another origin ends in time, whatever becomes of that; what is excused is, here too."""
    scheduler, crawler = make(ROBOTSTXT_OBEY=True, IMGCRAWL_URL_DEADLINE_SECONDS=10)
    row = row_begun(990.05)
    push(scheduler, "http://a.test/1", meta={keys.FETCH: row})
    push(scheduler, "http://a.test/2", meta={keys.FETCH: row_begun(999.0)})
    scheduler.deadlines.excuse(0.2)
    assert row["excused_s"] == 0.2
    settled(scheduler)
    clock.at = 1000.2
    await asyncio.sleep(0.2)
    assert scheduler.next_request() is None
    clock.at, woken = 1000.3, crawler.engine.woken
    while (late := scheduler.next_request()) is None:  # noqa: ASYNC110 - the scheduler says it to nobody else
        await asyncio.sleep(0.01)
    assert crawler.engine.woken > woken
    assert (late.url, late.meta[keys.VERDICT]) == ("http://a.test/1", "http_redirect_loop")
    assert scheduler.next_request() is None
    assert len(scheduler) == 1


async def test_robots_txt_of_each_origin():
    """Each port and scheme has its own; a request for robots.txt, or one that is not to obey it, needs none."""
    scheduler, _ = make(ROBOTSTXT_OBEY=True, IMGCRAWL_HOST_CONCURRENCY_START=8)
    push(scheduler, "http://a.test/1", "https://a.test/1", "http://a.test:81/1")
    push(scheduler, "http://b.test/1", meta={"dont_obey_robotstxt": True})
    assert sorted(drain(scheduler)) == [
        "http://a.test/robots.txt", "http://a.test:81/robots.txt", "http://b.test/1", "https://a.test/robots.txt",
    ]  # fmt: skip


async def test_robots_txt_is_disobeyed_on_request_alone():
    """As in Scrapy ``dont_obey_robotstxt`` counts by its value."""
    scheduler, _ = make(ROBOTSTXT_OBEY=True)
    push(scheduler, "http://a.test/1", meta={"dont_obey_robotstxt": False})
    assert drain(scheduler) == ["http://a.test/robots.txt"]


async def test_an_origin_has_one_robots_txt_however_it_is_spelt():
    """Case, a user's name and the port that goes without saying make no other origin."""
    scheduler, _ = make(ROBOTSTXT_OBEY=True, IMGCRAWL_HOST_CONCURRENCY_START=8)
    push(scheduler, "http://a.test/1", "http://A.test/2", "http://a.test:80/3", "http://me:secret@a.test/4")
    push(scheduler, "HTTP://a.test/5", meta={"verbatim_url": True})
    assert drain(scheduler) == ["http://a.test/robots.txt"]
    assert len(scheduler) == 5


async def test_a_robots_txt_that_is_lost_fails_its_rows():
    """Rows do not wait for a robots.txt whose request ended in its errback, unless the run ends; settled ones stay."""
    scheduler, _ = make(ROBOTSTXT_OBEY=True)
    push(scheduler, "http://a.test/1")
    request = settled(scheduler)
    request.errback(Failure(RunStopped("over")))
    assert scheduler.next_request() is None
    request.errback(Failure(IgnoreRequest("dropped")))
    scheduler.release(request)
    failed = scheduler.next_request()
    assert failed is not None
    assert failed.meta[keys.VERDICT] == "policy_robots_unreachable"
    request.errback(Failure(IgnoreRequest("late")))
    scheduler.robots.failed(request, ("dns_nxdomain", "its robots.txt was asked for first"))
    request.errback(Failure(IgnoreRequest("late")))
    push(scheduler, "http://a.test/2")
    failed = scheduler.next_request()
    assert failed is not None
    assert failed.meta[keys.VERDICT] == "dns_nxdomain"


async def test_a_robots_txt_that_fails_fails_its_rows():
    """Rows whose robots.txt cannot be had come out at once with its verdict, and so do later ones."""
    scheduler, _ = make(ROBOTSTXT_OBEY=True)
    push(scheduler, "http://a.test/1")
    scheduler.robots.failed(settled(scheduler), ("policy_robots_unreachable", "http_500"))
    push(scheduler, "http://a.test/2")
    for _ in range(2):
        request = scheduler.next_request()
        assert request is not None
        assert request.meta[keys.VERDICT] == "policy_robots_unreachable"
        assert keys.SENT_AT not in request.meta


async def test_rows_of_a_host_that_wants_a_day_between_two_fail_unsent():
    """A delay beyond what the run sits out ends the origin's rows, and slows nothing else of the host."""
    scheduler, _ = make(ROBOTSTXT_OBEY=True, IMGCRAWL_RETRY_AFTER_MAX_SECONDS=60)
    push(scheduler, "http://a.test/1", "http://a.test/2")
    scheduler.robots.answered(settled(scheduler), 200, b"User-agent: *\nCrawl-delay: 61")
    for _ in range(2):
        request = scheduler.next_request()
        assert request is not None
        assert request.meta[keys.VERDICT] == "policy_robots"
    assert scheduler.slot("a.test").delay < 1


async def test_rows_that_wait_for_robots_txt_count_as_held():
    """Rows are read no faster because their hosts' robots.txt is awaited."""
    scheduler, crawler = make(ROBOTSTXT_OBEY=True, IMGCRAWL_SCHEDULER_MAX_QUEUED=2)
    push(scheduler, "http://a.test/1", "http://a.test/2")
    settled(scheduler)
    assert scheduler.has_pending_requests()
    waiting = asyncio.ensure_future(scheduler.wait_for_room())
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done
    waiting.cancel()
    scheduler.close("shutdown")
    assert crawler.stats.get_value(keys.STAT_HELD) == 2
