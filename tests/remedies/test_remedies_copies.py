from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.steps import Failure, Step
from tests.remedies.planning import HOST, URL, begun, make

S = ErrorSlug
COPY = Failure(S.HTTP_503, kept_s=0.0, is_copy=True)
FRESH = Step("retry", "default", fresh=True)


@pytest.mark.parametrize("failure", [COPY, Failure(S.CONTENT_HTML, is_copy=True)])
def test_a_copy_is_asked_past_at_once(failure):
    """Before any wait, once for a row; what comes then is treated like every other failure."""
    planner, state = make(), begun(1, URL, None)
    assert planner.next_step(state, failure, host=HOST, now=0.0) == FRESH
    assert (state["retries"], state["waits"]) == (0, 0)
    assert planner.next_step(state, failure, host=HOST, now=0.0) != FRESH


def test_an_answer_of_the_host_itself_is_no_copy():
    """Only what says that it comes from a cache is asked past one at once."""
    assert make().next_step(begun(1, URL, None), COPY._replace(is_copy=False), host=HOST, now=0.0) != FRESH


def test_a_copy_that_names_a_time_is_waited_for():
    """What it asks holds for who asks past it as well, and nothing is learnt of caches by it."""
    planner, state = make(), begun(1, URL, None)
    step = planner.next_step(state, COPY._replace(retry_after_s=60.0), host=HOST, now=0.0)
    assert step == Step("wait", "default", delay_s=60.0)
    assert planner.next_step(begun(2, URL, None), COPY, host=HOST, now=0.0) == FRESH


@pytest.mark.parametrize("options", [{"remedies": ("wait",)}, {"retry_statuses": False}])
def test_where_answers_are_not_asked_for_again_copies_are_not_either(options):
    """As in the profiles that leave such retries out."""
    assert make(**options).next_step(begun(1, URL, None), COPY, host=HOST, now=0.0) != FRESH


def asked_past(planner, rows: range, *, is_won: bool) -> list[int]:
    """Return which of *rows* are asked for past the caches, one after the other, with this result."""
    asked = []
    for key in rows:
        state = begun(key, f"http://a.test/{key}.jpg", None)
        if planner.next_step(state, COPY, host=HOST, now=0.0) == FRESH:
            asked.append(key)
            if is_won:
                planner.learning.succeeded(state, host=HOST)
            else:
                planner.next_step(state, COPY, host=HOST, now=0.0)
    return asked


def test_a_host_whose_copies_are_right_is_found_out():
    """Each time that it was in vain, twice as many rows have to meet a copy before the next one; else all are."""
    assert asked_past(make(), range(1, 20), is_won=False) == [1, 2, 4, 8, 16]
    planner = make()
    assert asked_past(planner, range(1, 20), is_won=True) == [*range(1, 20)]
    assert asked_past(planner, range(20, 40), is_won=False) == [*range(20, 40)]


def test_a_picture_that_was_none_is_taken_back():
    """Then the copy was no worse."""
    planner, state = make(), begun(1, URL, None)
    planner.next_step(state, COPY, host=HOST, now=0.0)
    planner.learning.succeeded(state, host=HOST)
    planner.learning.rejected(state, host=HOST)
    planner.next_step(state, COPY, host=HOST, now=0.0)
    assert asked_past(planner, range(2, 9), is_won=False) == [2, 4, 8]


def test_a_row_with_a_copy_does_not_wait_for_its_host():
    """Neither for the end of an outage, nor until images come again."""
    planner = make()
    for key in range(2, 6):
        planner.learning.succeeded(begun(key, f"http://a.test/{key}.jpg", None), host=HOST)
    failure = Failure(S.HTTP_502, kept_s=0.0)
    assert planner.may_be_turned(begun(1, URL, None), failure, host=HOST, now=0.0)
    assert not planner.may_be_turned(begun(1, URL, None), failure._replace(is_copy=True), host=HOST, now=0.0)
    assert not planner.may_be_out(begun(1, URL, None), failure._replace(is_copy=True), host=HOST, now=0.0)
