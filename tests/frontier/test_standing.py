from __future__ import annotations

from imgcrawl.frontier.standing import Standing, Standings

DAY_S = 86_400.0


def told(host: str, at: float, *, paused_until: float = 0.0) -> Standing:
    """Return what a host has said at *at*."""
    return Standing(host, paused_until, at, delay_s=1.0, known_bad_s=0.5, concurrency=1)


def test_who_told_something_first_is_forgotten_first():
    """What is told anew counts as new."""
    known = Standings(most=2)
    for host, at in (("a", 1.0), ("b", 2.0), ("a", 3.0), ("c", 4.0)):
        known.put(told(host, at), now=at)
    assert [known.get(host) for host in "abc"] == [told("a", 3.0), None, told("c", 4.0)]


def test_a_pause_is_never_forgotten_while_it_holds():
    """However many hosts have one; when it is over its host makes room like others."""
    known = Standings(most=3)
    paused = [told(f"p{n}", 1.0, paused_until=100.0) for n in range(10)]
    for standing in paused:
        known.put(standing, now=1.0)
    for n in range(50):
        known.put(told(f"h{n}", 50.0), now=50.0)
    assert [known.get(standing.host) for standing in paused] == paused
    assert len(known) <= 2 * len(paused) + 3
    for n in range(50, 100):
        known.put(told(f"h{n}", 100.0), now=100.0)
    assert len(known) == 3


def test_no_pause_holds_for_more_than_a_week():
    """As for who asks how long it still lasts."""
    known = Standings(most=1)
    known.put(told("a", 0.0, paused_until=30 * DAY_S), now=0.0)
    known.put(told("b", 8 * DAY_S), now=8 * DAY_S)
    assert known.get("a") is None


def test_what_a_host_said_in_the_future_holds_no_longer():
    """A clock was set back since; clocks that differ by minutes are those of two machines."""
    pause = told("a", 10 * DAY_S, paused_until=10 * DAY_S + 600)
    assert pause.pause_left_s(10 * DAY_S - 300) == 600
    assert pause.pause_left_s(9 * DAY_S) == 0
