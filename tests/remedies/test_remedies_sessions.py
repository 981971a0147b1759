"""Errors of servers for addresses that carry the number of a session."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.variants import DEFAULT
from tests.remedies.planning import HOST, S, begun, make, walk

URL, LEFT = f"http://{HOST}/pic.cfm?id=5909882&CFID=147716&CFTOKEN=48745330", f"http://{HOST}/pic.cfm?id=5909882"


def _state(planner, failure, *, url=URL):
    """Return the state of a row and whether its host may be out of order, or have turned, by its first *failure*."""
    state = begun(1, url, None)
    planner.memory[HOST].images = planner.memory[HOST].wins[DEFAULT.name] = 3
    is_out = planner.may_be_out(state, failure, host=HOST, now=50.0)
    return state, is_out, planner.may_be_turned(state, failure, host=HOST, now=50.0)


@pytest.mark.parametrize("slug", [S.HTTP_500, S.HTTP_503])
def test_a_session_is_left_out_before_an_error_is_waited_for(slug):
    """One request without it; in vain, the row waits as it else would, at its own address and not the mended one."""
    planner = make()
    state, is_out, has_turned = _state(planner, Failure(slug))
    assert (is_out, has_turned) == (False, False)
    steps = walk(planner, state, slug, slug)
    assert [(step.remedy, step.url) for step in steps] == [("respelled", LEFT), ("retry", None)]
    assert steps[1].from_start
    assert planner.may_be_out(state, Failure(slug), host=HOST, now=50.0)


@pytest.mark.parametrize(
    ("failure", "url"),
    [
        (Failure(S.HTTP_500), f"http://{HOST}/pic.cfm?id=5909882"),
        (Failure(S.HTTP_502), URL),
        (Failure(S.HTTP_503, retry_after_s=5.0), URL),
        (Failure(S.HTTP_503, sign=Sign.CLOSED), URL),
        (Failure(S.HTTP_500, is_page=True), URL),
    ],
    ids=["no-session", "gateway", "time", "closed", "page"],
)
def test_what_else_an_error_is_about_is_not_about_a_session(failure, url):
    """No session in the address, another machine, a word of its own, the row's page."""
    [step] = walk(make(), begun(1, url, None), failure)
    assert step is None or step.remedy != "respelled"


def test_where_it_is_in_vain_it_is_tried_ever_more_rarely():
    """Rows of a server that is out of order cost few requests more."""
    planner, asked = make(remedies=("respelled", "retry")), 0
    for key in range(16):
        state = begun(key, URL.replace("5909882", str(key)), None)
        asked += [step.remedy for step in walk(planner, state, S.HTTP_500, S.HTTP_500) if step].count("respelled")
    assert 0 < asked <= 7
    assert not [s for s in walk(make(remedies=("retry",)), begun(1, URL, None), S.HTTP_500) if s.remedy != "retry"]
