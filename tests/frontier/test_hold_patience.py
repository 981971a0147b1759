"""How often and how long a host is held, and what waiting for it has shown."""

from __future__ import annotations

import pytest

from imgcrawl.frontier.hold import Turn
from tests.frontier.benches import OTHER, Host


def test_a_row_has_its_host_held_once_more_and_not_again():
    """What two rows began one of them may continue, for it was refused behind others; one that is new may not begin."""
    host = Host()
    host.turn()
    host.give(10, at=6)
    assert host.fail(5, at=7) == 0.0
    host.give(11, at=8)
    assert host.fail(1, at=9) == 14.0
    host.give(12, at=15)
    assert host.fail(1, at=16) == 0.0


def test_rows_that_are_never_given_have_a_host_held_three_times():
    """Where the rest is missing, and said to be forbidden, waiting comes to an end; a guard's refusal is another."""
    host = Host()
    held = 0
    for n in range(0, 100, 10):
        held += any(host.fail(1000 + n + row, at=100 * n) for row in range(8))
        host.give(n, at=100 * n + 90)
    assert held == 3
    assert host.turn(at=99_000, kind=OTHER) == 99_005.0


def held_for(host: Host, *, back_s: float, images: int, at: float = 20.0, most: int = 50) -> tuple[int, float]:
    """Return how often *host* is held and how long in all, if it is back *back_s* after it turned, for *images*."""
    row, in_all = 1000, 0.0
    for times in range(most):
        began = at
        host.fail(row, at=at)
        until = host.fail(row + 1, at=at)
        if not until:
            return times, in_all
        while until - began < back_s:
            until = host.fail(row + 1, at=until)
        in_all += until - began
        for n in range(images):
            host.give(row + n, at=until + 0.1 + n / 5)
        row, at = row + 2, until + images
    return most, in_all


def test_a_host_that_gives_little_for_its_waits_is_held_no_longer_than_a_minute_beyond_them():
    """Each image makes up for 5 s, so that a limit of some images for a time is kept to for as long as it takes."""
    assert held_for(Host(), back_s=5, images=1) == (50, pytest.approx(250))
    times, in_all = held_for(Host(), back_s=10, images=1)
    assert (times, in_all) == (12, pytest.approx(120))
    assert held_for(Host(), back_s=10, images=2)[0] == 50


def test_a_hold_that_a_notice_seemed_to_end_counts_once():
    """Neither the time until the notice nor the image that it was taken for counts beside what comes after."""
    host, other = Host(), Host()
    for each in (host, other):
        each.turn()
    for _ in range(20):
        host.give(3, at=5)
        host.take_back(3)
    for each in (host, other):
        each.give(1, at=6)
    assert held_for(host, back_s=10, images=1, most=6) == held_for(other, back_s=10, images=1, most=6)
    for n in range(20):
        host.give(50 + n, at=150)
        host.take_back(50 + n)
    later = held_for(host, back_s=10, images=1, at=200)
    assert later == held_for(other, back_s=10, images=1, at=200) == (6, pytest.approx(60))


def test_many_images_make_up_for_no_more_than_a_minute():
    """What a host gave long ago is no reason to wait for it."""
    assert held_for(Host(images=30), back_s=10, images=1) == (12, pytest.approx(120))


def test_what_a_host_was_not_asked_in_time_is_not_held_against_it():
    """Where no row was left to ask, the hold is as long as it would have been."""
    host = Host()
    host.turn()
    host.give(1, at=9000)
    assert held_for(host, back_s=5, images=1, at=9020)[0] == 50


def test_a_host_with_ever_new_failures_takes_up_no_more_memory_for_them():
    """Kinds beyond 16 are dealt with row by row."""
    host = Host()
    for n in range(100):
        host.fail(n, at=n, kind=f"kind {n}")
    assert host.turn(at=200, kind="kind 100") == 0.0
    assert host.turn(at=201, kind="kind 15") > 0


def test_verdicts_that_come_late_are_a_series_where_nothing_has_passed_since():
    """Images that are not judged yet may be as bad as those that were found out."""
    host = Host()
    host.give(3, at=5)
    assert [host.fail(row, at=6, sent=1, is_latest=True) for row in (1, 2)] == [0.0, 11.0]


def test_waiting_in_vain_is_told_until_it_has_helped():
    """Who asked in vain may send another client next; not for what was under way, nor where a wait has ever helped."""
    host = Host()
    host.turn()
    assert not host.turn_seen.in_vain
    host.fail(3, at=1, sent=-1)
    assert not host.turn_seen.in_vain
    host.fail(4, at=5)
    assert host.turn_seen.in_vain
    host.give(1, at=10)
    host.fail(5, at=20)
    host.fail(6, at=40)
    assert host.turn_seen == Turn(1045.0)


def test_another_client_and_a_row_that_has_not_failed_take_turns():
    """Whether the client is refused or the row: the host is not held to its end for either alone."""
    host = Host()
    host.turn()
    told = []
    for row, at in ((3, 5), (3, 10), (4, 20)):
        host.fail(row, at=at)
        told.append((host.turn_seen.in_vain, host.hold.wants_others))
    assert told == [(True, True), (False, True), (True, True)]


def test_another_client_that_is_given_the_image_shows_nothing_of_waiting():
    """A row that came in another way does not make the failures a limit; the failed ones still go first."""
    host = Host()
    host.turn()
    host.fail(3, at=5)
    host.hold.gave(3, host.record(3), 1010.0, is_same=False)
    assert not host.hold.wants_others
    assert host.fail(4, at=20) == 0.0
    host.fail(5, at=20)
    host.fail(5, at=35)
    assert host.turn_seen.in_vain


def test_what_failed_in_company_is_no_series_but_shows_that_waiting_helped():
    """It is put down to the others; if it is given later, one more row that fails has the host held."""
    host = Host()
    assert [host.fail(row, at=0, is_crowded=True) for row in (1, 2, 3)] == [0.0] * 3
    host.give(1, at=5)
    assert host.fail(4, at=10) == 15.0


def test_what_was_under_way_when_the_host_was_held_shows_it_too():
    """Rows that failed with those of the series and are given later clear those that still fail: it is a limit."""
    host = Host()
    host.turn(at=1)
    for row in (3, 4):
        host.fail(row, at=2, sent=0.5)
    host.give(3, at=6)
    host.give(4, at=7)
    assert host.fail(1, at=8) == 13.0
