"""When a host that has turned is held, and when it is asked again."""

from __future__ import annotations

import pytest

from tests.frontier.benches import FORBIDDEN, OTHER, Host


def test_two_rows_that_fail_alike_have_the_host_held():
    """A single row is dealt with alone; with the second one nothing is sent for 5 s."""
    host = Host()
    assert [host.fail(1, at=0), host.fail(2, at=0)] == [0.0, 5.0]
    assert host.hold.is_on


def test_what_was_on_its_way_when_the_host_was_held_asks_nothing():
    """A request that left its queue a moment before, and the machine a moment after, waits like the others."""
    host = Host()
    host.turn()
    assert host.fail(3, at=0.3, sent=0.2) == 5.0
    assert host.turn_seen is not None
    assert not host.turn_seen.in_vain
    assert host.fail(4, at=5) == 10.0
    assert host.turn_seen.in_vain


def test_one_row_that_fails_twice_is_no_series():
    """It is rows that are counted, not their attempts."""
    host = Host()
    assert [host.fail(1, at=n) for n in range(3)] == [0.0] * 3


def test_a_host_that_gave_nothing_cannot_turn():
    """It is refusing, or down."""
    assert Host(0).turn() == 0.0


def test_a_host_that_gave_one_image_is_asked_twice():
    """It may let one request pass at a time; after waits in vain it can turn anew once it has given two more.

    Then it takes more rows than chance would bring: some have their failure for themselves.
    """
    host = Host(1)
    assert [host.turn(), host.fail(3, at=5), host.fail(4, at=15)] == [5.0, 10.0, 0.0]
    host.give(5, at=20)
    assert [host.fail(row, at=21) for row in (6, 7)] == [0.0, 0.0]
    host.give(8, at=22)
    assert [host.fail(row, at=23) for row in range(9, 16)] == [*[0.0] * 6, 28.0]


def test_failures_of_different_kinds_are_no_series():
    """What another server says, or in another form, is something else."""
    host = Host()
    assert [host.fail(1, at=0), host.fail(2, at=0, kind=OTHER), host.fail(3, at=0)] == [0.0] * 3


def test_an_image_in_between_ends_a_series():
    """Rows that fail among others that are given are no series."""
    host = Host()
    host.fail(1, at=0)
    host.give(3, at=1)
    assert host.fail(2, at=2) == 0.0


def test_an_image_that_was_asked_for_before_ends_no_series():
    """A picture that was long in coming says nothing of what the host gives now."""
    host = Host()
    host.fail(1, at=0)
    host.give(3, at=-5)
    assert host.fail(2, at=2) == 7.0


def test_a_fact_about_another_row_ends_a_series():
    """A host that says what it lacks is there."""
    host = Host()
    host.fail(1, at=0)
    host.hold.spoke(1000.5)
    assert host.fail(2, at=2) == 0.0


def test_verdicts_that_come_late_are_no_series():
    """Rows whose answers were followed by images did not fail in a row, however close their verdicts lie."""
    host = Host()
    host.give(3, at=5)
    assert [host.fail(row, at=6, sent=1) for row in (1, 2, 4)] == [0.0] * 3


def test_a_picture_that_proves_to_be_none_ends_no_series():
    """What was taken for an image a moment ago is one more failure."""
    host = Host()
    host.fail(1, at=0)
    host.give(2, at=1)
    host.take_back(2)
    assert host.fail(2, at=1) == 6.0


def test_what_was_under_way_waits_too():
    """Requests that were sent before the host was held do not count as asking whether it is back."""
    host = Host()
    host.turn(at=1)
    assert [host.fail(row, at=2, sent=0.5) for row in (3, 4, 5, 6)] == [6.0] * 4


def test_the_host_is_asked_at_5_10_20_and_40_s_and_then_its_rows_go_their_ways():
    """Four requests that bring nothing end it; from then on each row is dealt with alone, until two images come."""
    host = Host()
    assert host.turn() == 5.0
    assert [host.fail(row, at=at) for row, at in ((3, 5), (4, 10), (5, 20), (6, 40))] == [10.0, 20.0, 40.0, 0.0]
    assert [host.fail(row, at=41) for row in (7, 8)] == [0.0, 0.0]
    assert not host.hold.is_on
    assert not host.hold.wants_others
    host.give(9, at=50)
    assert [host.fail(row, at=60) for row in (10, 11)] == [0.0, 0.0]
    host.give(12, at=70)
    assert [host.fail(row, at=80) for row in range(13, 20)] == [*[0.0] * 6, 85.0]


def test_the_fewer_rows_failed_the_fewer_have_to_fail_in_a_row():
    """Where most are given a few tell that a host has turned anew; another kind of failure has not been in vain."""
    for kind, rows in ((FORBIDDEN, 5), (OTHER, 2)):
        host = Host()
        for row, at in ((1, 0), (2, 0), (3, 5), (4, 10), (5, 20), (6, 40)):
            host.fail(row, at=at)
        for row in range(100, 115):
            host.give(row, at=50)
        turns = [host.fail(row, at=60, kind=kind) for row in range(7, 7 + rows)]
        assert turns == [*[0.0] * (rows - 1), 65.0]


def test_a_probe_that_takes_long_is_followed_by_a_wait_all_the_same():
    """Between an answer and the next request lie 5 s at least."""
    host = Host()
    host.turn()
    assert host.fail(3, at=35, sent=5) == 40.0


@pytest.mark.parametrize(("rows", "probes"), [(1, 1), (2, 2), (4, 3), (8, 4), (1000, 4)])
def test_few_rows_are_worth_few_probes(rows, probes):
    """Where little is at stake the host is asked less often."""
    host = Host()
    host.turn()
    waits = [host.fail(3 + n, at=5 * 2**n, rows=rows) for n in range(probes)]
    assert waits == [*[10.0, 20.0, 40.0][: probes - 1], 0.0]


def test_an_image_ends_it():
    """The first image that was asked for since has the host go on; one asked for before has not."""
    host = Host()
    host.turn()
    host.give(3, at=-1)
    assert host.hold.is_on
    host.give(4, at=5)
    assert not host.hold.is_on


def test_a_fact_about_a_row_ends_it_too():
    """A host that says 404 for one row is back, if that was asked since."""
    host = Host()
    host.turn()
    host.hold.spoke(999)
    assert host.hold.is_on
    host.hold.spoke(1005)
    assert not host.hold.is_on


def test_a_picture_that_proves_to_be_none_does_not_end_it():
    """The probe that brought a notice is one in vain."""
    host = Host()
    host.turn()
    host.give(3, at=5)
    host.take_back(3)
    assert host.hold.is_on
    assert host.fail(3, at=5) == 10.0


def test_a_notice_that_looked_like_an_image_changes_no_turn():
    """What is next after a probe in vain does not depend on when that was found out."""
    host = Host()
    host.turn()
    told = []
    for row, at in ((3, 5), (4, 10), (5, 20)):
        host.give(row, at=at)
        host.take_back(row)
        host.fail(row, at=at)
        told.append((host.turn_seen.in_vain, host.hold.wants_others))
    assert told == [(True, True), (False, True), (True, True)]


def test_a_host_that_was_back_later_is_asked_later_the_next_time():
    """What was long enough last time is waited for at once."""
    host = Host()
    host.turn()
    host.fail(3, at=5)
    host.give(4, at=10)
    host.give(1, at=11)
    assert host.fail(5, at=20) == 30.0


def test_where_waiting_has_helped_one_row_is_enough():
    """A row that failed in a series and is given later shows what such failures are."""
    host = Host()
    host.turn()
    host.give(3, at=5)
    host.give(1, at=6)
    assert host.fail(4, at=10) == 15.0


def test_rows_that_have_not_failed_go_first_until_one_is_given():
    """They tell whom the failures were about; before the first series it does not matter who goes."""
    host = Host()
    host.fail(1, at=0)
    assert not host.hold.wants_others
    host.fail(2, at=0)
    assert host.hold.wants_others
    host.give(3, at=5)
    assert not host.hold.wants_others


def test_a_row_that_fails_first_where_another_was_given_first_is_to_blame():
    """Behind others it has the host held once more; then it goes its way, and the next row asks at once."""
    host = Host()
    host.turn()
    host.give(3, at=5)
    assert [host.fail(1, at=7), host.fail(1, at=12.1)] == [12.0, 0.0]
    assert host.record(1)["own"]
    host.give(4, at=12.2)
    assert not host.hold.is_on
