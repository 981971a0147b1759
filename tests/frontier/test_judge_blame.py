"""Refusals that are about one address, and what they cost its host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.frontier.blame import Blame
from imgcrawl.remedies.attempts.state import new_refusals

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import Refusals

S = ErrorSlug
DAY_S = 86_400.0


class Blaming(Blame):
    """Blames every row."""

    def refused(self, row: Refusals, now: float, *, sent_at: float, alone: bool = True) -> bool:
        return True


def test_a_bad_address_has_the_host_asked_for_others_first(bench):
    """After a pause a row that was not refused goes first: it tells whom the refusal was about."""
    row = new_refusals()
    bench.complain(0, sent=-1, row=row)
    bench.queues.push("a", "refused", not_before=1000.5)
    for item in ("one", "two"):
        bench.queues.push("a", item)
    order = []
    for at in (10, 20, 30):
        order.append(bench.queues.pop(1000.0 + at).item)
        bench.queues.release("a", now=0.0, sent_at=0.0)
        bench.answer(at)
    assert order == ["two", "refused", "one"]
    assert bench.slot.rate.incident_at == 1000.0


def test_a_bad_address_costs_the_host_nothing_in_the_end(bench):
    """When the row proves to be to blame the pace of the host is what it was, and later refusals of it cost nothing."""
    row = new_refusals()
    bench.slot.in_flight = 4
    for at in (0, 10):  # nothing was given in between: the host might mean it
        bench.complain(at, sent=at - 1, row=row)
    assert (bench.slot.delay, bench.slot.width.now, bench.slot.width.ceiling) == (1.0, 1, 3)
    bench.slot.in_flight = 1
    bench.answer(20, 21)
    bench.complain(30, sent=29, row=row)
    bench.told.clear()
    bench.complain(40, sent=40, row=row)
    assert (bench.slot.delay, bench.slot.width.narrowed_at, bench.slot.width.ceiling) == (0.0, 0.0, 8)
    assert not bench.slot.rate.learnt
    assert bench.told == [("a", False)]
    bench.complain(50, sent=49, row=row)
    assert (bench.slot.delay, bench.slot.paused_until) == (0.0, 1038.0)


def test_a_bad_address_takes_back_only_its_own(bench):
    """What the host was slowed down for on account of other rows stays."""
    row = new_refusals()
    bench.complain(0, sent=-1, row=new_refusals())
    bench.complain(10, sent=9, row=row)
    bench.answer(20, 21)
    bench.complain(30, sent=29, row=row)
    for at in (40, 50):
        bench.complain(at, sent=at, row=row)
        assert (bench.slot.rate.incidents, bench.slot.delay) == (1, 0.5)


@pytest.mark.parametrize(("reset_s", "delay_s"), [(0.0, 0.0), (9.0, 1.0)], ids=["no word", "counts"])
def test_bad_addresses_now_and_then_give_the_host_its_pace_back(bench, reset_s, delay_s):
    """Three that are refused for themselves, among others that are given, show that the pace is not what matters.

    Not where the host says with these refusals when it counts anew.
    """
    bench.complain(0, sent=-1, row=new_refusals())
    bench.complain(10, sent=9, row=new_refusals())
    assert bench.slot.delay == 1.0
    bench.slot.blame = Blaming()
    for at in (20, 30, 40):
        for n in range(3):
            bench.slot.rate.content(1000 + at + n)
        bench.complain(at + 5, sent=at + 4, row=new_refusals(), reset_s=reset_s)
    assert bench.slot.delay == delay_s
    assert bool(bench.slot.width.narrowed_at) is bool(reset_s)


def test_a_wait_that_a_bad_address_announces_is_kept(bench):
    """Whoever is to blame, a host that names a time is left alone for as long, at the pace that it had."""
    row = new_refusals()
    bench.complain(0, sent=-1, row=row)
    bench.answer(20, 21)
    bench.complain(30, sent=29, row=row)
    bench.complain(60, sent=59, wait_s=20.0, row=row)
    assert (bench.slot.delay, bench.slot.paused_until) == (0.0, 1081.0)
    assert bench.told[-1] == ("a", False)


def test_a_bad_address_never_closes_its_host(bench):
    """However many rows come to their end that are to blame alone, the others are asked for."""
    for n in range(8):
        bench.fail(S.HTTP_429, n, own=True)
    assert bench.closed() is None


def test_what_one_host_refused_says_nothing_of_the_next(bench):
    """A row that was refused elsewhere, a redirect ago, comes with a clean record."""
    row = new_refusals("b") | {"refused": True, "own": True, "vain": 3}
    bench.complain(0, sent=-1, row=row)
    assert row == new_refusals("a") | {"refused": True, "incidents": 1}
    assert bench.slot.delay == 0.5
    bench.answer(10, row=new_refusals("b") | {"refused": True})
    bench.complain(20, sent=19, row=row)
    bench.complain(30, sent=30, row=row)
    assert row["own"]


def test_a_refusal_in_company_blames_no_row(bench):
    """While other requests are under way to the host a refusal may be due to them."""
    row = new_refusals()
    bench.complain(0, sent=-1, row=row)
    bench.answer(20)
    bench.complain(30, sent=29, row=row)
    bench.slot.in_flight = 2
    bench.complain(60, sent=59, row=row)
    assert not row["own"]
