"""Rows that are led to another site's home page, in their plans."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.answers.landing import is_past
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import S, begun, make, walk

PATH = "/pics/2017/silent-heron-lake-{}.jpg"
HOME = Failure(S.CONTENT_HTML, url="https://b.test/", hops=1)
PAGE = "http://pages.test/heron"


def _steps(planner, *failures, key=4711, host="b.test", old="a.test", page=None):
    state = begun(key, f"http://{old}{PATH.format(key)}", page)
    return [step and (step.remedy, step.url) for step in walk(planner, state, *failures, host=host)]


def test_the_lost_path_is_asked_for_once_and_before_the_page():
    """It costs one request, and the page two; the page is next."""
    steps = _steps(make(), HOME, S.HTTP_404, page=PAGE)
    assert steps == [("same_path", f"https://b.test{PATH.format(4711)}"), ("page", PAGE)]
    assert _steps(make(remedies=("page",)), HOME, page=PAGE) == [("page", PAGE)]


@pytest.mark.parametrize(
    "failure",
    [
        HOME._replace(hops=0),
        HOME._replace(wants_login=True),
        HOME._replace(is_past=True),
        HOME._replace(is_page=True),
        HOME._replace(sign=Sign.UNHOSTED),
        HOME._replace(retry_after_s=9.0),
        HOME._replace(slug=S.HTTP_404),
    ],
)
def test_what_gives_another_reason_is_no_lost_path(failure):
    """A form to log in, a redirect by way of that path, the page of a provider, an error."""
    assert _steps(make(remedies=("same_path",)), failure) == [None]


def test_three_rows_of_a_host_find_out_unless_one_is_given_its_image():
    """In vain for three, no other row of the host is asked for there; what has helped once is asked for on."""
    planner = make(remedies=("same_path",))
    tried = [_steps(planner, HOME, S.HTTP_404, key=key)[0] is not None for key in range(4711, 4719)]
    assert tried == [True] * 3 + [False] * 5
    planner = make(remedies=("same_path",))
    for key in range(4711, 4731):
        state = begun(key, f"http://a.test{PATH.format(key)}", None)
        [step] = walk(planner, state, HOME, host="b.test")
        assert step is not None
        if key == 4711:
            planner.learning.succeeded(state, host="b.test", marks=[key])
        else:
            walk(planner, state, S.HTTP_404, host="b.test")


def test_it_is_a_guess():
    """In vain on three hosts, it is tried on hardly any other."""
    planner = make(remedies=("same_path",))
    tried = [_steps(planner, HOME, S.HTTP_404, old=f"old{n}.example")[0] is not None for n in range(40)]
    assert tried == [True] * 3 + [False] * 37


def test_by_way_of_the_path():
    """Where redirects have gone by way of it on the host at which they end, it was asked for."""
    asked, home = "http://a.test/x.jpg?v=1", "https://b.test/"
    assert is_past("https://b.test/x.jpg?v=1", asked, home)
    assert not is_past("https://c.test/x.jpg?v=1", asked, home)
    assert not is_past("https://b.test/", asked, home)
