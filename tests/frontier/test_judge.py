from __future__ import annotations

from random import Random

import pytest
from scrapy.settings import Settings

from imgcrawl.config import ThrottleConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.frontier import HostQueues, HostSlot, Standing
from imgcrawl.frontier.hold import Miss
from imgcrawl.frontier.judge import HostJudge, Trouble
from imgcrawl.frontier.queue import Limits
from imgcrawl.remedies.answers import Slowdown
from imgcrawl.remedies.state import Refusals, new_refusals

S = ErrorSlug
DAY_S = 86_400.0


class Bench:
    """A judge of one host with 8 requests in flight at most; times are seconds from 1,000."""

    def __init__(self, **settings: object) -> None:
        self.queues = HostQueues(lambda _: Limits(8, 8, 0.0), rng=Random(1))
        self.told: list[tuple[str, bool]] = []
        config = ThrottleConfig.from_settings(Settings(settings))
        self.judge = HostJudge(self.queues, config, on_pause=lambda key, is_new: self.told.append((key, is_new)))

    @property
    def slot(self) -> HostSlot:
        return self.queues.slot("a")

    def complain(
        self,
        at: float,
        *,
        sent: float,
        wait_s: float | None = None,
        overload: bool = False,
        row: Refusals | None = None,
    ) -> None:
        now, sent_at = 1000 + at, 1000 + sent
        self.judge.complained("a", Slowdown(wait_s, overload=overload), now=now, sent_at=sent_at, row=row)

    def answer(self, *sent: float, row: Refusals | None = None) -> None:
        for at in sent:
            self.judge.answered("a", "a:80", sent_at=1000 + at, well=True, row=row)

    def is_crowded(self, slug: ErrorSlug, at: float, *, sent: float) -> bool:
        return self.judge.is_crowded("a", slug, endpoint="a:80", now=1000 + at, sent_at=1000 + sent)

    def fail(self, slug: ErrorSlug, at: float, *, is_own: bool = True, **how: object) -> None:
        trouble = Trouble(slug, sent_at=1000 + at - 0.1, **how)  # type: ignore[arg-type]
        self.judge.failed("a", trouble, endpoint="a:80", is_own=is_own, now=1000 + at)

    def closed(self, endpoint: str = "") -> tuple[str, str] | None:
        return self.slot.verdict_for(endpoint)


@pytest.fixture
def bench():
    """Set the judge up."""
    return Bench()


def test_concurrent_complaints_are_one_incident(bench):
    """Refusals of requests that were under way together count once; one that was sent after the pause counts anew."""
    for at in (0.1, 0.2, 0.3):
        bench.complain(at, sent=0)
    assert (bench.slot.delay, bench.slot.paused_until) == (0.5, 1002.1)
    bench.complain(3, sent=2.5)
    assert (bench.slot.delay, bench.slot.paused_until) == (1.0, 1007.0)
    assert bench.told == [("a", True), ("a", True)]


def test_the_longest_announced_wait_counts(bench):
    """Of several announced waits the longest holds, with a margin for cut seconds; a shorter one takes nothing back."""
    for wait_s in (5.0, 30.0, 10.0):
        bench.complain(0.1, sent=0, wait_s=wait_s)
    assert bench.slot.paused_until == 1031.1
    assert bench.told == [("a", True), ("a", False)]


def test_a_503_is_not_held_against_the_whole_host_for_long(bench):
    """Pauses and delays of our own after 503s stay short, for one address may be broken; after 429s they grow."""
    for n in range(8):
        bench.complain(100 * n, sent=100 * n - 1, overload=True)
    assert bench.slot.paused_until == 1708.0
    assert bench.slot.delay == 8.0
    strict = Bench()
    for n in range(8):
        strict.complain(100 * n, sent=100 * n - 1)
    assert strict.slot.paused_until == 1700 + 256.0
    assert strict.slot.delay == 60.0


def test_a_complaint_leaves_one_request_at_a_time(bench):
    """A host that complains gets one request at a time, and never again as many as were under way then."""
    bench.slot.in_flight = 4
    bench.complain(0.1, sent=0)
    assert (bench.slot.width.now, bench.slot.width.ceiling, bench.slot.width.single_connection) == (1, 3, True)
    bench.slot.in_flight = 1
    bench.complain(5, sent=4)
    assert (bench.slot.width.now, bench.slot.width.ceiling) == (1, 1)


def test_concurrency_recovers_step_by_step(bench):
    """After every 20 good answers one more request at a time, below what was too many; connections are kept again."""
    bench.slot.in_flight = 4
    bench.complain(0.1, sent=0)
    widths = []
    for n in range(80):
        bench.judge.answered("a", "a:80", well=True, sent_at=1001.0 + n)
        widths.append(bench.slot.width.now)
    assert [widths[n] for n in (18, 19, 38, 39, 79)] == [1, 2, 2, 3, 3]
    assert not bench.slot.width.single_connection


def test_quiet_is_rewarded(bench):
    """What was too many is forgotten when the host has not complained for the time after which incidents are."""
    bench.slot.in_flight = 2
    bench.complain(0.1, sent=0)
    bench.judge.answered("a", "a:80", well=True, sent_at=1299.0)
    assert (bench.slot.width.ceiling, bench.slot.width.narrowed_at > 0) == (1, True)
    bench.judge.answered("a", "a:80", well=True, sent_at=1301.0)
    assert (bench.slot.width.ceiling, bench.slot.width.narrowed_at) == (8, 0.0)
    bench.slot.answered("a:80", well=True)
    assert bench.slot.width.now == 2


@pytest.mark.parametrize("slug", [S.TCP_RESET, S.TCP_CLOSED, S.TCP_REFUSED])
def test_a_cut_in_company_narrows_the_host(bench, slug):
    """A connection cut off while there are others may be one too many; what was sent before then is excused as well."""
    bench.slot.answered("a:80", well=True)
    bench.slot.in_flight = 3
    assert bench.is_crowded(slug, 1, sent=0)
    assert (bench.slot.width.now, bench.slot.width.ceiling, bench.slot.paused_until) == (1, 2, 0.0)
    bench.slot.in_flight = 1
    assert bench.is_crowded(slug, 2, sent=0.5)
    assert not bench.is_crowded(slug, 5, sent=4)


def test_who_is_alone_has_no_company_to_blame(bench):
    """A failure without other requests under way, or of another kind, is the request's own."""
    bench.slot.in_flight = 1
    assert not bench.is_crowded(S.TCP_RESET, 1, sent=0)
    bench.slot.in_flight = 5
    assert not bench.is_crowded(S.HTTP_404, 1, sent=0)
    assert not bench.is_crowded(S.HTTP_503, 1, sent=0)
    assert bench.slot.width.now == 8


def test_a_stranger_that_refuses_connections_is_down(bench):
    """A host that refuses all connections is not taken for one that allows few."""
    bench.slot.in_flight = 3
    assert not bench.is_crowded(S.TCP_REFUSED, 1, sent=0)


def test_refusals_of_the_same_incident_are_excused(bench):
    """429 and 503 to requests sent before the complaint that narrowed the host are due to company."""
    bench.slot.in_flight = 2
    bench.complain(1, sent=0, overload=True)
    assert bench.is_crowded(S.HTTP_503, 1.1, sent=0.2)
    assert not bench.is_crowded(S.HTTP_503, 5, sent=4)


def test_a_dead_host_is_suspected_then_closed(bench):
    """A host that cannot be reached is tried once more, alone, and its port closed when that is in vain too."""
    bench.fail(S.TCP_REFUSED, 1, remedy="retry", again_at=1003.0)
    assert (bench.slot.width.now, bench.slot.paused_until) == (1, 1003.0)
    assert bench.closed("a:80") is None
    bench.fail(S.TCP_REFUSED, 4)
    assert (bench.closed("a:80") or ("",))[0] == "tcp_refused"
    assert bench.closed("a:443") is None


def test_one_host_of_a_group_does_not_hold_up_the_others(bench):
    """That one host cannot be reached says nothing of those that share its limits."""
    bench.fail(S.TCP_REFUSED, 1, remedy="retry", again_at=1003.0, is_own=False)
    assert (bench.slot.width.now, bench.slot.paused_until) == (8, 0.0)


def test_another_scheme_is_no_strike(bench):
    """A port that was only guessed at is not given up for it."""
    bench.fail(S.TCP_REFUSED, 1, remedy="other_scheme")
    assert bench.closed("a:80") is None


def test_an_absurd_wait_closes_the_host(bench):
    """A host that wants to be left alone for longer than the run sits out is closed, and says why."""
    bench.fail(S.HTTP_429, 1, retry_after_s=301.0)
    assert bench.closed() == ("http_429", "the host asks to be left alone for 301 s")


def test_a_bearable_wait_closes_nothing(bench):
    """A host that wants to be left alone for as long as the run sits out stays open."""
    bench.fail(S.HTTP_429, 1, retry_after_s=300.0, remedy="wait")
    assert bench.closed() is None


def test_patience_ends_with_the_longest_wait(bench):
    """A host that has only complained for longer than the run sits out, its pause included, is closed."""
    bench.complain(0, sent=-1, wait_s=250.0)
    bench.fail(S.HTTP_429, 0, remedy="wait")
    assert bench.closed() is None
    bench.complain(252, sent=251, wait_s=60.0)
    bench.fail(S.HTTP_429, 252, remedy="wait")
    assert (bench.closed() or ("",))[0] == "http_429"


def test_a_host_that_only_complains_is_asked_five_times(bench):
    """Without a good answer and a named time the fifth incident is the last, whatever the rows still want to try."""
    for n in range(5):
        assert bench.closed() is None
        for _ in range(3):
            bench.complain(10 * n, sent=10 * n - 1)
        bench.fail(S.HTTP_429, 10 * n, remedy="wait")
    assert bench.closed() == ("http_429", "the host has refused one request after the other")


def test_a_host_that_has_given_something_is_waited_for_longer(bench):
    """After a good answer five complaints are not enough."""
    bench.slot.answered("a:80", well=True)
    for n in range(5):
        bench.complain(10 * n, sent=10 * n - 1)
        bench.fail(S.HTTP_429, 10 * n, remedy="wait")
    assert bench.closed() is None


def test_rows_in_vain_close_a_host_that_refuses(bench):
    """When one row after the other has used up its waits the host is closed; not for those who never ask again."""
    bench.fail(S.HTTP_503, 1, patient=False)
    assert bench.closed() is None
    bench.fail(S.HTTP_503, 2, remedy="retry")
    assert bench.closed() is None
    bench.fail(S.HTTP_503, 3)
    assert (bench.closed() or ("",))[0] == "http_503"


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


def test_a_wanted_delay_is_the_least(bench):
    """The delay that a host asks for is kept from then on, but none that would keep the run for ever."""
    bench.judge.wants_delay("a", 3.0, now=1000.0)
    assert (bench.slot.delay, bench.slot.rate.floor_s, bench.slot.rate.delay_s) == (3.0, 3.0, 3.0)
    bench.judge.wants_delay("a", 3.0, now=1001.0)
    assert bench.slot.next_at == 1003.0
    bench.judge.wants_delay("a", 1e9, now=1000.0)
    assert bench.slot.delay == 300.0


def test_a_wait_of_years_is_asked_about_after_a_week(bench):
    """However long a host wants to be left alone, after a week it is asked again."""
    forever = Standing("a", 1e9, 1000.0, 0.5, 0.0, 1)
    assert forever.pause_left_s(1000 + 6 * DAY_S) == DAY_S
    assert not bench.judge.recall(forever, now=1000 + 7 * DAY_S)
    assert bench.closed() is None


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
        bench.queues.release("a")
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


def turn(bench: Bench, *, at: float, rows: tuple[int, ...] = (1, 2)) -> list[bool]:
    """Let *rows* fail alike at a host that has given images, others waiting; say which are to wait."""
    for row in (98, 99):
        bench.judge.gave("a", row, new_refusals(), sent_at=1000.0)
    misses = [Miss(row, new_refusals(), "http_403 guard", 1000 + at - 0.1) for row in rows]
    return [bench.judge.turned("a", miss, now=1000 + at) is not None for miss in misses]


def test_a_host_that_has_turned_is_left_alone_and_narrowed(bench):
    """It is a complaint that the host has not made: one pause, until it is asked; one at a time, and slower."""
    bench.slot.in_flight = 4
    assert turn(bench, at=1) == [False, True]
    assert (bench.slot.paused_until, bench.slot.width.now, bench.slot.delay) == (1006.0, 1, 0.5)
    assert bench.slot.suspected
    assert not bench.slot.rate.proven
    assert bench.told == [("a", True), ("a", False)]


def test_asking_in_vain_is_no_new_complaint(bench):
    """Each further failure puts the next probe off, and slows the host down no more."""
    turn(bench, at=1)
    bench.queues.push("a", "waiting")
    assert bench.judge.turned("a", Miss(3, new_refusals(), "http_403 guard", 1006.0), now=1006.1)
    assert (bench.slot.paused_until, bench.slot.rate.incidents, bench.slot.delay) == (1011.1, 1, 0.5)


def test_a_longer_pause_is_kept(bench):
    """A host that has named a time is not asked before."""
    bench.complain(0, sent=0, wait_s=60.0)
    turn(bench, at=1)
    bench.queues.push("a", "waiting")
    assert bench.queues.pop(1060.9) is None
    assert bench.queues.pop(1061.1) is not None


def test_a_host_whose_rows_were_to_blame_has_its_pace_back(bench):
    """What the suspicion has cost is taken back when a row fails though others are given."""
    bench.slot.in_flight = 3
    blamed = new_refusals()
    for row in (98, 99):
        bench.judge.gave("a", row, new_refusals(), sent_at=1000.0)
    bench.judge.turned("a", Miss(1, blamed, "http_403", 1001.0), now=1001.1)
    bench.judge.turned("a", Miss(2, new_refusals(), "http_403", 1001.0), now=1001.1)
    assert (bench.slot.width.ceiling, bench.slot.width.single_connection) == (2, True)
    for n in (3, 4):
        bench.judge.gave("a", n, new_refusals(), sent_at=1003.0 + n)
    bench.slot.in_flight = 1
    assert bench.judge.turned("a", Miss(1, blamed, "http_403", 1008.0), now=1008.1)
    assert not bench.judge.turned("a", Miss(1, blamed, "http_403", 1015.0), now=1015.1)
    assert (bench.slot.delay, bench.slot.width.ceiling, bench.slot.suspected) == (0.0, 8, False)
    bench.complain(20, sent=19)
    bench.judge.acquitted("a")
    assert bench.slot.delay == 0.5


def test_who_had_pauses_enough_is_not_held(bench):
    """A host that gives little for long pauses comes to an end."""
    bench.slot.rate.spent_s = 301.0
    assert turn(bench, at=1) == [False, False]


def test_rows_that_have_not_failed_ask_whether_a_host_is_back(bench):
    """Of what is ready the last is sent, one at a time; what comes back waits behind it."""
    for item in ("next", "last"):
        bench.queues.push("a", item)
    turn(bench, at=1)
    bench.queues.push("a", "failed", not_before=1001.0, first=True)
    assert bench.queues.pop(1005.9) is None
    assert bench.queues.pop(1006.1).item == "last"
    assert bench.queues.pop(1006.2) is None
