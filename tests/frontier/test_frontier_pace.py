"""At which pace a host is let in that was left alone."""

from __future__ import annotations

from itertools import accumulate
from random import Random

import pytest

from imgcrawl.frontier import HostSlot
from imgcrawl.frontier.chance import Chance
from imgcrawl.frontier.pace import Pace


def asked(gap_s: float, *, times: int = 40) -> Pace:
    """Return the pace of a host that was asked so often, *gap_s* apart, the last time at 1,000."""
    pace = Pace(1000 - times * gap_s)
    for number in range(1, times + 1):
        pace.sent(1000 - (times - number) * gap_s, left_alone_until=0.0)
    return pace


def gaps_after(pace: Pace, at: float, *, left_alone_until: float, count: int = 60) -> list[float]:
    """Return what the pace leaves between so many requests from *at* on."""
    gaps = []
    for _ in range(count):
        gaps.append(pace.sent(at, left_alone_until=left_alone_until))
        at += gaps[-1] or 0.001
    return gaps


def test_a_host_that_was_left_alone_has_the_pace_it_had_and_then_more():
    """Of what has gathered six go in the first second where four did before, and after two seconds all may go."""
    gaps = gaps_after(asked(0.25), 1020.0, left_alone_until=1020.0)
    assert gaps[0] == pytest.approx(0.25, rel=0.01)
    assert sum(at < 1.0 for at in accumulate(gaps)) == 5
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] == 0.0
    assert 1.5 < sum(gaps) < 1.7


@pytest.mark.parametrize(("gap_s", "most_s"), [(0.005, 0.04), (0.05, 0.34), (3.0, 1.7)])
def test_a_host_that_bore_more_has_more_at_once(gap_s, most_s):
    """No host loses more than 1.7 s, however seldom it was asked; a quick one loses nothing to speak of."""
    assert sum(gaps_after(asked(gap_s), 1020.0, left_alone_until=1015.0)) < most_s


@pytest.mark.parametrize(("at", "until"), [(1020.0, 990.0), (1000.5, 1000.5)], ids=["idle", "a-moment"])
def test_only_who_was_left_alone_is_let_in_slowly(at, until):
    """Where nothing waited, or for less than a second, nothing has gathered."""
    assert gaps_after(asked(0.25), at, left_alone_until=until, count=3) == [0.0] * 3


def let_in(slot: HostSlot) -> float:
    """Return after how many seconds the second request may go to a host that was left alone."""
    rng = Random(1)
    for number in range(20):
        slot.waiting.add(number, 0.0)
    for number in range(10):
        slot.take(1000 + number / 4, rng)
    slot.in_flight, slot.paused_until = 0, 1020.0
    assert slot.eligible_at() == 1020.0
    slot.take(1020.0, rng)
    return slot.eligible_at() - 1020.0


def test_a_slot_keeps_to_the_pace():
    """What waited for the end of a pause leaves one by one, and the first at once."""
    assert 0.1 < let_in(HostSlot("a", concurrency=9, most_concurrency=9, delay=0.0)) < 0.3


def test_a_host_that_fails_at_any_pace_has_all_at_once():
    """A pause comes after each of its failures; to let it in slowly each time would make it slow for good."""
    slot = HostSlot("a", concurrency=9, most_concurrency=9, delay=0.0)
    slot.rate.chance = Chance()
    slot.rate.chance.settled(9.0)
    assert let_in(slot) <= 0.0
    slot = HostSlot("a", concurrency=9, most_concurrency=9, delay=0.0)
    slot.rate.chance = Chance()
    slot.rate.chance.trial.begin(990.0, 8.0, 0.0)
    assert let_in(slot) <= 0.0
