"""Second looks: when, and in which way."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Step
from tests.remedies.planning import HOST, PAGE, URL, begun, make


def test_a_second_look_comes_late():
    """What may be a notice is asked for again some 16 s later, while the row has time and it is wanted."""
    state = begun(1, URL, None) | {"variant": "no_referer", "started_at": 0.0}
    step = make().second_look(state, host=HOST, now=50.0)
    assert (step.remedy, step.variant, step.url) == ("look_again", "no_referer", None)
    assert 12.8 <= step.delay_s <= 19.2
    assert state["remedy"] is None
    assert make().second_look(state, host=HOST, now=100.1) is None
    assert make(remedies=("retry", "wait")).second_look(state, host=HOST, now=50.0) is None


@pytest.mark.parametrize(
    ("page", "first", "won", "second"),
    [
        (PAGE, "default", "", "same_origin_referer"),
        (PAGE, "default", "bot_identity", "bot_identity"),
        (None, "default", "", "default"),
        (None, "default", "no_referer", "no_referer"),
        (PAGE, "same_origin_referer", "", "same_origin_referer"),
        (PAGE, "no_referer", "no_referer", "same_origin_referer"),
    ],
)
def test_a_second_look_is_taken_in_another_way(page, first, won, second):
    """It comes in the way that has won there, else from the host's own page, unless the first one did."""
    planner, state = make(), begun(1, URL, page) | {"variant": first}
    if won:
        planner.memory.won(HOST, won)
    step = planner.second_look(state, host=HOST, now=50.0)
    assert step.variant == second
    only = make(remedies=("look_again",)).second_look(state, host=HOST, now=50.0)
    assert only.variant == first


@pytest.mark.parametrize(
    ("page", "first", "times", "second"),
    [
        (PAGE, "default", 0, "same_origin_referer"),
        (PAGE, "default", 1, "no_referer"),
        (PAGE, "default", 2, "other_browser"),
        (PAGE, "same_origin_referer", 1, None),
        (f"http://{HOST}/page", "default", 0, "same_origin_referer"),
        (f"http://{HOST}/page", "default", 1, "same_origin_referer"),
        (None, "default", 2, "other_browser"),
    ],
)
def test_ways_are_compared_in_turn(page, first, times, second):
    """What came from the host's own pages is not held against what others are given; only the first look waits."""
    state = begun(1, f"http://{HOST}/1.jpg", page) | {"variant": first, "tried": [first]}
    step = make().second_look(state, host=HOST, now=50.0, times=times)
    assert (step and step.variant) == second
    if step:
        assert (step.delay_s == 0) is bool(times)


def test_the_ways_are_held_against_the_first():
    """A row that was asked for again from the host's own pages, in vain, is asked for in the others too."""
    state = begun(1, URL, PAGE) | {"variant": "same_origin_referer", "tried": ["same_origin_referer"]}
    state["doubted"] = {"way": "default"}
    assert make().second_look(state, host=HOST, now=50.0, times=1).variant == "no_referer"


def test_a_shared_picture_is_looked_at_in_a_way_that_gives_others_their_own():
    """At once, by a way that has given two; one that has given the picture itself, or one other, tells nothing."""
    planner, state = make(), begun(1, URL, PAGE) | {"variant": "no_referer", "tried": ["no_referer"]}
    for way in ("no_referer", "no_referer", "third_browser"):
        planner.memory.won(HOST, way)
    step = planner.second_look(state, host=HOST, now=50.0, times=0)
    assert step.variant == "same_origin_referer"
    assert step.delay_s > 0
    planner.memory.won(HOST, "third_browser")
    assert planner.second_look(state, host=HOST, now=50.0, times=0) == Step("look_again", "third_browser")


@pytest.mark.parametrize("how", [{}, {"times": 0}, {"times": 1}, {"same_way": True}], ids=str)
def test_no_second_look_falls_into_an_announced_wait(how):
    """Whatever is to be seen by it, the host is left alone for as long as what came with the picture asks for."""
    state = begun(1, f"http://{HOST}/1.jpg", PAGE)
    assert make().second_look(state, host=HOST, now=50.0, asked_s=45.0, **how).delay_s == 45.0
    assert make().second_look(state, host=HOST, now=50.0, asked_s=0.0, **how).delay_s < 20.0
    assert make().second_look(state, host=HOST, now=50.0, asked_s=301.0, **how).delay_s < 20.0


def test_a_shared_picture_that_came_with_a_wait_is_looked_at_after_it():
    """Also where it would have been looked at at once, and no later than that."""
    planner, state = make(), begun(1, URL, PAGE)
    for _ in range(2):
        planner.memory.won(HOST, "third_browser")
    step = planner.second_look(state, host=HOST, now=50.0, times=0, asked_s=3.0)
    assert step == Step("look_again", "third_browser", delay_s=3.0)


def test_whether_a_picture_lasts_is_seen_later():
    """The same way is asked once more when a limit that may have brought the picture is forgotten."""
    state = begun(1, URL, PAGE) | {"variant": "no_referer"}
    step = make().second_look(state, host=HOST, now=50.0, same_way=True)
    assert step.variant == "no_referer"
    assert 12.8 <= step.delay_s <= 19.2
