"""Complaints by chance, told from those about the pace, on models of hosts."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from imgcrawl.frontier.chance import Chance
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


def test_a_429_by_chance_does_not_end_in_the_longest_delay():
    """One request in twenty, whatever the pace: 300 rows are through in minutes."""
    took_s, _, was_chance = crawl(dice(0.05), overload=False)
    assert was_chance
    assert took_s < 300


def stretch(chance: Chance, answers: int, *, delay_s: float = 1.0, pause_s: float = 2.0, **complaint: bool) -> None:
    """Let a host give *answers* after a pause, and complain then."""
    chance.waited(pause_s)
    for _ in range(answers):
        chance.gave(delay_s)
    chance.complained(delay_s, **{"is_plain": True, "counts": True} | complaint)


def test_the_delay_grows_by_what_the_pause_had_saved_up():
    """A host that gave ten at a second each after a pause of two bears five sixths of that pace."""
    chance = Chance()
    chance.waited(2.0)
    for _ in range(10):
        chance.gave(1.0)
    assert chance.growth(1.0) == pytest.approx(1.2)
    assert chance.growth(0.1) == 2.0


def test_a_delay_that_was_not_tried_doubles():
    """Where the host has given nothing since its last complaint nothing is known of its pace."""
    chance = Chance()
    assert chance.growth(1.0) == 2.0
    chance.waited(2.0)
    assert chance.growth(1.0) == 2.0


def test_three_complaints_after_some_answers_each_are_chance():
    """Two are not, nor those that come after fewer answers than three."""
    chance = Chance()
    for _ in range(5):
        stretch(chance, 2, delay_s=0.1)
    for _ in range(2):
        stretch(chance, 3, delay_s=0.1)
    assert not chance.is_likely
    stretch(chance, 3, delay_s=0.1)
    assert chance.is_likely


def test_a_complaint_that_names_a_time_is_about_the_pace():
    """One such complaint ends the suspicion, and the series that led to it."""
    chance = Chance()
    for _ in range(3):
        stretch(chance, 9)
    stretch(chance, 9, is_plain=False)
    assert not chance.is_likely
    for _ in range(2):
        stretch(chance, 9)
    assert not chance.is_likely


@pytest.mark.parametrize(("reset_s", "is_chance"), [(9.0, False), (0.0, True)])
def test_a_host_that_says_when_it_counts_anew_counts(bench, reset_s, is_chance):
    """Its complaints are about the pace, be they ever so rare."""
    for n in range(5):
        bench.complain(100 * n, sent=100 * n - 1, reset_s=reset_s)
        for _ in range(9):
            bench.slot.rate.content(1050.0 + 100 * n)
    assert bench.slot.rate.is_by_chance is is_chance


def test_a_complaint_about_a_shortened_delay_is_no_chance():
    """The host may have minded just that."""
    chance = Chance()
    for _ in range(9):
        chance.gave(1.0)
        chance.eased()
        stretch(chance, 30, delay_s=0.1)
    assert not chance.is_likely


def test_a_complaint_at_a_slower_pace_than_was_borne_is_chance():
    """Be it after one answer: the host gave two a second for a while, and minds one in five seconds."""
    chance = Chance()
    stretch(chance, 30, delay_s=0.45)
    for _ in range(2):
        stretch(chance, 1, delay_s=5.0)
    assert chance.is_likely


@pytest.mark.parametrize(("counts", "is_likely"), [(True, False), (False, True)], ids=["429", "503"])
def test_a_refusal_right_after_a_pause(counts, is_likely):
    """By 429 it speaks for a limit; a 503 does not where the host has borne more."""
    chance = Chance()
    stretch(chance, 30, delay_s=0.5)
    for answers in (0, 9, 0, 9):
        stretch(chance, answers, delay_s=2.0, counts=counts)
    assert chance.is_likely is is_likely


def test_chance_is_taken_back_where_the_pace_matters():
    """A host that complains three times as often at a quick pace counts; doubting that takes twice as many."""
    chance = Chance()
    for _ in range(3):
        stretch(chance, 20)
    for _ in range(4):
        stretch(chance, 6)
    assert chance.is_likely
    stretch(chance, 6)
    assert not chance.is_likely
    for _ in range(5):
        stretch(chance, 20)
    assert not chance.is_likely
    stretch(chance, 20)
    assert chance.is_likely


def test_a_long_time_of_chance_is_no_licence():
    """A host that begins to count after a thousand complaints by chance is slowed down as soon as any other."""
    chance = Chance()
    for _ in range(1000):
        stretch(chance, 20)
    assert chance.is_likely
    for _ in range(20):
        stretch(chance, 1)
    assert not chance.is_likely


def test_answers_to_earlier_requests_are_none_to_a_complaint():
    """What was under way when the host complained was sent at the pace before."""
    rate = HostRate()
    for now in (10.0, 20.0, 30.0, 40.0):
        rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
        for _ in range(7):
            rate.content(now - 1.0)
    assert not rate.is_by_chance


def test_of_complaints_by_chance_all_answers_count():
    """At full pace many are under way when one is refused, and most of them are given."""
    rate, now = HostRate(), 0.0
    for _ in range(4):
        now += 10.0
        rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
        for _ in range(4):
            rate.content(now + 1.0)
    assert rate.is_by_chance
    for _ in range(9):
        now += 10.0
        rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
        for _ in range(4):
            rate.content(now - 1.0)
    assert rate.is_by_chance


def test_refusals_that_are_about_rows_alone_may_show_it_as_well():
    """Where one is refused now and then it is not the pace; a host that never complained has none to lose."""
    rate, calm = HostRate(), HostRate()
    for _ in range(3):
        assert not calm.excused(counts=True)
        calm.content()
    for now in (1.0, 3.0):
        rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
    seen = []
    for _ in range(3):
        for _ in range(3):
            rate.content(5.0)
        seen.append(rate.excused(counts=True))
    assert seen == [False, False, True]
    assert (rate.delay_s, rate.incidents) == (0.0, 2)
