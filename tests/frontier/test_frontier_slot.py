from __future__ import annotations

import tracemalloc
from random import Random

import pytest

from imgcrawl.frontier import HostSlot
from imgcrawl.frontier.blame import Blame
from imgcrawl.frontier.hold import Hold, Miss
from imgcrawl.frontier.outage import Outage
from imgcrawl.frontier.waiting import FIRST_OF_ALL
from imgcrawl.remedies.attempts.state import new_refusals

RNG = Random(1)


def make(**how) -> HostSlot:
    """Make the slot of a host."""
    return HostSlot("a", **({"concurrency": 1, "most_concurrency": 3, "delay": 0.0} | how))


def test_a_host_that_never_answered_is_given_up_at_once():
    """One URL in vain is enough for a stranger; one that has answered gets two more, and anew each time."""
    assert make().endpoint("").strike(1.0, 2.0)
    slot = make()
    for name in ("a:80", ""):
        slot.answered("a:80", well=False)
        assert [slot.endpoint(name).strike(at, at + 0.5) for at in (1.0, 2.0, 3.0)] == [False, False, True]
        slot.answered("a:80", well=True)
        assert [slot.endpoint(name).strike(at, at + 0.5) for at in (4.0, 5.0, 6.0)] == [False, False, True]


def test_what_is_first_of_all_goes_before_the_rows_that_are_to_tell():
    """While rows that have not failed go before those that wait to be asked again, what is urgent goes before both."""
    slot = make()
    slot.blame = Blame()
    slot.waiting.add("later", 1000.0)
    slot.waiting.add("urgent", FIRST_OF_ALL)
    slot.waiting.add("new", 0.0)
    assert slot.blame.wants_others
    assert [slot.take(2000.0, RNG) for _ in range(3)] == ["urgent", "new", "later"]


class Even:
    """Chance that adds nothing."""

    @staticmethod
    def uniform(low: float, _high: float) -> float:
        return low


@pytest.mark.parametrize(("floor_s", "gaps"), [(0.0, [0.009, 0.01, 0.01]), (0.01, [0.01, 0.01, 0.01])])
def test_a_late_timer_costs_no_pace(floor_s, gaps):
    """What the timers are late by is made up for, but neither idle time nor what a policy asks for."""
    slot = make(concurrency=9, delay=0.01)
    slot.rate.floor_s = floor_s
    slot.next_at = 100.0
    seen = []
    for late_s in (0.001, 0.0, 0.0):
        slot.waiting.add("x", 0.0)
        now = slot.next_at + late_s
        slot.take(now, Even)
        seen.append(round(slot.next_at - now, 6))
    assert seen == gaps
    slot.waiting.add("x", 0.0)
    slot.take(200.0, Even)
    assert slot.next_at == pytest.approx(200.01, abs=0.0021)


def test_what_is_taken_is_in_flight():
    """AutoThrottle reads from the slot how many requests are."""
    slot = make()
    slot.waiting.add("x", 0.0)
    slot.take(0.0, RNG)
    assert slot.in_flight == len(slot.transferring) == 1


def test_what_fails_together_is_one_strike():
    """Requests that were sent before the last strike say nothing new."""
    slot = make()
    slot.answered("a:80", well=True)
    endpoint = slot.endpoint("a:80")
    assert [endpoint.strike(at, 5.0) for at in (1.0, 1.1, 1.2, 4.9, 5.0)] == [False] * 5
    assert [endpoint.strike(6.0, 7.0), endpoint.strike(8.0, 9.0)] == [False, True]


def test_a_port_that_answers_says_nothing_of_another():
    """Answers by one port do not excuse another."""
    slot = make()
    slot.answered("a:80", well=True)
    assert slot.endpoint("a:443").strike(1.0, 2.0)


def test_when_it_may_send():
    """The latest of the item's own time, the delay and the pause decides; without items or room, never."""
    slot = make(delay=2.0)
    assert slot.eligible_at() == float("inf")
    slot.waiting.add("later", 50.0)
    assert slot.eligible_at() == 50.0
    slot.waiting.add("now", 0.0)
    assert slot.eligible_at() == 0.0
    assert slot.take(10.0, RNG) == "now"
    slot.waiting.add("next", 0.0)
    assert slot.eligible_at() == float("inf")
    slot.release(10.5, 10.0)
    assert 12.0 <= slot.eligible_at() <= 12.2
    slot.paused_until = 40.0
    assert slot.eligible_at() == 40.0


def narrowed(*, in_flight: int = 1) -> HostSlot:
    """Return the slot of a host that gave, complained at 10.0 with so many *in_flight*, and gave one more since."""
    slot = HostSlot("a", concurrency=8, most_concurrency=8, delay=0.0)
    slot.answered("a:80", well=True)
    slot.width.narrow(in_flight, 10.0, forgive_s=300.0)
    slot.width.content(11.0, forgive_s=300.0)
    for name in ("first", "second", "third"):
        slot.waiting.add(name, 0.0)
    slot.take(20.0, RNG)
    return slot


def test_a_request_that_is_stuck_holds_up_the_others_for_two_seconds():
    """A host that was narrowed for its pace has another beside one that nothing comes back from."""
    slot = narrowed()
    assert slot.eligible_at() == 22.0
    slot.take(22.0, RNG)
    assert slot.eligible_at() == 24.0
    slot.release(22.1, 22.0)
    assert slot.eligible_at() == 0.0


def test_a_slow_host_is_given_twice_as_long_as_its_last_answer_took():
    """It is not stuck, but slow."""
    slot = narrowed()
    slot.release(30.0, 20.0)
    slot.take(30.0, RNG)
    assert slot.eligible_at() == 50.0


def test_what_was_stuck_and_came_back_is_stuck_no_more():
    """Then the host has one at a time again."""
    slot = narrowed()
    slot.take(22.0, RNG)
    slot.release(22.5, 20.0)
    assert (slot.in_flight, slot.stuck) == (1, 0)
    assert slot.eligible_at() == 22.5 + 2 * 2.5


@pytest.mark.parametrize("why", ["crowded", "alone", "silent", "never complained", "turned", "out"])
def test_no_other_goes_beside_a_stuck_one_where_the_host_may_mind(why):
    """It refused the second of two, has given none alone since, nothing ever, has not complained, or is waited for."""
    slot = narrowed(in_flight=2 if why == "crowded" else 1)
    if why == "alone":
        slot.width.narrow(1, 12.0, forgive_s=300.0)
    elif why == "silent":
        slot.rate.has_given = False
    elif why == "never complained":
        slot.width.forgive()
        slot.width.now = 1
    elif why == "turned":
        slot.hold = Hold(5.0)
        slot.hold.is_on = True
    elif why == "out":
        slot.outage = Outage(1.0, 60.0)
        for row in (1, 2):
            slot.outage.missed(Miss(row, new_refusals(), "http_502", 19.0), 19.0)
    assert slot.eligible_at() == float("inf")


@pytest.mark.parametrize("change", ["ready", "delayed", "flying", "paused", "paced"])
def test_what_is_awaited_is_kept(change):
    """A slot may be dropped only when nothing is to be sent, and nothing is waited for."""
    slot = make()
    assert slot.idle(4.0)
    match change:
        case "ready":
            slot.waiting.add("x", 0.0)
        case "delayed":
            slot.waiting.add("x", 5.0)
        case "flying":
            slot.in_flight = 1
        case "paused":
            slot.paused_until = 5.0
        case "paced":
            slot.next_at = 5.0
    assert not slot.idle(4.0)
    assert slot.idle(5.0) == (change in ("paused", "paced"))


def test_what_a_host_has_taught_is_told():
    """A complaint, or that it bears few connections, is to be remembered beyond the slot, with its time."""
    slot = make()
    assert not slot.is_telling
    slot.width.narrow(3, 7.0, forgive_s=300)
    assert slot.is_telling
    assert (slot.standing().told_at, slot.standing().concurrency) == (7.0, 2)
    slot = make()
    slot.rate.complain(9.0, step_s=0.5, cap_s=60.0, forgive_s=300)
    assert slot.is_telling
    assert (slot.standing().told_at, slot.standing().delay_s) == (9.0, 0.5)


def ended(ending: str) -> HostSlot:
    """Return a slot that has nothing waiting, by this *ending*."""
    slot = make()
    if ending != "met":
        slot.waiting.add(1, 1.0 if ending == "retried" else 0.0)
    if ending == "rejected":
        slot.waiting.reject_all(lambda _: True, ("tcp_refused", "why"))
        slot.waiting.take_rejected()
    elif ending != "met":
        slot.take(2.0, RNG)
        slot.answered("a:80", well=True)
    return slot


@pytest.mark.parametrize("ending", ["met", "answered", "retried", "rejected"])
def test_a_host_with_nothing_waiting_is_small(ending):
    """What is kept of a host takes less than the empty queues would that most hosts have no use for.

    The least of three counts: what else runs in the process makes objects too.
    """
    sizes = []
    for _ in range(3):
        tracemalloc.start()
        slots = [ended(ending) for _ in range(1000)]
        size, _peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        sizes.append(size / len(slots))
    assert min(sizes) < 1000
