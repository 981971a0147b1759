"""What the judge tells later runs of a host, and takes from what earlier ones told."""

from __future__ import annotations

from imgcrawl.frontier import Standing
from tests.frontier.benches import Bench

DAY_S = 86_400.0


def test_a_standing_tells_all_that_matters(bench):
    """What one judge has learnt of a host another one knows from its standing."""
    bench.slot.in_flight = 3
    bench.complain(1, sent=0, wait_s=20.0)
    standing = bench.judge.standing("a")
    assert standing == Standing("a", 1022.0, 1001.0, 0.5, 0.0, 2)
    other = Bench()
    assert other.judge.recall(standing, now=1005.0)
    assert other.slot.paused_until == 1022.0
    assert (other.slot.delay, other.slot.width.now, other.slot.width.ceiling) == (0.5, 1, 2)
    assert other.told == []
    assert not other.judge.recall(standing, now=1022.0)


def test_a_long_pause_closes_the_host_for_later_runs_too(bench):
    """A host that wants to be left alone for longer than a run sits out is not asked by the next one either."""
    assert bench.judge.recall(Standing("a", 1000 + 2 * DAY_S, 1000.0, 0.5, 0.0, 1), now=1000 + DAY_S)
    assert bench.closed() == ("http_429", f"the host asks to be left alone for {DAY_S:.0f} s")


def test_rates_are_remembered_for_a_day(bench):
    """The rate of a host is news for a day; older news say nothing."""
    assert not bench.judge.recall(Standing("a", 1001.0, 1000.0, 0.5, 0.0, 1), now=1000 + DAY_S)
    assert (bench.slot.delay, bench.slot.width.now) == (0.0, 8)
    bench.judge.recall(Standing("a", 1001.0, 1000.0, 0.5, 0.0, 1), now=999 + DAY_S)
    assert (bench.slot.delay, bench.slot.width.now) == (0.5, 1)


def test_a_clock_that_was_put_back_lengthens_no_pause(bench):
    """A pause never lasts longer than when it began."""
    bench.judge.recall(Standing("a", 1020.0, 1000.0, 0.5, 0.0, 1), now=500.0)
    assert bench.slot.paused_until == 520.0


def test_a_complaint_told_of_in_the_future_hides_no_later_one(bench):
    """After a clock was put back, or where another machine's is ahead, a 429 is an incident with a pause of its own."""
    bench.judge.recall(Standing("a", 9000.0, 9000.0, 0.5, 0.0, 1), now=1000.0)
    bench.complain(1, sent=0.5)
    assert bench.slot.rate.incidents == 2
    assert 1001 < bench.slot.paused_until < 1010
    assert bench.slot.width.narrowed_at == 1001


def test_a_wait_of_years_is_asked_about_after_a_week(bench):
    """However long a host wants to be left alone, after a week it is asked again."""
    forever = Standing("a", 1e9, 1000.0, 0.5, 0.0, 1)
    assert forever.pause_left_s(1000 + 6 * DAY_S) == DAY_S
    assert not bench.judge.recall(forever, now=1000 + 7 * DAY_S)
    assert bench.closed() is None


def test_no_delay_is_longer_than_a_run_bears(bench):
    """Whatever stands in the catalogue, rows of the host have their turn."""
    bench.judge.recall(Standing("a", 0.0, 1000.0, 1e12, 0.0, 1), now=1001.0)
    most_s = bench.judge._config.retry_after_max_s
    assert bench.slot.delay == most_s
    bench.judge.recall(Standing("a", 0.0, 1000.0, 0.5, 1e12, 1), now=1001.0)
    for _ in range(100):
        bench.slot.rate.content(1002.0)
    assert bench.slot.rate.delay_s < 2 * most_s
