"""Complaints by chance, told from those about the pace, on models of hosts."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from imgcrawl.frontier.rate import HostRate

if TYPE_CHECKING:
    from collections.abc import Callable

    Host = Callable[[float], bool]
    """Says whether it gives what is asked for at an instant, in seconds."""

_LATENCY_S = 0.05
_WIDTH = 8


def bucket(per_s: float, burst: int) -> Host:
    """Give *burst* at once, and *per_s* a second."""
    tokens, last = float(burst), 0.0

    def gives(now: float) -> bool:
        nonlocal tokens, last
        tokens, last = min(burst, tokens + (now - last) * per_s), now
        has_one = tokens >= 1
        tokens -= has_one
        return has_one

    return gives


def window(most: int, seconds: float) -> Host:
    """Give *most* in each stretch of so many seconds, and count what is refused as well."""
    counts: dict[float, int] = {}

    def gives(now: float) -> bool:
        counts[now // seconds] = counts.get(now // seconds, 0) + 1
        return counts[now // seconds] <= most

    return gives


def dice(share: float, seed: int = 1) -> Host:
    """Refuse this *share* of all requests, whenever they come."""
    rng = Random(seed)
    return lambda now: rng.random() >= share


def turns(machines: int) -> Host:
    """Refuse each so many-th request: one machine of several that have it in turns is out of order."""
    count = 0

    def gives(now: float) -> bool:
        nonlocal count
        count += 1
        return count % machines != 0

    return gives


def crawl(gives: Host, *, overload: bool, rows: int = 300) -> tuple[float, int, bool]:
    """Get *rows* from a host that says 503 if *overload*, else 429, and never for how long.

    Return how many seconds that took, how many were refused, and whether it passed for chance.
    """
    rate, now, refused, was_chance = HostRate(), 0.0, 0, False
    cap_s = 8.0 if overload else 60.0
    while rows:
        if gives(now):
            rows -= 1
            rate.content(now)
            now += max(_LATENCY_S / _WIDTH, rate.delay_s * 1.05)
        else:
            refused += 1
            rate.complain(now, step_s=0.5, cap_s=cap_s, forgive_s=300.0, counts=not overload)
            was_chance = was_chance or rate.is_by_chance
            own_s = rate.pause_s(base_s=2.0, cap_s=8.0 if overload else 300.0)
            rate.paused(own_s)
            now += own_s
    return now, refused, was_chance


@pytest.mark.parametrize("overload", [False, True], ids=["429", "503"])
@pytest.mark.parametrize(
    ("host", "seconds", "refused"),
    [
        (lambda: bucket(2, 1), 190, 4),
        (lambda: bucket(2, 20), 160, 4),
        (lambda: bucket(1, 5), 330, 4),
        (lambda: bucket(1, 50), 280, 4),
        (lambda: bucket(0.3, 10), 1140, 6),
        (lambda: bucket(5, 30), 90, 2),
        (lambda: window(20, 10), 430, 6),
        (lambda: window(5, 5), 350, 4),
        (lambda: window(3, 3), 360, 4),
        (lambda: window(10, 3), 220, 4),
    ],
    ids=["2/s", "20+2/s", "5+1/s", "50+1/s", "10+0.3/s", "30+5/s", "20/10s", "5/5s", "3/3s", "10/3s"],
)
def test_a_host_that_counts_is_never_taken_for_chance(host, seconds, refused, overload):
    """Its pace is found with few refusals, however it counts."""
    took_s, were_refused, was_chance = crawl(host(), overload=overload)
    assert not was_chance
    assert took_s <= seconds
    assert were_refused <= refused


def test_a_burst_is_no_pace_that_a_host_has_borne():
    """Of one that gives thirty at once and five a second what counts is how long its answers took, be there many."""
    *_, was_chance = crawl(bucket(5, 30), overload=True, rows=2000)
    assert not was_chance


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_a_host_that_fails_by_chance_is_not_slowed_down(share, seed):
    """A server of several that is out of order costs its retries and their pauses, and no ever longer delay."""
    took_s, refused, was_chance = crawl(dice(share, seed), overload=True)
    assert was_chance
    assert took_s < 300 + 300 * share * 10
    assert refused < 300 * share * 2.5 + 10


@pytest.mark.parametrize("overload", [False, True], ids=["429", "503"])
@pytest.mark.parametrize("machines", [2, 3, 5])
def test_machines_that_take_turns_are_not_slowed_down(machines, overload):
    """A host that gives but one image between two refusals gives as many at any pace: each costs a pause."""
    took_s, refused, was_chance = crawl(turns(machines), overload=overload)
    assert was_chance
    assert refused <= 300 / (machines - 1)
    assert took_s < 2.0 * refused + 120


def test_a_host_that_gives_one_image_in_a_while_counts():
    """One in four, ten or twenty seconds is a rate, however often a pause was what helped."""
    for seconds in (4.0, 10.0, 20.0):
        assert not crawl(window(1, seconds), overload=True, rows=60)[2]
        assert not crawl(bucket(1 / seconds, 1), overload=True, rows=60)[2]


def test_a_429_by_chance_does_not_end_in_the_longest_delay():
    """One request in twenty, whatever the pace: 300 rows are through in minutes."""
    took_s, _, was_chance = crawl(dice(0.05), overload=False)
    assert was_chance
    assert took_s < 300
