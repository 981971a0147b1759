"""Hosts that are out of order, as the judge deals with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.frontier.hold import Miss, Turn
from imgcrawl.frontier.trouble import OWN_PAGE, trouble_of
from imgcrawl.frontier.waiting import BEFORE_OTHERS, FIRST_OF_ALL
from imgcrawl.remedies.attempts.state import new_refusals, new_state
from imgcrawl.remedies.attempts.steps import Failure, Step
from tests.frontier.benches import Bench

if TYPE_CHECKING:
    from collections.abc import Iterable

S = ErrorSlug


def miss(bench: Bench, rows: Iterable[int], *, at: float) -> list[Turn | None]:
    """Let *rows* fail at a host; return what that means for each."""
    misses = [Miss(row, new_refusals(), "", 1000 + at - 0.1) for row in rows]
    return [bench.judge.suspected_out("a", each, now=1000 + at) for each in misses]


def wait_in_vain(bench: Bench) -> None:
    """Let one row after the other find out that a host is out, until the span is over."""
    miss(bench, (1, 2), at=0)
    for row, at in enumerate((1.1, 3.2, 7.3, 15.4, 31.5, 60.2)):
        miss(bench, (row + 3,), at=at)


def test_a_host_that_is_out_is_left_alone_and_asked_by_one_row(bench):
    """By one that has not failed, and without slowing it down: it did not complain."""
    bench.slot.width.now = 4
    for item in ("next", "last"):
        bench.queues.push("a", item)
    bench.queues.push("a", "failed", not_before=1000.1, first=True)
    assert miss(bench, (1, 2), at=0) == [None, Turn(1001.0, asks_next=True)]
    assert (bench.slot.paused_until, bench.slot.width.now, bench.slot.delay) == (1001.0, 1, 0.0)
    assert bench.told == [("a", False)]
    assert bench.queues.pop(1000.9) is None
    assert bench.queues.pop(1001.1).item == "last"
    assert bench.queues.pop(1001.2) is None


def test_the_row_that_found_it_out_asks_before_others_that_have_failed(bench):
    """From the second probe on, but after what is to check the outage; what has not failed waits."""
    miss(bench, (1, 2), at=0)
    bench.queues.push("a", "new")
    bench.queues.push("a", "failed", not_before=1000.0)
    bench.queues.push("a", "found out", not_before=BEFORE_OTHERS)
    assert bench.queues.pop(1001.1).item == "new"
    bench.queues.release("a", now=1001.2, sent_at=1001.1)
    miss(bench, (3,), at=1.2)
    assert bench.queues.pop(1003.1) is None
    assert bench.queues.pop(1003.3).item == "found out"


def test_another_client_asks_before_the_pause(bench):
    """It has asked in vain when the pause begins."""
    miss(bench, (1,), at=0)
    second = Miss(2, new_refusals(), "", 999.9)
    turn = bench.judge.suspected_out("a", second, now=1000.0, has_others=True)
    assert (turn, bench.slot.checked_until, bench.slot.width.now) == (turn._replace(is_checked=True), 1001.0, 1)
    assert (bench.slot.paused_until, bench.told) == (0.0, [("a", False)])
    bench.judge.suspected_out("a", second._replace(sent_at=1000.1, is_check=True), now=1000.2, has_others=True)
    assert bench.slot.paused_until == 1001.0


def test_a_host_that_has_given_an_image_is_not_out(bench):
    """It has turned, which is told in another way."""
    bench.judge.gave("a", 9, new_refusals(), sent_at=999.0)
    assert miss(bench, (1, 2, 3), at=0) == [None] * 3


def test_an_image_ends_an_outage(bench):
    """Its rows go out again when the pause is over."""
    miss(bench, (1, 2), at=0)
    bench.judge.gave("a", 3, new_refusals(), sent_at=1001.0)
    assert not bench.slot.outage.is_on


def test_another_answer_ends_an_outage(bench):
    """One that nobody gives who is out; of hosts that never failed nothing is kept."""
    bench.judge.proved_up("a", sent_at=999.0)
    assert bench.slot.outage is None
    miss(bench, (1, 2), at=0)
    bench.judge.proved_up("a", sent_at=1001.0)
    assert not bench.slot.outage.is_on  # type: ignore[attr-defined]


def test_nobody_is_waited_for_without_a_span():
    """Each row has its retries then."""
    bench = Bench(IMGCRAWL_HOST_OUTAGE_SECONDS=0)
    assert miss(bench, (1, 2, 3), at=0) == [None] * 3


def test_a_host_that_stays_out_is_given_up_by_the_third_row_that_ends(bench):
    """Rows that have another try in between, or over https, are no reason, and the host waits for a later one."""
    wait_in_vain(bench)
    bench.slot.endpoint("").answered(well=False)
    bench.fail(S.HTTP_502, 61, remedy="other_browser")
    bench.fail(S.HTTP_500, 61.2, remedy="plain_accept", again_at=1065.0)
    assert (bench.slot.paused_until, bench.slot.width.now) == (1065.0, 1)
    for at in (66, 67):
        bench.fail(S.HTTP_502, at)
    bench.fail(S.HTTP_502, 67.5, remedy="https")
    assert bench.closed() is None
    bench.fail(S.HTTP_502, 68, remedy="page")
    assert bench.closed() == ("http_502", "the host gave nothing but errors for 68 s")


def test_a_host_that_few_rows_have_waited_for_ends_those_alone(bench):
    """With the first that has tried all: what waits now has failed as well; what is still to come is sent."""
    miss(bench, (1, 2), at=0)
    for row, at in enumerate((1.1, 3.2, 7.3, 14.2)):
        miss(bench, (row % 2 + 1,), at=at)
    bench.queues.push("a", "second")
    bench.fail(S.HTTP_502, 14.3, remedy="other_browser")
    bench.fail(S.HTTP_502, 14.3, remedy=OWN_PAGE)
    assert bench.queues.pop(1014.4).verdict is None
    bench.queues.release("a", now=0.0, sent_at=0.0)
    bench.queues.push("a", "second")
    bench.fail(S.HTTP_502, 14.5, remedy="page")
    popped = bench.queues.pop(1014.6)
    assert (popped.item, popped.verdict) == ("second", ("http_502", "the host gave nothing but errors for 14 s"))
    bench.queues.release("a", now=0.0, sent_at=0.0)
    assert bench.closed() is None
    bench.queues.push("a", "third")
    assert bench.queues.pop(1014.7).verdict is None


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Step("page", "default", url="http://a.test/p", page=True), OWN_PAGE),
        (Step("page", "default", url="http://b.test/p", page=True), "page"),
        (Step("page", "default", url="http://a.test/new.jpg"), "page"),
        (None, None),
    ],
)
def test_a_page_of_the_host_itself_is_not_the_end_of_it(step, told):
    """Nor does the row that asks for it end those that wait; another host's says nothing of this one."""
    state = new_state(1, "http://a.test/1.jpg", None)
    state["url"] = "http://a.test/1.jpg"
    trouble = trouble_of(state, Failure(S.HTTP_502), step, now=1000.0, patient=True)
    assert trouble.remedy == told


@pytest.mark.parametrize(
    ("page", "is_given_up", "told"),
    [("a.test", True, S.HTTP_502), ("a.test", False, S.HTTP_404), ("b.test", True, S.HTTP_404)],
)
def test_a_page_that_was_to_show_that_its_host_is_there_tells_of_the_outage(page, is_given_up, told):
    """Where it is missing nothing else is known of the host than what its images had."""
    state = new_state(1, "http://a.test/1.jpg", None)
    state["url"], state["error"], state["is_given_up"] = "http://a.test/1.jpg", "http_502", is_given_up
    failure = Failure(S.HTTP_404, url=f"http://{page}/p", is_page=True)
    assert trouble_of(state, failure, None, now=1000.0, patient=True).slug is told


def test_a_host_is_not_given_up_before(bench):
    """As long as it is waited for, or its rows failed among others."""
    miss(bench, (1, 2), at=0)
    for at in range(1, 9):
        bench.fail(S.HTTP_502, at)
    assert bench.closed() is None


def test_a_crawl_without_retries_gives_up_nobody(bench):
    """Each row has its one request, whatever the others met."""
    wait_in_vain(bench)
    for at in range(61, 69):
        bench.fail(S.HTTP_502, at, patient=False)
    assert bench.closed() is None


def checked(bench: Bench) -> None:
    """Let two rows fail, the second of which another client may ask for, with two more rows behind them."""
    for item in ("next", "last"):
        bench.queues.push("a", item)
    miss(bench, (1,), at=0)
    bench.judge.suspected_out("a", Miss(2, new_refusals(), "", 999.9), now=1000.0, has_others=True)
    bench.queues.push("a", "check", not_before=FIRST_OF_ALL)


def test_the_pause_holds_whatever_becomes_of_its_check(bench):
    """A check that ends in a way that is no outage, or of which nothing is heard, sets no other row free."""
    checked(bench)
    assert bench.queues.pop(1000.1).item == "check"
    bench.queues.release("a", now=0.0, sent_at=0.0)
    assert bench.queues.pop(1000.9) is None
    assert bench.queues.next_due() == 1001.0
    assert bench.queues.pop(1001.1).item == "last"


def test_a_check_does_not_go_before_another_pause(bench):
    """Where the host has named a time that holds for whoever asks."""
    checked(bench)
    bench.complain(0, sent=-0.1, wait_s=5.0)
    assert bench.queues.pop(1005.9) is None
    assert bench.queues.pop(1006.1).item == "check"


def test_a_check_that_is_answered_ends_the_pause(bench):
    """Its host is in order, and the rows need not wait for longer."""
    checked(bench)
    assert bench.queues.pop(1000.1).item == "check"
    bench.judge.gave("a", 2, new_refusals(), sent_at=1000.1)
    bench.queues.release("a", now=0.0, sent_at=0.0)
    assert bench.queues.pop(1000.2).item == "next"


def test_others_hear_when_the_pause_of_an_outage_was_told(bench):
    """Their clocks tell how much of it is left, and nothing is said of the pace; checked or not."""
    for has_others in (False, True):
        bench.queues.slot("a").outage = None
        miss(bench, (1,), at=0)
        bench.judge.suspected_out("a", Miss(2, new_refusals(), "", 999.9), now=1000.0, has_others=has_others)
        standing = bench.judge.standing("a")
        assert (standing.told_at, standing.pause_left_s(1000.25)) == (1000.0, 0.75)
    other = Bench()
    assert other.judge.recall(standing, now=1000.25)
    assert (other.slot.paused_until, other.slot.rate.learnt, other.slot.width.narrowed_at) == (1001.0, False, 0.0)


@pytest.mark.parametrize(("waits", "delays"), [([5, 5, 5], [0.5, 1.0, 2.0]), ([None, 5, 5], [0.5, 0.5, 1.0])])
def test_a_503_that_names_a_time_again_is_about_the_pace(bench, waits, delays):
    """After the time that it had named, not after a pause of ours: the first delay was none that it had asked for."""
    seen = []
    for n, wait_s in enumerate(waits):
        bench.complain(20 * n, sent=20 * n - 1, overload=True, wait_s=wait_s)
        seen.append(bench.slot.delay)
    assert seen == delays
