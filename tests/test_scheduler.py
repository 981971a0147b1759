from __future__ import annotations

import asyncio
import itertools
import time
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from twisted.python.failure import Failure

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug, RunStopped
from imgcrawl.frontier import Standing
from imgcrawl.frontier.judge import Trouble
from imgcrawl.remedies.answers import Slowdown
from imgcrawl.remedies.state import new_refusals, new_state
from imgcrawl.scheduler import HostScheduler


class Engine:
    """Counts how often it is woken."""

    def __init__(self) -> None:
        self.woken = 0
        self._slot = SimpleNamespace(nextcall=SimpleNamespace(schedule=self._schedule))

    def _schedule(self) -> None:
        self.woken += 1


class Signals:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def send_catch_log(self, signal: object, *, standing: Standing | None) -> None:
        assert signal is keys.host_paused
        self.sent.append(standing)


def make(**settings: Any) -> tuple[HostScheduler, Any]:
    """Make a scheduler and its crawler."""
    crawler: Any = SimpleNamespace(settings=Settings({"STATS_DUMP": False, "LOG_LEVEL": "INFO"} | settings))
    crawler.stats, crawler.engine, crawler.signals = MemoryStatsCollector(crawler), Engine(), Signals()
    return HostScheduler.from_crawler(crawler), crawler


def drain(scheduler: HostScheduler) -> list[str]:
    """Return the addresses of all that may go out now."""
    urls = []
    while (request := scheduler.next_request()) is not None:
        urls.append(request.url)
    return urls


def give_up(scheduler: HostScheduler, request: Any) -> None:
    """Let the port of *request* be closed."""
    scheduler.reports.failed(request, Trouble(ErrorSlug.TCP_REFUSED, sent_at=time.time()))


def push(scheduler: HostScheduler, *urls: str, **fields: Any) -> None:
    """Queue requests."""
    for url in urls:
        scheduler.enqueue_request(Request(url, **fields))


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


async def test_urgent_requests_overtake():
    """A request with priority goes before what already waits for its host."""
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY_START=5)
    push(scheduler, "http://a.test/1", "http://a.test/2")
    push(scheduler, "http://a.test/urgent", priority=1)
    assert drain(scheduler)[0] == "http://a.test/urgent"


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """Hold the time, in epoch seconds, until the test moves it on."""
    held = SimpleNamespace(at=1000.0)
    monkeypatch.setattr("imgcrawl.clock.now", lambda: held.at)
    return held


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


async def test_a_complaint_is_made_known(clock):
    """Whoever keeps what hosts ask, and who sends, learns of each pause; an incident is counted once."""
    scheduler, crawler = make()
    push(scheduler, "http://a.test/1")
    request = scheduler.next_request()
    for wait_s in (5.0, 9.0, 7.0):
        scheduler.reports.complained(request, Slowdown(wait_s, overload=False))
    assert [s.paused_until - clock.at for s in crawler.signals.sent] == [6, 10]
    assert crawler.stats.get_value(keys.STAT_INCIDENTS) == 1


async def test_what_others_learnt_holds_from_the_first_request():
    """A host that complained to another process is left alone as soon as it is met, however one comes to it."""
    scheduler, crawler = make()
    now = time.time()
    push(scheduler, "http://met.test/1")
    scheduler.recall([Standing(f"{name}.test", now + 60, now, 2.0, 1.0, 1) for name in ("met", "later")])
    push(scheduler, "http://later.test/1", "http://other.test/1")
    assert drain(scheduler) == ["http://other.test/1"]
    assert scheduler.slot("later.test").delay == scheduler.slot("met.test").delay == 2.0
    assert crawler.signals.sent == [None]


async def test_after_a_complaint_no_connection_is_left_idle():
    """Until a host that complained has answered well, its requests are to be alone there."""
    scheduler, _ = make()
    push(scheduler, *[f"http://a.test/{n}" for n in range(4)])
    first = scheduler.next_request()
    scheduler.reports.complained(first, Slowdown(None, overload=True))
    scheduler.release(first)
    scheduler.slot("a.test").paused_until = scheduler.slot("a.test").delay = 0.0
    second = scheduler.next_request()
    assert (keys.SINGLE_CONNECTION in first.meta, keys.SINGLE_CONNECTION in second.meta) == (False, True)
    scheduler.reports.answered(second, well=True)
    scheduler.release(second)
    scheduler.slot("a.test").next_at = 0.0
    assert keys.SINGLE_CONNECTION not in scheduler.next_request().meta


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
    scheduler.robots_answered(request, 200, b"User-agent: *\nDisallow: /1\nCrawl-delay: 30")
    assert crawler.engine.woken
    out = [scheduler.next_request() for _ in range(2)]
    assert [r and (r.url, r.meta.get(keys.VERDICT)) for r in out] == [("http://a.test/1", "policy_robots"), None]
    assert scheduler.slot("a.test").delay == 30.0
    assert len(scheduler) == 2


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
    scheduler.robots_failed(request, ("dns_nxdomain", "its robots.txt was asked for first"))
    request.errback(Failure(IgnoreRequest("late")))
    push(scheduler, "http://a.test/2")
    failed = scheduler.next_request()
    assert failed is not None
    assert failed.meta[keys.VERDICT] == "dns_nxdomain"


async def test_a_robots_txt_that_fails_fails_its_rows():
    """Rows whose robots.txt cannot be had come out at once with its verdict, and so do later ones."""
    scheduler, _ = make(ROBOTSTXT_OBEY=True)
    push(scheduler, "http://a.test/1")
    scheduler.robots_failed(settled(scheduler), ("policy_robots_unreachable", "http_500"))
    push(scheduler, "http://a.test/2")
    for _ in range(2):
        request = scheduler.next_request()
        assert request is not None
        assert request.meta[keys.VERDICT] == "policy_robots_unreachable"
        assert keys.SENT_AT not in request.meta


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


async def test_a_row_that_is_refused_where_others_are_given_is_to_blame(monkeypatch):
    """The record of a row's refusals rides with it, and what they cost its host is taken back."""
    instants = itertools.count(2_000_000_000.0, 60.0)
    monkeypatch.setattr("imgcrawl.clock.now", lambda: next(instants))
    scheduler, _ = make(IMGCRAWL_HOST_CONCURRENCY=1)
    state = new_state(1, "", None)

    def send(**meta: Any) -> Request:
        scheduler.slot("a.test").paused_until = scheduler.slot("a.test").next_at = 0.0
        scheduler.enqueue_request(Request("http://a.test/1", meta=meta))
        request = scheduler.next_request()
        assert request is not None
        return request

    for others in (1, 0, 0):
        refused = send(imgcrawl_fetch=state)
        scheduler.reports.complained(refused, Slowdown(None, overload=False))
        scheduler.release(refused)
        for _ in range(others):
            given = send()
            scheduler.reports.answered(given, well=True)
            scheduler.release(given)
    assert state["refusals"]["own"]
    assert (scheduler.slot("a.test").rate.learnt, scheduler.slot("a.test").paused_until) == (False, 0.0)


async def test_a_row_that_is_given_after_all_has_a_clean_record():
    """A good answer ends the record of the row's refusals."""
    scheduler, _ = make()
    state = new_state(1, "", None)
    push(scheduler, "http://a.test/1", meta={"imgcrawl_fetch": state})
    request = scheduler.next_request()
    assert request is not None
    scheduler.reports.complained(request, Slowdown(None, overload=False))
    assert state["refusals"]["refused"]
    scheduler.reports.answered(request, well=True)
    assert state["refusals"] == new_refusals("a.test")


async def test_a_refused_row_goes_without_idle_connections_beside_it():
    """What a host refused once it is asked for again with no idle connection that it might mind."""
    scheduler, _ = make()
    state = new_state(1, "", None)
    for is_refused in (False, True):
        state["refusals"]["refused"] = is_refused
        push(scheduler, "http://a.test/1", meta={"imgcrawl_fetch": state})
        request = scheduler.next_request()
        assert request is not None
        assert (keys.SINGLE_CONNECTION in request.meta) is is_refused
