"""Which request is handed out, and when."""

from __future__ import annotations

import asyncio
import time

import pytest
from scrapy import Request

from imgcrawl import keys
from imgcrawl.remedies.answers.failures import Slowdown
from tests.scheduler.benches import drain, give_up, make, push, row_begun


async def test_a_host_starts_narrow():
    """A host that has not answered yet gets no more requests at a time than the setting says."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=2)
    push(scheduler, *[f"http://a.test/{n}" for n in range(5)])
    assert len(drain(scheduler)) == 2
    assert len(scheduler) == 3
    assert scheduler.has_pending_requests()


async def test_start_is_bounded_by_the_most():
    """The start is never wider than the most."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY=1, IMGCRAWL_HOST_CONCURRENCY_START=5)
    push(scheduler, *[f"http://a.test/{n}" for n in range(5)])
    assert len(drain(scheduler)) == 1


@pytest.mark.parametrize("name", ["DOWNLOAD_DELAY", "IMGCRAWL_HOST_DELAY_SECONDS"])
async def test_a_host_is_asked_no_faster_than_the_settings_say(name):
    """The least time between two requests to a host is kept from the first on, by whichever name it is set."""
    scheduler, _ = make(**{name: 60})
    push(scheduler, "http://a.test/1", "http://a.test/2", "http://b.test/1")
    assert sorted(drain(scheduler)) == ["http://a.test/1", "http://b.test/1"]
    assert scheduler.slot("a.test").delay == 60.0


async def test_a_release_makes_room_once():
    """A request that is done makes room for one more, and cannot do so twice."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=1)
    push(scheduler, *[f"http://a.test/{n}" for n in range(4)])
    request = scheduler.next_request()
    assert request is not None
    assert request.meta[keys.SENT_AT] <= time.time()
    scheduler.release(request)
    scheduler.release(request)
    assert drain(scheduler) == ["http://a.test/1"]


@pytest.mark.parametrize("slot", ["other.test", None])
async def test_a_release_does_not_rest_on_meta(slot):
    """What a middleware makes of the meta of a request that was handed out neither fails its release nor moves it."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=1)
    push(scheduler, "http://a.test/1", "http://a.test/2")
    request = scheduler.next_request()
    assert request is not None
    request.meta.clear()
    if slot is not None:
        request.meta.update({"download_slot": slot, keys.SENT_AT: time.time()})
    scheduler.release(request)
    assert drain(scheduler) == ["http://a.test/2"]


async def test_a_copy_has_no_part_in_what_became_of_the_first():
    """A redirect's request or a next try is sent, and elsewhere as that host allows, whatever its model's meta says."""
    scheduler, _ = make()
    meta = {keys.VERDICT: "policy_opt_out", keys.VERDICT_REASON: "noai", keys.SINGLE_CONNECTION: True}
    push(scheduler, "http://a.test/1", meta=meta)
    request = scheduler.next_request()
    assert request is not None
    assert not meta.keys() & request.meta.keys()
    assert keys.SENT_AT in request.meta


async def test_a_copy_that_is_not_sent_has_no_time_of_its_own():
    """A redirect's request that fails unsent was not asked for when the one before it was."""
    scheduler, _ = make()
    push(scheduler, "http://a.test/1")
    first = scheduler.next_request()
    give_up(scheduler, first.replace(url="https://a.test/1"))
    scheduler.enqueue_request(first.replace(url="https://a.test/2"))
    unsent = scheduler.next_request()
    assert keys.VERDICT in unsent.meta
    assert keys.ASKED_AT in first.meta
    assert keys.ASKED_AT not in unsent.meta


async def test_a_complaint_outlasts_the_slot_of_its_host(clock):
    """A host that makes room for others is met again with the delay that it was found to want, and one at a time."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=4)
    scheduler._queues._keep_idle = 2
    push(scheduler, "http://a.test/1")
    first = scheduler.next_request()
    scheduler.reports.complained(first, Slowdown(1.0, overload=False))
    scheduler.release(first)
    before = scheduler.slot("a.test").standing()
    clock.at += 10.0
    for n in range(5):
        push(scheduler, f"http://h{n}.test/")
        scheduler.release(scheduler.next_request())
    assert "a.test" not in scheduler._queues
    assert before.delay_s > 0
    slot = scheduler.slot("a.test")
    assert (slot.delay, slot.width.now) == (before.delay_s, 1)
    assert slot.standing() == before._replace(paused_until=0.0)


async def test_urgent_requests_overtake():
    """A request with priority goes before what already waits for its host."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=5)
    push(scheduler, "http://a.test/1", "http://a.test/2")
    push(scheduler, "http://a.test/urgent", priority=1)
    assert drain(scheduler)[0] == "http://a.test/urgent"


async def test_not_before_holds_a_request_and_wakes_the_engine(clock):
    """A request with a due time waits here, is handed out after it, and the engine is woken for it, not polled."""
    scheduler, crawler = make()
    push(scheduler, "http://a.test/1", meta={keys.NOT_BEFORE: clock.at + 0.1})
    began = time.monotonic()
    assert scheduler.next_request() is None
    while not crawler.engine.woken:  # noqa: ASYNC110 - the engine has no event to wait for
        await asyncio.sleep(0.01)
    assert time.monotonic() >= began + 0.1
    clock.at += 0.1
    request = scheduler.next_request()
    assert request is not None
    assert keys.NOT_BEFORE not in request.meta


async def test_a_paused_host_keeps_nobody_else_waiting(clock):
    """A pause holds one host; when it ends the host is asked again."""
    scheduler, _ = make()
    push(scheduler, "http://a.test/1", "http://b.test/1")
    scheduler._queues.pause("a.test", clock.at + 0.1)
    assert drain(scheduler) == ["http://b.test/1"]
    clock.at += 0.1
    assert drain(scheduler) == ["http://a.test/1"]


async def test_a_copy_of_a_request_under_way_takes_no_place_from_others():
    """A redirect's request, copied from one that was sent, frees no place that it never had when its port is closed."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=1, IMGCRAWL_HOST_CONCURRENCY=1)
    push(scheduler, "http://a.test/1")
    first = scheduler.next_request()
    give_up(scheduler, first.replace(url="https://a.test/1"))
    for n in range(3):
        scheduler.enqueue_request(first.replace(url=f"https://a.test/{n}"))
    scheduler.release(first)
    for _ in range(3):
        scheduler.release(scheduler.next_request())
    push(scheduler, "http://a.test/2", "http://a.test/3")
    assert drain(scheduler) == ["http://a.test/2"]


async def test_a_pause_overtakes_what_was_handed_out():
    """A request on its way is held back by a pause that begins meanwhile; one that never had a place is not."""
    scheduler, _ = make()
    push(scheduler, "http://a.test/1", "http://b.test/1")
    first, second = scheduler.next_request(), scheduler.next_request()
    assert not scheduler.is_paused(first)
    scheduler.reports.complained(first, Slowdown(60.0, overload=False))
    assert (scheduler.is_paused(first), scheduler.is_paused(second)) == (True, False)
    assert not scheduler.is_paused(Request("http://a.test/robots.txt"))
    scheduler.release(first)
    assert scheduler.is_paused(first)  # it may be sent again, to compare


async def test_a_host_that_wants_an_interval_is_paced():
    """Only what was handed out keeps to it."""
    scheduler, _ = make()
    push(scheduler, "http://a.test/1", "http://b.test/1")
    first, second = scheduler.next_request(), scheduler.next_request()
    scheduler.slot("a.test").keep_apart(2.0, 0.0)
    assert (scheduler.is_paced(first), scheduler.is_paced(second)) == (True, False)
    assert not scheduler.is_paced(Request("http://a.test/robots.txt"))
    scheduler.release(first)
    assert scheduler.is_paced(first)


async def test_a_pause_overtakes_what_was_handed_out_for_a_sister_machine():
    """What was handed out for another machine of the service is held back by the pause too."""
    scheduler, _ = make()
    push(scheduler, "http://img1.a.test/1", "http://img2.a.test/1")
    first, second = scheduler.next_request(), scheduler.next_request()
    scheduler.reports.complained(first, Slowdown(60.0, overload=False))
    assert scheduler.is_paused(second)


async def test_a_closed_host_fails_what_waits_and_what_comes():
    """Requests of a closed host come out at once with its verdict, and hold no place."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=1)
    push(scheduler, "http://a.test/1", "http://a.test/2")
    give_up(scheduler, Request("http://a.test/0", meta={"download_slot": "a.test"}))
    push(scheduler, "http://a.test/3")
    for _ in range(3):
        request = scheduler.next_request()
        assert request is not None
        assert request.meta[keys.VERDICT] == "tcp_refused"
        assert "could not be reached" in request.meta[keys.VERDICT_REASON]
        assert keys.SENT_AT not in request.meta
        scheduler.release(request)


async def test_a_port_that_is_down_closes_no_other():
    """What waits for a port that has been given up fails; the host's other ports are still asked."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=8)
    push(scheduler, "http://a.test:81/1")
    give_up(scheduler, scheduler.next_request())
    push(scheduler, "http://a.test:81/2", "http://a.test/3", "https://a.test/4")
    found = [scheduler.next_request() for _ in range(3)]
    assert {r.url: r.meta.get(keys.VERDICT) for r in found} == {
        "http://a.test:81/2": "tcp_refused",
        "http://a.test/3": None,
        "https://a.test/4": None,
    }


async def test_hosts_that_share_a_policy_share_their_limits():
    """All domains of Wikimedia are one slot, with the limits that it asks for."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=8)
    push(scheduler, *[f"https://{host}.wikimedia.org/{n}" for host in ("upload", "commons") for n in range(4)])
    policy = scheduler._policies.for_host("upload.wikimedia.org")
    assert policy is not None
    assert len(drain(scheduler)) <= (policy.concurrency or 0)


async def test_the_spider_waits_for_room():
    """Whoever brings requests waits while as many are held as the setting allows, and goes on when one has left."""
    scheduler, _ = make(IMGCRAWL_SCHEDULER_MAX_QUEUED=2)
    push(scheduler, "http://a.test/1", "http://b.test/1")
    waiting = asyncio.ensure_future(scheduler.wait_for_room())
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done
    assert scheduler.next_request() is not None
    await asyncio.wait_for(waiting, 30)


async def test_figures_at_the_end():
    """The statistics tell how many requests were held at most, and how many are left to the next run."""
    scheduler, crawler = make()
    push(scheduler, *[f"http://h{n}.test/" for n in range(5)])
    scheduler.next_request()
    scheduler.close("shutdown")
    assert crawler.stats.get_value(keys.STAT_QUEUED_MAX) == 5
    assert crawler.stats.get_value(keys.STAT_HELD) == 4


@pytest.mark.parametrize("url", ["http://A.test/1", "http://a.test:8080/1", "https://a.test/1"])
async def test_a_host_is_its_name(url):
    """Scheme, port and case make no other host."""
    scheduler, _ = make()
    assert scheduler.slot_key(Request(url)) == "a.test"


async def test_answers_get_their_turn_between_requests():
    """Many requests that are due are handed out in parts, and the engine is woken for the rest at once."""
    scheduler, crawler = make()
    push(scheduler, *(f"http://h{n}.test/" for n in range(40)))
    first = drain(scheduler)
    assert len(first) == 32
    await asyncio.sleep(0.05)
    assert crawler.engine.woken == 1
    assert len(first) + len(drain(scheduler)) == 40
    scheduler.close("finished")


async def test_it_is_hungry_when_its_hosts_are_busy():
    """The list is to be read on when the engine could send more than the hosts held here allow, not after a part."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=1)
    assert not scheduler.is_hungry
    push(scheduler, *(f"http://h{n}.test/" for n in range(40)), "http://h1.test/2")
    assert len(drain(scheduler)) == 32
    assert not scheduler.is_hungry
    assert len(drain(scheduler)) == 8
    assert scheduler.is_hungry
    push(scheduler, "http://other.test/")
    assert scheduler.next_request() is not None
    assert not scheduler.is_hungry
    scheduler.close("finished")


async def test_when_the_last_row_was_begun():
    """Of the rows that wait the latest first request is told, unless one has had none; what is no row's is left out."""
    scheduler, _ = make()
    assert scheduler.begun_last_at() == 0.0
    push(scheduler, "http://a.test/1", meta={keys.FETCH: row_begun(100.0)})
    push(scheduler, "http://b.test/2", meta={keys.FETCH: row_begun(130.0), keys.NOT_BEFORE: time.time() + 60})
    push(scheduler, "http://c.test/robots.txt", meta={keys.ROBOTS: True})
    assert scheduler.begun_last_at() == 130.0
    push(scheduler, "http://a.test/3", meta={keys.FETCH: row_begun(None)})
    assert scheduler.begun_last_at() is None
