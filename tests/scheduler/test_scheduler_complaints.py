"""What hosts complain of holds for what is handed out, and others are told."""

from __future__ import annotations

import itertools
import time
from typing import Any

from scrapy import Request

from imgcrawl import keys
from imgcrawl.frontier import Standing
from imgcrawl.remedies.answers.failures import Slowdown
from imgcrawl.remedies.attempts.state import new_refusals, new_state
from tests.scheduler.benches import drain, make, push


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
