"""What complaints and failures say of a host as a whole."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.frontier.hold import Miss
from imgcrawl.frontier.trouble import FROM_CHOOSER
from imgcrawl.remedies.attempts.state import new_refusals
from tests.frontier.benches import Bench

S = ErrorSlug


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


def test_when_a_host_counts_anew_is_waited_for_with_pauses_of_our_own(bench):
    """It makes these longer and never shorter: what is said of a window is no promise of what comes after it."""
    bench.complain(1, sent=0, reset_s=9.0)
    assert bench.slot.paused_until == 1011.0
    for at in (20, 40, 60):
        bench.complain(at, sent=at - 1, reset_s=9.0)
    assert bench.slot.paused_until == 1060 + 16.0
    assert bench.slot.rate.vain == 4


def test_a_503_is_not_held_against_the_whole_host_for_long(bench):
    """Pauses and delays of our own after 503s stay short, for one address may be broken; after 429s they grow."""
    for n in range(8):
        bench.complain(100 * n, sent=100 * n - 1, overload=True)
        bench.slot.rate.content(0.0)
    assert bench.slot.paused_until == 1708.0
    assert bench.slot.delay == 8.0
    strict = Bench()
    for n in range(8):
        strict.complain(100 * n, sent=100 * n - 1)
    assert strict.slot.paused_until == 1700 + 256.0
    assert strict.slot.delay == 60.0


@pytest.mark.parametrize(
    ("named", "delay_s"), [({"wait_s": 2.0}, 0.6), ({}, 0.6), ({"reset_s": 9.0}, 1.0)], ids=["named", "own", "reset"]
)
def test_a_delay_grows_by_what_was_waited_for(bench, named, delay_s):
    """Twenty answers half a second apart, after a wait of two: the pace was a fifth too quick at most."""
    bench.complain(0, sent=-1, **named)
    for n in range(20):
        bench.slot.rate.content(1003.0 + n / 2)
    assert bench.slot.rate.delay_s == 0.45
    bench.slot.rate.delay_s = 0.5
    bench.complain(20, sent=19, **named)
    assert bench.slot.delay == pytest.approx(delay_s)


def test_a_503_that_comes_after_a_pause_again_is_an_outage(bench):
    """A host that has given nothing since the last one is out of order: pauses grow, and the delay does not."""
    for n in range(4):
        bench.complain(20 * n, sent=20 * n - 1, overload=True)
    assert (bench.slot.paused_until, bench.slot.delay) == (1068.0, 0.5)


def test_a_complaint_leaves_one_request_at_a_time(bench):
    """A host that complains gets one request at a time, and never again as many as were under way then."""
    bench.slot.in_flight = 4
    bench.complain(0.1, sent=0)
    assert (bench.slot.width.now, bench.slot.width.ceiling, bench.slot.width.single_connection) == (1, 3, True)
    bench.slot.in_flight = 1
    bench.complain(5, sent=4)
    assert (bench.slot.width.now, bench.slot.width.ceiling) == (1, 3)


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
    assert bench.narrow_if_crowded(slug, 1, sent=0)
    assert (bench.slot.width.now, bench.slot.width.ceiling, bench.slot.paused_until) == (1, 2, 0.0)
    bench.slot.in_flight = 1
    assert bench.narrow_if_crowded(slug, 2, sent=0.5)
    assert not bench.narrow_if_crowded(slug, 5, sent=4)


def test_who_is_alone_has_no_company_to_blame(bench):
    """A failure without other requests under way, or of another kind, is the request's own."""
    bench.slot.in_flight = 1
    assert not bench.narrow_if_crowded(S.TCP_RESET, 1, sent=0)
    bench.slot.in_flight = 5
    assert not bench.narrow_if_crowded(S.HTTP_404, 1, sent=0)
    assert not bench.narrow_if_crowded(S.HTTP_503, 1, sent=0)
    assert bench.slot.width.now == 8


def test_a_stranger_that_refuses_connections_is_down(bench):
    """A host that refuses all connections is not taken for one that allows few."""
    bench.slot.in_flight = 3
    assert not bench.narrow_if_crowded(S.TCP_REFUSED, 1, sent=0)


def test_refusals_of_the_same_incident_are_excused(bench):
    """429 and 503 to requests sent before the complaint that narrowed the host are due to company."""
    bench.slot.in_flight = 2
    bench.complain(1, sent=0, overload=True)
    assert bench.narrow_if_crowded(S.HTTP_503, 1.1, sent=0.2)
    assert not bench.narrow_if_crowded(S.HTTP_503, 5, sent=4)


def test_a_dead_host_is_suspected_then_closed(bench):
    """A host that cannot be reached is tried once more, alone, and its port closed when that is in vain too."""
    bench.fail(S.TCP_REFUSED, 1, remedy="retry", again_at=1003.0)
    assert (bench.slot.width.now, bench.slot.paused_until) == (1, 1003.0)
    assert bench.closed("a:80") is None
    bench.fail(S.TCP_REFUSED, 4)
    assert (bench.closed("a:80") or ("",))[0] == "tcp_refused"
    assert bench.closed("a:443") is None


def test_a_mirror_is_given_up_by_the_second_row_that_turns_away(bench):
    """A row that begins anew has not asked there twice, as others have before they strike."""
    bench.fail(S.TCP_CONNECT_TIMEOUT, 1, remedy=FROM_CHOOSER, again_at=1003.0)
    assert bench.closed("a:80") is None
    assert bench.slot.paused_until == 1003.0
    bench.fail(S.TCP_CONNECT_TIMEOUT, 5, remedy=FROM_CHOOSER, again_at=1007.0)
    assert bench.closed("a:80") is not None


def test_a_mirror_that_is_overloaded_is_given_up_by_rows_that_give_up(bench):
    """Not by those that begin anew."""
    for at in range(1, 9):
        bench.fail(S.HTTP_503, at, remedy=FROM_CHOOSER, again_at=1000.0 + at)
    assert bench.closed() is None
    bench.fail(S.HTTP_503, 10)
    assert bench.closed() is not None


def test_a_host_that_says_it_is_closed_gets_one_request_at_a_time(bench):
    """After the pause one row asks; a host that gave another row its image since goes on as before."""
    bench.slot.width.now = 8
    bench.judge.said_closed("a", now=1000.0, sent_at=999.9)
    assert (bench.slot.width.now, bench.slot.paused_until) == (1, 1002.0)
    bench.judge.gave("a", 1, new_refusals(), sent_at=1002.1)
    bench.slot.width.now = 8
    bench.judge.said_closed("a", now=1003.0, sent_at=1002.9)
    assert (bench.slot.width.now, bench.slot.paused_until) == (8, 1002.0)


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


def test_a_host_that_is_waited_for_is_not_given_up_for_its_complaints(bench):
    """Five complaints by 503 are none too many before the time for an outage is over."""
    misses = [Miss(row, new_refusals(), "", 1000.0) for row in (1, 2)]
    for each in misses:
        bench.judge.suspected_out("a", each, now=1000.1)
    for n in range(9):
        bench.complain(10 * n, sent=10 * n - 1, overload=True)
        bench.fail(S.HTTP_503, 10 * n, remedy="wait")
    assert bench.closed() is None
    bench.judge.proved_up("a", sent_at=1090.0)
    bench.fail(S.HTTP_503, 91, remedy="wait")
    assert bench.closed() is not None


def test_rows_in_vain_close_a_host_that_refuses(bench):
    """When one row after the other has used up its waits the host is closed; not for those who never ask again."""
    bench.fail(S.HTTP_503, 1, patient=False)
    assert bench.closed() is None
    bench.fail(S.HTTP_503, 2, remedy="retry")
    assert bench.closed() is None
    bench.fail(S.HTTP_503, 3)
    assert (bench.closed() or ("",))[0] == "http_503"


def test_a_wanted_delay_is_the_least(bench):
    """The delay that a host asks for is kept from then on, but none that would keep the run for ever."""
    bench.judge.wants_delay("a", 3.0, now=1000.0)
    assert (bench.slot.delay, bench.slot.rate.floor_s, bench.slot.rate.delay_s) == (3.0, 3.0, 3.0)
    bench.judge.wants_delay("a", 3.0, now=1001.0)
    assert bench.slot.next_at == 1003.0
    bench.judge.wants_delay("a", 1e9, now=1000.0)
    assert bench.slot.delay == 300.0


def test_a_host_that_refuses_before_it_has_given_anything_is_asked_for_one_row_at_a_time(bench):
    """It may give what was asked for first, and mind the company; each good answer allows one more, as ever."""
    bench.slot.in_flight = 4
    for slug in (S.HTTP_404, S.CONTENT_TIMEOUT):  # a fact about the row, and no answer at all
        bench.fail(slug, 1)
        assert bench.slot.width.now == 8
    bench.fail(S.HTTP_OTHER_4XX, 1)
    assert (bench.slot.width.now, bench.slot.width.ceiling, bench.slot.rate.learnt) == (1, 8, False)
    bench.answer(2)
    assert bench.slot.width.now == 2
    bench.fail(S.HTTP_OTHER_4XX, 3)
    assert bench.slot.width.now == 2


def test_what_is_refused_alone_says_nothing_of_company(bench):
    """Then it is none that a host minds."""
    bench.slot.in_flight = 1
    bench.fail(S.HTTP_403, 1)
    assert bench.slot.width.now == 8
