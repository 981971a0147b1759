from __future__ import annotations

from typing import Any

import pytest

from imgcrawl.frontier.hold import Miss, Turn
from imgcrawl.frontier.outage import Outage
from imgcrawl.remedies.attempts.state import new_refusals


class Host:
    """A host whose requests take a tenth of a second; times are seconds from 1,000."""

    def __init__(self, span_s: float = 30.0) -> None:
        self.outage = Outage(1.0, span_s)

    def fail(self, row: int, *, at: float, sent: float | None = None, **how: Any) -> float | str | None:
        """Let *row* fail; return when its host is asked next, None if the row goes on alone."""
        turn = self.turn(row, at=at, sent=sent, **how)
        return turn and ("in vain" if turn.in_vain else round(turn.until - 1000, 1))

    def turn(
        self, row: int, *, at: float, sent: float | None = None, has_others: bool = False, **how: Any
    ) -> Turn | None:
        """Let *row* fail; return what that means."""
        sent_at = 1000 + (at - 0.1 if sent is None else sent)
        return self.outage.missed(Miss(row, new_refusals(), "", sent_at, **how), 1000 + at, has_others=has_others)

    def probe(self, first_row: int = 3) -> list[float | str]:
        """Let one row after the other ask when it may, from the second on that fails; return when each did."""
        self.fail(1, at=0)
        asked, next_at, row = [], self.fail(2, at=0), first_row
        while isinstance(next_at, float):
            asked.append(next_at)
            next_at = self.fail(row, at=next_at + 0.1)
            row += 1
        return asked


def test_one_row_is_no_outage():
    """However often it fails: its address may be broken."""
    host = Host()
    assert [host.fail(1, at=at) for at in (0, 1, 3)] == [None] * 3
    assert not host.outage.wants_others


def test_two_rows_in_a_row_are():
    """Then the host is asked a second later, by rows that have not failed."""
    host = Host()
    assert (host.fail(1, at=0), host.fail(2, at=0.2)) == (None, 1.2)
    assert (host.outage.is_on, host.outage.wants_others) == (True, True)


@pytest.mark.parametrize(
    ("span_s", "asked"),
    [(30.0, [1.0, 3.1, 7.2, 15.3, 30.0]), (5.0, [1.0, 3.1, 5.0, 6.1]), (0.1, [1.0, 2.1, 3.2, 4.3])],
)
def test_it_is_asked_at_growing_intervals_for_a_span_of_time(span_s, asked):
    """The last time at the end of the span, and four times whatever that is."""
    assert Host(span_s).probe() == asked


@pytest.mark.parametrize(
    ("rows", "asked"),
    [(1, [1.0, 3.1, 7.2, 14.0]), (4, [1.0, 3.1, 7.2, 15.3, 28.0]), (99, [1.0, 3.1, 7.2, 15.3, 31.4, 60.0])],
)
def test_a_host_is_waited_for_as_long_as_its_rows_are_worth(rows, asked):
    """Each is worth seven times the first wait, as its own retries are; there are two at least, that have failed."""
    host, seen = Host(60.0), []
    host.fail(1, at=0, at_stake=rows)
    next_at = host.fail(2, at=0, at_stake=rows)
    while isinstance(next_at, float):
        seen.append(next_at)
        next_at = host.fail(1 + len(seen) % 2, at=next_at + 0.1)
    assert seen == asked


def test_a_row_that_comes_later_is_waited_for_as_well():
    """From the span of those before it to its own; what came too late for that is told so."""
    host = Host(60.0)
    for row, at in ((1, 0.0), (2, 0.0), (1, 1.1), (2, 3.2), (1, 7.3)):
        host.fail(row, at=at)
    assert host.fail(2, at=14.1) == "in vain"
    assert host.fail(3, at=16) == 21.0
    assert host.fail(3, at=21.1) == "in vain"
    assert host.fail(4, at=50) == "in vain"


def test_an_outage_lasts_once_it_is_longer_than_any_list_would_wait():
    """However soon its rows were told that it is in vain."""
    host = Host(60.0)
    for row, at in ((1, 0.0), (2, 0.0), (1, 1.1), (2, 3.2), (1, 7.3), (2, 14.1)):
        host.fail(row, at=at)
    assert (host.outage.is_hopeless, host.outage.lasted_s(1014.0)) == (True, 14.0)
    assert [host.outage.has_lasted(1000 + at) for at in (59, 60)] == [False, True]


@pytest.mark.parametrize(("rows", "others"), [(2, [0]), (4, [0]), (5, [0, 2, 4]), (99, [0, 2, 4])])
def test_one_row_has_all_its_tries_and_others_ask_in_turn_with_it(rows, others):
    """The one by which the outage was found out asks before those that have failed, of few rows each time but one."""
    host, are_theirs = Host(60.0), []
    host.fail(1, at=0, at_stake=rows)
    next_at = host.fail(2, at=0, at_stake=rows)
    while isinstance(next_at, float):
        are_theirs.append(host.outage.wants_others)
        next_at = host.fail(2, at=next_at + 0.1)
    assert [n for n, is_other in enumerate(are_theirs) if is_other] == others


def test_a_row_that_has_had_all_its_tries_asks_before_others_no_more():
    """Four, the first included; what another client asked for it is none of them."""
    host = Host(60.0)
    host.fail(1, at=0, at_stake=9)
    asks_next = [host.turn(2, at=0).asks_next, host.turn(2, at=0.5, sent=0.4, is_check=True).asks_next]
    asks_next += [host.turn(row, at=at).asks_next for row, at in ((3, 1.1), (2, 3.2), (2, 7.3), (1, 15.4), (2, 31.5))]
    assert asks_next == [True, True, False, True, True, False, False]


def test_what_was_under_way_is_no_probe():
    """Requests that were sent before the outage was found out, or the probe before failed, put nothing off."""
    host = Host()
    host.fail(1, at=0)
    assert [host.fail(row, at=at, sent=-0.1) for row, at in ((2, 0.0), (3, 0.1), (4, 5.0))] == [1.0] * 3
    assert host.fail(5, at=1.1) == 3.1
    assert host.fail(6, at=1.2, sent=1.05) == 3.1


def test_company_shows_nothing():
    """A row that may have failed for the others' sake makes no outage and is no probe; it waits for one."""
    host = Host()
    assert [host.fail(row, at=0, is_crowded=True) for row in (1, 2, 3)] == [None] * 3
    host.fail(1, at=1)
    assert [host.fail(2, at=1), host.fail(3, at=2.2, is_crowded=True)] == [2.0, 2.0]


def test_each_failure_that_puts_the_next_probe_off_may_be_checked():
    """By a client that the host has not met, as long as there is one; not what was under way, or failed in company."""
    host = Host()
    assert host.turn(1, at=0, has_others=True) is None
    assert host.turn(2, at=0, has_others=True) == Turn(1001.0, is_checked=True, asks_next=True)
    assert host.turn(3, at=0.1, sent=-0.1, has_others=True) == Turn(1001.0)
    assert host.turn(4, at=1.1, is_crowded=True, has_others=True) == Turn(1001.0)
    assert host.turn(4, at=1.1, has_others=True) == Turn(1003.1, is_checked=True)
    assert host.turn(5, at=3.2) == Turn(1007.2)


def test_a_check_that_fails_as_well_is_no_probe():
    """It puts nothing off: that has been done for the failure that it checks."""
    host = Host()
    host.fail(1, at=0)
    host.turn(2, at=0, has_others=True)
    assert host.turn(2, at=0.3, sent=0.1, is_check=True) == Turn(1001.0, asks_next=True)
    assert host.fail(3, at=1.1) == 3.1


def test_any_other_answer_ends_it():
    """The host is there: what fails from then on is counted anew, and what was sent before counts for nothing."""
    host = Host()
    host.fail(1, at=0)
    host.fail(2, at=0)
    host.outage.answered(1001.0)
    assert not host.outage.is_on
    assert host.fail(3, at=1.2, sent=0.9) is None
    assert host.fail(4, at=1.3) is None
    assert host.fail(5, at=1.4) == 2.4


def test_an_answer_breaks_the_series():
    """Rows that fail among others are to blame themselves."""
    host = Host()
    for row in range(5):
        assert host.fail(row, at=row) is None
        host.outage.answered(1000 + row + 0.5)


def test_a_host_is_waited_for_three_times():
    """One that comes back without an image and fails again has rows that fail, each time anew."""
    host = Host()
    begun = []
    for n in range(4):
        host.fail(1, at=10 * n)
        begun.append(host.fail(2, at=10 * n))
        host.outage.answered(1000 + 10 * n + 1)
    assert begun == [1.0, 11.0, 21.0, None]


def test_after_the_span_each_row_is_told_so():
    """Until the host answers otherwise."""
    host = Host()
    host.probe()
    assert (host.outage.is_hopeless, host.outage.wants_others) == (True, False)
    assert [host.fail(row, at=31) for row in (1, 90)] == ["in vain"] * 2
    host.outage.answered(1032.0)
    assert (host.outage.is_hopeless, host.fail(91, at=33)) == (False, None)
