from __future__ import annotations

import pytest

from imgcrawl.frontier.hold import Hold, Miss, Turn
from imgcrawl.remedies.state import Refusals, new_refusals

FORBIDDEN, OTHER = "http_403 store application/xml", "http_403 guard text/html"


class Host:
    """A host that is asked for one row after the other; times are seconds, a request takes a tenth."""

    def __init__(self, images: int = 2) -> None:
        self.hold = Hold(5.0)
        self.records: dict[int, Refusals] = {}
        self.turn_seen: Turn | None = None
        for n in range(images):
            self.give(100 + n, at=-10 + n)

    def record(self, row: int) -> Refusals:
        return self.records.setdefault(row, new_refusals())

    def give(self, row: int, *, at: float) -> None:
        self.hold.gave(row, self.record(row), 1000 + at - 0.1)

    def take_back(self, row: int) -> None:
        self.hold.took_back(row, self.record(row))

    def fail(
        self,
        row: int,
        *,
        at: float,
        sent: float | None = None,
        kind: str = FORBIDDEN,
        rows: int = 50,
        **how: bool,
    ) -> float:
        """Let *row* fail; return until when its host is left alone, 0 where that row is dealt with alone."""
        sent_at = 1000 + (at - 0.1 if sent is None else sent)
        miss = Miss(row, self.record(row), kind, sent_at, at_stake=rows, **how)
        self.turn_seen = self.hold.missed(miss, 1000 + at)
        return 0.0 if self.turn_seen is None else self.turn_seen.until - 1000

    def turn(self, *, at: float = 0.0, kind: str = FORBIDDEN) -> float:
        """Let rows 1 and 2 fail."""
        self.fail(1, at=at, kind=kind)
        return self.fail(2, at=at, kind=kind)


def test_two_rows_that_fail_alike_have_the_host_held():
    """A single row is dealt with alone; with the second one nothing is sent for 5 s."""
    host = Host()
    assert [host.fail(1, at=0), host.fail(2, at=0)] == [0.0, 5.0]
    assert host.hold.is_on


def test_one_row_that_fails_twice_is_no_series():
    """It is rows that are counted, not their attempts."""
    host = Host()
    assert [host.fail(1, at=n) for n in range(3)] == [0.0] * 3


@pytest.mark.parametrize("images", [0, 1])
def test_a_host_that_gave_hardly_anything_cannot_turn(images):
    """Who has not given two images is refusing, or down."""
    assert Host(images).turn() == 0.0


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
    assert [host.fail(row, at=80) for row in (13, 14)] == [0.0, 85.0]


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
