"""Hosts whose errors pass by themselves, and when they are taken to have turned all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.frontier.hold import Miss
from imgcrawl.frontier.passing import Passing
from imgcrawl.remedies.attempts.state import new_refusals
from tests.frontier.benches import FORBIDDEN, Host

if TYPE_CHECKING:
    from tests.frontier.benches import Bench

BROKEN = "http_500 nginx text/html"


def passed(times: int, *, images_each: int = 20) -> Passing:
    """Return what is known of a host that failed so often, and gave so many images after each of these failures."""
    passing = Passing()
    for n in range(times):
        passing.missed(float(n), has_passed=False)
        for _ in range(images_each):
            passing.gave(n + 0.5)
    return passing


def test_three_failures_that_were_passed_over_are_enough():
    """Two may be anything."""
    assert [passed(times).is_likely for times in (2, 3)] == [False, True]


def test_an_image_that_was_asked_for_before_passes_nothing_over():
    """It was under way when the host failed."""
    passing = Passing()
    for n in range(9):
        passing.missed(float(n), has_passed=False)
        passing.gave(-1.0)
    assert not passing.is_likely


def test_each_failure_is_passed_over_once():
    """Many images after one failure say no more than one."""
    assert not passed(1, images_each=50).is_likely


def test_a_failure_that_comes_late_has_been_passed_over():
    """An image had come for a request sent after it."""
    passing = Passing()
    for n in range(3):
        passing.missed(float(n), has_passed=True)
    assert passing.is_likely


def test_what_failed_before_a_wait_did_not_pass_by_itself():
    """The wait may be what has helped."""
    passing = Passing()
    for n in range(9):
        passing.missed(float(n), has_passed=False)
        passing.held()
        passing.gave(n + 0.5)
    assert not passing.is_likely


def test_a_host_that_is_always_back_at_once_fails_by_chance():
    """If it gives some images in between; one that gives one for each wait has a limit."""
    steady, stingy = Passing(), Passing()
    for n in range(9):
        for _ in range(2):
            steady.gave(float(n))
        steady.was_back()
        stingy.gave(float(n))
        stingy.was_back()
    assert (steady.is_likely, stingy.is_likely) == (True, False)


def test_images_that_were_none_have_passed_nothing_over():
    """A notice in place of each image is what a host shows that has turned."""
    passing = passed(3)
    passing.took_back()
    assert not passing.is_likely


@pytest.mark.parametrize(("images_each", "rows"), [(20, 2), (8, 3), (2, 5), (100, 2)])
def test_how_many_rows_in_a_row_are_no_chance(images_each, rows):
    """So many that it would happen once in a hundred times."""
    assert passed(3, images_each=images_each).fewest_rows() == rows


def test_a_host_that_fails_more_often_than_not_is_held_after_seven():
    """However often it fails."""
    passing = Passing()
    for n in range(50):
        passing.missed(float(n), has_passed=True)
    assert passing.fewest_rows() == 7


def flicker(host: Host, *, kind: str = BROKEN) -> list[float]:
    """Let six rows fail, each followed by five images; return until when each has the host left alone."""
    waits = []
    for n in range(6):
        waits.append(host.fail(100 + n, at=float(n), kind=kind))
        for k in range(5):
            host.give(200 + 10 * n + k, at=n + 0.5)
        host.give(100 + n, at=n + 0.6)
    return waits


def test_a_single_failure_of_such_a_host_does_not_have_it_held():
    """Once three have passed. Of other failures one row is enough where waiting has helped."""
    assert flicker(Host())[3:] == [0.0, 0.0, 0.0]
    assert 0.0 not in flicker(Host(), kind=FORBIDDEN)[3:]


def test_such_a_host_may_turn_all_the_same():
    """Three rows in a row are more than chance brings where one in six fails."""
    host = Host()
    flicker(host)
    waits = [host.fail(300 + n, at=10.0, kind=BROKEN) for n in range(3)]
    assert waits == [0.0, 0.0, 15.0]


def test_a_host_that_fails_by_chance_is_cleared_of_what_it_was_suspected_of(bench: Bench):
    """It gets its pace back, and is not slowed down when it is held again; one row asks then."""
    give = bench.judge.gave
    give("a", 1, new_refusals(), sent_at=1000.0)
    give("a", 2, new_refusals(), sent_at=1000.0)
    for row in (3, 4):
        bench.judge.turned("a", Miss(row, new_refusals(), BROKEN, 1000.9), now=1001.0)
    assert bench.slot.delay > 0
    give("a", 5, new_refusals(), sent_at=1009.0)
    for n in range(3):
        at = 1010.0 + n
        bench.judge.turned("a", Miss(10 + n, new_refusals(), "http_502 nginx text/html", at), now=at)
        give("a", 20 + n, new_refusals(), sent_at=at + 0.5)
    assert (bench.slot.delay, bench.slot.suspected) == (0.0, False)
    bench.slot.width.now = 8
    for n in range(7):
        bench.judge.turned("a", Miss(30 + n, new_refusals(), BROKEN, 1020.0), now=1020.1)
    assert bench.slot.paused_until > 1024
    assert (bench.slot.delay, bench.slot.width.now) == (0.0, 1)
