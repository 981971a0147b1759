"""Rows that begin over https, as http has given their host's other rows nothing."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from tests.remedies.planning import HOST, REMEDY_NAMES, SECURE, URL, S, begun, make, walk


def taught(*, over_https: int = 2, over_http: int = 0, **options):
    """Return a planner whose host has given so many images over https, after http had failed, and over http."""
    planner = make(**options)
    for row in range(over_https):
        state = begun(row, f"http://{HOST}/s{row}.jpg", None)
        state["remedy"] = "https"
        planner.learning.succeeded(state, host=HOST)
    for row in range(over_http):
        planner.learning.succeeded(begun(50 + row, f"http://{HOST}/p{row}.jpg", None), host=HOST)
    return planner


@pytest.mark.parametrize(
    ("over_https", "over_http", "url", "begins"),
    [(2, 0, URL, True), (1, 0, URL, False), (5, 1, URL, False), (2, 0, SECURE, False), (2, 0, "", False)],
)
def test_a_row_begins_over_https_where_that_alone_has_given_images(over_https, over_http, url, begins):
    """Two of them, and none over http; not one that is over https already."""
    planner = taught(over_https=over_https, over_http=over_http)
    step = planner.first_step(begun(99, url, None))
    assert (step is not None and (step.remedy, step.url)) == (("https", SECURE) if begins else False)


@pytest.mark.parametrize("lacking", ["https", "retry"])
def test_it_needs_the_remedies_that_it_takes(lacking):
    """That of asking over https, and that of asking again."""
    planner = taught(remedies=tuple(name for name in REMEDY_NAMES if name != lacking))
    assert planner.first_step(begun(99, URL, None)) is None


def test_images_that_proved_to_be_none_teach_nothing():
    """Over either."""
    planner = taught(over_https=2)
    wrong = begun(1, f"http://{HOST}/s1.jpg", None)
    wrong["remedy"] = "https"
    planner.learning.rejected(wrong, host=HOST)
    assert planner.first_step(begun(99, URL, None)) is None
    planner = taught(over_https=2, over_http=1)
    planner.learning.rejected(begun(50, f"http://{HOST}/p0.jpg", None), host=HOST)
    assert planner.first_step(begun(99, URL, None)) is not None


@pytest.mark.parametrize("slug", [S.HTTP_404, S.HTTP_403, S.TCP_REFUSED, S.TLS_UNTRUSTED, S.CONTENT_HTML])
def test_what_fails_over_https_is_asked_for_as_it_is_given(slug):
    """Once, before all else; the row's verdict is that of its own address."""
    planner, state = taught(), begun(99, URL, None)
    assert planner.first_step(state).url == SECURE
    step = walk(planner, state, Failure(slug, status=418))[0]
    assert (step.remedy, step.url, step.from_start) == ("retry", None, True)
    assert (state["error"], state["status"]) == (None, None)
    steps = walk(planner, state, *[S.HTTP_410] * 3)
    assert state["error"] == S.HTTP_410
    assert [step for step in steps if step and step.url == SECURE] == []


def test_a_limit_over_https_is_waited_for_there():
    """It is no word on the address."""
    planner, state = taught(), begun(99, URL, None)
    planner.first_step(state)
    step = walk(planner, state, Failure(S.HTTP_429, retry_after_s=3.0))[0]
    assert (step.remedy, step.from_start, state["as_given"]) == ("wait", False, "due")


def test_an_image_over_http_ends_it():
    """The host gives over both."""
    planner, state = taught(), begun(99, URL, None)
    planner.first_step(state)
    walk(planner, state, S.HTTP_404)
    planner.learning.succeeded(state, host=HOST)
    assert planner.first_step(begun(98, f"http://{HOST}/98.jpg", None)) is None
