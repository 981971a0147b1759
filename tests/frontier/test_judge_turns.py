"""Hosts that have turned, as the judge deals with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.frontier.hold import Miss
from imgcrawl.remedies.attempts.state import new_refusals

if TYPE_CHECKING:
    from tests.frontier.benches import Bench

S = ErrorSlug
DAY_S = 86_400.0


def turn(bench: Bench, *, at: float, rows: tuple[int, ...] = (1, 2), kind: str = "http_403 guard") -> list[bool]:
    """Let *rows* fail alike at a host that has given images, others waiting; say which are to wait."""
    for row in (98, 99):
        bench.judge.gave("a", row, new_refusals(), sent_at=1000.0)
    misses = [Miss(row, new_refusals(), kind, 1000 + at - 0.1) for row in rows]
    return [bench.judge.turned("a", miss, now=1000 + at) is not None for miss in misses]


def test_a_host_that_has_turned_is_left_alone_and_narrowed(bench):
    """It is a complaint that the host has not made: one pause, until it is asked; one at a time, and slower."""
    bench.slot.in_flight = 4
    assert turn(bench, at=1) == [False, True]
    assert (bench.slot.paused_until, bench.slot.width.now, bench.slot.delay) == (1006.0, 1, 0.5)
    assert bench.slot.suspected
    assert not bench.slot.rate.proven
    assert bench.told == [("a", True), ("a", False)]


@pytest.mark.parametrize(
    ("failure", "counts"),
    [("http_500", False), ("http_502", False), ("http_403", True), ("http_509", True), ("tcp_reset", True)],
)
def test_a_host_that_was_out_of_order_may_have_its_pace_back_quickly(bench, failure, counts):
    """Errors of a gateway are no word on the number of requests; refusals and broken connections may be."""
    bench.answer(0.1)
    turn(bench, at=1, kind=f"{failure} nginx text/html")
    assert (bench.slot.delay, bench.slot.rate.counts) == (0.5, counts)


def test_asking_in_vain_is_no_new_complaint(bench):
    """Each further failure puts the next probe off, and slows the host down no more."""
    turn(bench, at=1)
    bench.queues.push("a", "waiting")
    assert bench.judge.turned("a", Miss(3, new_refusals(), "http_403 guard", 1006.0), now=1006.1)
    assert (bench.slot.paused_until, bench.slot.rate.incidents, bench.slot.delay) == (1011.1, 1, 0.5)


def test_a_longer_pause_is_kept(bench):
    """A host that has named a time is not asked before."""
    bench.complain(0, sent=0, wait_s=60.0)
    turn(bench, at=1)
    bench.queues.push("a", "waiting")
    assert bench.queues.pop(1060.9) is None
    assert bench.queues.pop(1061.1) is not None


def test_a_host_whose_rows_were_to_blame_has_its_pace_back(bench):
    """What the suspicion has cost is taken back when a row fails though others are given."""
    bench.slot.in_flight = 3
    blamed = new_refusals()
    for row in (98, 99):
        bench.judge.gave("a", row, new_refusals(), sent_at=1000.0)
    bench.judge.turned("a", Miss(1, blamed, "http_403", 1001.0), now=1001.1)
    bench.judge.turned("a", Miss(2, new_refusals(), "http_403", 1001.0), now=1001.1)
    assert (bench.slot.width.ceiling, bench.slot.width.single_connection) == (2, True)
    for n in (3, 4):
        bench.judge.gave("a", n, new_refusals(), sent_at=1003.0 + n)
    bench.slot.in_flight = 1
    assert bench.judge.turned("a", Miss(1, blamed, "http_403", 1008.0), now=1008.1)
    assert not bench.judge.turned("a", Miss(1, blamed, "http_403", 1015.0), now=1015.1)
    assert (bench.slot.delay, bench.slot.width.ceiling, bench.slot.suspected) == (0.0, 8, False)
    bench.complain(20, sent=19)
    bench.judge.acquitted("a")
    assert bench.slot.delay == 0.5


def test_who_had_pauses_enough_is_not_held(bench):
    """A host that gives little for long pauses comes to an end."""
    bench.slot.rate.spent_s = 301.0
    assert turn(bench, at=1) == [False, False]


def test_rows_that_have_not_failed_ask_whether_a_host_is_back(bench):
    """Of what is ready the last is sent, one at a time; what comes back waits behind it."""
    for item in ("next", "last"):
        bench.queues.push("a", item)
    turn(bench, at=1)
    bench.queues.push("a", "failed", not_before=1001.0, first=True)
    assert bench.queues.pop(1005.9) is None
    assert bench.queues.pop(1006.1).item == "last"
    assert bench.queues.pop(1006.2) is None


def test_a_host_that_only_says_what_it_lacks_is_not_watched(bench):
    """Dead links of many hosts take no room for what says whether a host has turned."""
    bench.judge.spoke("a", sent_at=1000.0)
    assert bench.slot.hold is None
