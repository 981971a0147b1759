"""Redirects that were meant to lead elsewhere, in the plan of a row."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from tests.remedies.planning import S, begun, make, walk

URL = "http://a.test/pics/heron.jpg"
LED = "http://b.test/pics/heron.jpg/"
MISSED = Failure(S.HTTP_404, url=LED, hops=1)


def _steps(planner, *failures, key=1, host="b.test"):
    return [step and (step.remedy, step.url) for step in walk(planner, begun(key, URL, None), *failures, host=host)]


def test_what_the_redirect_was_meant_to_lead_to_is_asked_first():
    """Before the row is asked for where it began, and once."""
    planner = make(remedies=("retry", "redirected"))
    refused, meant = Failure(S.TCP_REFUSED, url="http://www.a.test:8181/pics/1.jpg"), "http://www.a.test/pics/1.jpg"
    assert _steps(planner, refused, S.HTTP_404, host="www.a.test") == [("redirected", meant), ("retry", None)]
    assert _steps(make(remedies=("retry",)), refused, host="www.a.test")[0][0] == "retry"


def test_a_private_address_is_never_asked():
    """Of a redirect to one, what its own host may have is asked for; the row fails with that if there is nothing."""
    state = begun(1, URL, None)
    refused = Failure(S.POLICY_PRIVATE_ADDRESS, url="http://10.1.2.3/pics/heron.jpg")
    steps = walk(make(), state, refused, S.HTTP_404, host="10.1.2.3")
    assert [step and step.url for step in steps] == ["https://a.test/pics/heron.jpg", None]
    assert state["error"] == "policy_private_address"


@pytest.mark.parametrize(
    "failure", [Failure(S.HTTP_404, url=URL), MISSED._replace(is_page=True), MISSED._replace(retry_after_s=9.0)]
)
def test_where_no_redirect_is_to_blame(failure):
    """The row's own address, its page, and a host that names a time."""
    assert _steps(make(remedies=("redirected",)), failure) == [None]


def test_a_host_whose_redirects_lead_nowhere_anyway_is_believed_more_and_more():
    """In vain for one row, it is tried again for the second, then for the fourth after that."""
    planner = make(remedies=("redirected",))
    tried = [_steps(planner, MISSED, MISSED, key=key)[0] is not None for key in range(8)]
    assert tried == [True, True, False, True, False, False, False, True]


def test_what_the_page_there_names_is_kept():
    """For when what the redirect was meant to lead to has nothing, and the row is back where it began."""
    full = "http://b.test/full/heron.jpg"
    named = Failure(S.CONTENT_HTML, url=LED, hops=1, present_url=lambda *, whole=False: full)
    steps = _steps(make(remedies=("redirected", "page")), named, S.HTTP_404)
    assert steps == [("redirected", LED.rstrip("/")), ("page", full)]
