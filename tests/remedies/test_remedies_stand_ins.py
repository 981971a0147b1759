"""What is spent on answers that mostly stand for something missing, and what their odds save."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.odds import Odds
from imgcrawl.remedies.waits.again import LATER
from imgcrawl.remedies.waits.disguise import DISGUISE
from tests.remedies.planning import HOST, LADDER, PAGE, SECURE, S, begun, make, walk

DRAWING = Failure(S.CONTENT_PLACEHOLDER)
PHOTO = Failure(S.CONTENT_PLACEHOLDER, is_photo=True)
MISSING = Failure(S.CONTENT_HTML, is_said_missing=True)
NO_HINT = ("https", "same_origin_referer", "no_referer", "other_browser", "third_browser", "bot_identity")


def ways(planner, failure, *, row=1, host=HOST):
    """Return the other ways in which a row is asked for that ends with *failure* each time."""
    state, asked = begun(row, f"https://{host}/{row}.jpg", PAGE), []
    while (step := walk(planner, state, failure, host=host)[0]) is not None:
        asked.append(step.remedy)
        assert len(asked) < 40
    return [name for name in asked if name in LADDER]


@pytest.mark.parametrize(
    ("failure", "most"),
    [(MISSING, 1), (DRAWING, 2), (PHOTO, 3), (Failure(S.CONTENT_HTML), 3)],
    ids=["page says so", "drawing", "photograph", "page"],
)
def test_what_says_that_there_is_nothing_is_believed_sooner(failure, most):
    """One other way is tried against a page that says so, two against a drawing, and three against others."""
    assert len(ways(make(), failure)) == most


@pytest.mark.parametrize(("failure", "is_dropped"), [(DRAWING, True), (PHOTO, False)], ids=["drawing", "photograph"])
def test_drawings_that_go_away_for_nobody_are_met_in_no_other_way(failure, is_dropped):
    """Several hosts with a drawing are enough for the next; photographs differ, so that more of them tell more."""
    planner = make()
    for n in range(40):
        ways(planner, failure, row=n, host=f"h{n}.test")
    assert (ways(planner, failure) == []) is is_dropped


@pytest.mark.parametrize(
    ("failure", "is_dropped"), [(MISSING, True), (Failure(S.HTTP_401), False)], ids=["page says so", "refusal"]
)
def test_a_host_that_refuses_all_its_rows_is_searched_whatever_the_odds(failure, is_dropped):
    """All rows of a host are at stake; where it says that they are missing that makes up for smaller odds alone."""
    planner = make()
    for n in range(60):
        for name in LADDER:
            planner.memory.tested(f"h{n}.test", "http_401", name, row=n, helped=False)
            planner.memory.tested(f"h{n}.test", "content_html, said to be missing", name, row=n, helped=False)
    assert (not [name for row in range(3) for name in ways(planner, failure, row=row)]) is is_dropped


def test_more_rows_at_stake_make_up_for_smaller_odds():
    """What would not be worth it for one row is, for a host that has several."""
    odds = Odds()
    for _ in range(8):
        odds.note("content_placeholder", "no_referer", helped=False)
    assert not odds.is_likely("content_placeholder", "no_referer")
    assert odds.is_likely("content_placeholder", "no_referer", gain=2.0)


def test_ways_that_fail_against_drawings_speak_against_the_others():
    """After twenty trials of one way in vain three of another are enough; not so against refusals."""
    for failure, is_likely in (("content_placeholder", False), ("http_401", True)):
        odds = Odds()
        for n in range(23):
            odds.note(failure, "no_referer" if n < 20 else "other_browser", helped=False)
        assert odds.is_likely(failure, "other_browser") is is_likely


@pytest.mark.parametrize(
    ("failure", "waits"),
    [(DRAWING, False), (PHOTO, False), (Failure(S.CONTENT_HTML), True)],
    ids=["drawing", "photograph", "page"],
)
def test_a_picture_is_waited_for_where_that_has_ever_helped(failure, waits):
    """Six hosts that wait for the end of a picture are enough, be it that none of them is back yet."""
    planner = make()
    for n in range(6):
        planner.memory.begins(f"h{n}.test", failure.slug, DISGUISE)
    for _ in range(3):
        planner.memory.won(HOST, "default")
    state = begun(1, SECURE, None)
    assert planner.may_be_turned(state, failure, host=HOST, now=50.0) is waits
    assert (walk(planner, state, failure)[0].remedy == "wait") is waits


def test_waiting_that_has_helped_goes_on_being_tried():
    """One row whose image came after the wait speaks for it; that this was none takes it back."""
    planner = make()
    for _ in range(3):
        planner.memory.won(HOST, "default")
    state = begun(1, SECURE, None)
    assert walk(planner, state, DRAWING)[0].remedy == "wait"
    before = planner.memory.odds.chance("content_placeholder", DISGUISE)
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory.odds.chance("content_placeholder", DISGUISE) > before
    planner.learning.rejected(state, host=HOST)
    assert planner.memory.odds.chance("content_placeholder", DISGUISE) == before


@pytest.mark.parametrize(("failure", "looks"), [(DRAWING, False), (PHOTO, True)], ids=["drawing", "photograph"])
def test_later_looks_that_are_under_way_count(failure, looks):
    """Six hosts whose drawing is looked at again later are enough for the next, before any of them has answered."""
    planner = make(remedies=("look_again",))
    for n in range(6):
        state = begun(n, f"https://h{n}.test/1.jpg", None)
        state["started_at"] = 49.0
        assert walk(planner, state, DRAWING, host=f"h{n}.test")[0].remedy == "look_again"
    state = begun(9, SECURE, None)
    state["started_at"] = 49.0
    assert (walk(planner, state, failure)[0] is not None) is looks
    for _ in range(2):
        planner.memory.helped("h0.test", "content_placeholder", LATER, row=0)
    if not looks:
        assert walk(planner, state, failure)[0].remedy == "look_again"


def test_the_page_comes_first_where_it_helps_more_than_ways_of_asking():
    """It costs a request and its image another, so that it has to help more often; if it does not, the ways follow."""
    planner = make()
    for n in range(3):
        planner.memory.begins(f"g{n}.test", "http_401", "page")
    planner.memory.helped("g0.test", "http_401", "page", row=0)
    assert planner.memory.odds.chance("http_401", "page") > planner.memory.odds.chance("http_401", LADDER[0])
    assert walk(planner, begun(1, SECURE, PAGE), S.HTTP_401)[0].remedy in LADDER
    for n in range(8):
        planner.memory.begins(f"h{n}.test", "http_401", "page")
        planner.memory.helped(f"h{n}.test", "http_401", "page", row=n)
    steps = walk(planner, begun(2, "https://b.test/1.jpg", PAGE), S.HTTP_401, S.CONTENT_HTML, host="b.test")
    assert steps[0].remedy == "page"
    assert steps[1].remedy in LADDER


def test_a_photograph_is_still_one_after_the_page():
    """Where drawings go away for nobody a row with a photograph is asked for otherwise, also after its page."""
    planner = make()
    for n in range(40):
        ways(planner, DRAWING, row=n, host=f"h{n}.test")
        planner.memory.begins(f"g{n}.test", "content_placeholder", "page")
        planner.memory.helped(f"g{n}.test", "content_placeholder", "page", row=n)
    steps = walk(planner, begun(99, SECURE, PAGE), PHOTO, PHOTO)
    assert [step.remedy in LADDER for step in steps if step] == [False, True]
    assert steps[0].remedy == "page"


def test_the_page_comes_first_after_another_form_of_the_address_too():
    """A row whose original is not where its address names it is looked for on its page before other ways of asking."""
    planner = make()
    for n in range(8):
        planner.memory.begins(f"h{n}.test", "http_403", "page")
        planner.memory.helped(f"h{n}.test", "http_403", "page", row=n)
    url = "https://b.test/sites/default/files/styles/large/public/1.jpg?itok=Ab3_x"
    steps = walk(planner, begun(2, url, PAGE), S.HTTP_403, S.HTTP_404, S.HTTP_404, S.HTTP_404, host="b.test")
    remedies = [step.remedy for step in steps if step]
    assert remedies[0] == "full_size"
    assert "page" in remedies
    assert not set(remedies[: remedies.index("page")]) & set(LADDER)
