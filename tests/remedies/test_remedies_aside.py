"""Pictures that a page or an address names elsewhere, and that their host refuses."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import HOST, LADDER, PAGE, URL, WRAPPED, S, begun, make, walk

FOUND = "http://b.test/inner.jpg"
STRANGE = Failure(S.HTTP_403, sign=Sign.STRANGERS, url=FOUND)


def found(remedy: str, url: str = URL):
    """Return the state of a row whose picture was found elsewhere."""
    state = begun(1, url, PAGE)
    state["remedy"], state["error"] = remedy, "http_404"
    state["tried"] = ["page", FOUND]
    return state


@pytest.mark.parametrize("remedy", ["page", "unwrap"])
@pytest.mark.parametrize(
    ("failure", "way"),
    [
        (STRANGE, "bot_identity"),
        (STRANGE._replace(sign=Sign.BROWSERS), "bot_identity"),
        (STRANGE._replace(sign=Sign.LINKS), "same_origin_referer"),
        (STRANGE._replace(sign=None, sets_cookies=True), "default"),
    ],
)
def test_it_is_asked_for_as_the_refusal_wants_it(remedy, failure, way):
    """By our name, as from its own site, or with the cookie that was set: at the same address, and once."""
    steps = walk(make(), found(remedy), failure, failure, host="b.test")
    assert (steps[0].remedy, steps[0].variant, steps[0].url) == (remedy, way, FOUND)
    assert steps[1] is None or steps[1].url != FOUND


@pytest.mark.parametrize(
    "failure",
    [
        STRANGE._replace(sign=None),
        STRANGE._replace(sign=Sign.CHALLENGE),
        STRANGE._replace(is_page=True),
        STRANGE._replace(hops=1),
        STRANGE._replace(slug=S.HTTP_404),
        STRANGE._replace(retry_after_s=1.0),
    ],
)
def test_no_other_refusal_has_it_asked_for_again(failure):
    """What says nothing of who asks, what is missing, a page, and what lies behind redirects: these are let be."""
    step = walk(make(), found("page"), failure, host="b.test")[0]
    assert step is None or step.url != FOUND


def test_a_way_that_its_host_likes_is_taken():
    """Where others were given their pictures so, one that was found there is asked for so too."""
    planner, other = make(), begun(7, "http://b.test/7.jpg", None)
    walk(planner, other, S.HTTP_403, host="b.test")
    other["variant"] = "bot_identity"
    planner.learning.succeeded(other, host="b.test")
    step = walk(planner, found("page"), STRANGE._replace(sign=None), host="b.test")[0]
    assert (step.variant, step.url) == ("bot_identity", FOUND)


def test_the_host_keeps_what_it_has_taught():
    """The image that came so speaks for that way at the host where it was found."""
    planner, state = make(), found("unwrap", WRAPPED)
    state["variant"] = walk(planner, state, STRANGE, host="b.test")[0].variant
    planner.learning.succeeded(state, host="b.test")
    assert planner.first_variant("b.test") == "bot_identity"
    assert planner.memory["b.test"].asked == {"bot_identity": 1}


def test_the_page_is_given_credit_for_what_it_was_asked_against():
    """That the picture which it names was refused at first makes it no remedy against refusals."""
    planner, state = make(remedies=("page", *LADDER)), begun(1, URL, PAGE)
    steps = walk(planner, state, S.HTTP_404) + walk(planner, state, STRANGE, host="b.test")
    assert [(step.remedy, step.page) for step in steps] == [("page", True), ("page", False)]
    planner.learning.succeeded(state, host="b.test")
    assert dict(planner.memory[HOST].tested) == {("http_404", "page"): 1}


def test_on_a_detour_the_row_goes_on_after_it():
    """A row whose own address was refused is asked for otherwise after what it carries was refused so too."""
    own = Failure(S.HTTP_403, url=WRAPPED)
    state, planner = begun(1, WRAPPED, None), make()
    steps = walk(planner, state, own) + walk(planner, state, STRANGE, STRANGE, host="b.test")
    assert [step.remedy for step in steps] == ["unwrap", "unwrap", "same_origin_referer"]
    assert [step.variant for step in steps[:2]] == ["default", "bot_identity"]
