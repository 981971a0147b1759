from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.lab.limits import GRACE_S, Concurrent, FixedWindow, SlidingWindow, TokenBucket, limited, note_early, tell
from imgcrawl.lab.model import HostState
from imgcrawl.lab.replies import good, refusal

gaps = st.lists(st.floats(0, 2), min_size=1, max_size=60)


def _admitted(rule, gaps):
    state, now, admitted = HostState(), 1000.0, []
    for gap in gaps:
        now += gap
        if rule.wait_s(state, now) == 0:
            admitted.append(now)
    return admitted


@settings(max_examples=100)
@given(gaps)
def test_sliding_window_never_admits_more_than_its_count(gaps):
    """No span of the window's length holds more than the count."""
    admitted = _admitted(SlidingWindow(3, 1.5), gaps)
    for start in admitted:
        assert sum(start <= stamp < start + 1.5 for stamp in admitted) <= 3


@settings(max_examples=100)
@given(gaps)
def test_fixed_window_never_admits_more_than_its_count(gaps):
    """No window, counted from the clock's zero, holds more than the count."""
    admitted = _admitted(FixedWindow(3, 2), gaps)
    windows = [stamp // 2 for stamp in admitted]
    assert max(map(windows.count, windows), default=0) <= 3


@settings(max_examples=100)
@given(gaps)
def test_token_bucket_never_admits_more_than_rate_and_burst(gaps):
    """Any span holds at most the burst and what the rate gives in that time."""
    admitted = _admitted(TokenBucket(2, 4), gaps)
    for index, start in enumerate(admitted):
        for later, end in enumerate(admitted[index:], 1):
            assert later <= 4 + 2 * (end - start) + 1e-6


@pytest.mark.parametrize("rule", [SlidingWindow(3, 1.5), FixedWindow(3, 2), TokenBucket(2, 4)])
def test_who_waits_as_long_as_asked_is_served(rule):
    """The wait that a rule names is long enough."""
    state, now = HostState(), 1000.25
    for _ in range(20):
        wait = rule.wait_s(state, now)
        if wait:
            now += wait + 1e-6
            assert rule.wait_s(state, now) == 0


def test_concurrent_counts_requests_in_flight():
    """The request in hand is among those in flight."""
    rule, state = Concurrent(2, 0.2), HostState(in_flight=2)
    assert rule.wait_s(state, 0) == 0
    state.in_flight = 3
    assert rule.wait_s(state, 0) == 0.2


@pytest.fixture
def host(plan_of, visit_of):
    """Visits one host under a limit of one request in 10 s that asks to wait and bans for 20 s."""
    row = plan_of(1, "plain").rows[0]

    def refuse(visit, wait):
        if visit.now >= visit.state.banned_until:
            tell(visit, wait)
        return refusal(429)

    answer = limited(SlidingWindow(1, 10), refuse, good, ban_s=20)

    def visit(at):
        made = visit_of(row, at=at)
        return answer(made).label, made.violations

    return visit


def test_a_request_inside_a_wait_is_a_violation_and_earns_a_ban(host):
    """After the grace, a request before the wait is over is noted, and the host closes for the ban's length."""
    assert host(100.0) == ("200", [])
    assert host(100.1) == ("429", [])
    assert host(100.1 + GRACE_S / 2) == ("429", [])
    assert host(103.0) == ("429", ["inside-retry-after"])
    assert host(110.5) == ("429", [])
    assert host(123.5) == ("200", [])


def test_who_waits_breaks_no_rule(host):
    """A request after the wait is served and not noted."""
    assert host(100.0) == ("200", [])
    assert host(100.1) == ("429", [])
    assert host(110.1) == ("200", [])


def test_a_later_refusal_prolongs_the_wait(plan_of, visit_of):
    """What was asked for last holds, if it ends later."""
    row = plan_of(1, "plain").rows[0]
    tell(visit_of(row, at=100), 2)
    tell(visit_of(row, at=101), 5)
    early, due = visit_of(row, at=105), visit_of(row, at=106)
    note_early(early)
    note_early(due)
    assert (early.violations, due.violations) == (["inside-retry-after"], [])
