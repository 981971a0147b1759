"""Rows whose addresses all lead to one place."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.places.led_alike import kinds_beside, note_where_led
from imgcrawl.remedies.rules.table import Kind
from tests.remedies.planning import LADDER, URL, S, begun, make, walk

HOME, SECURE_HOME, OWN_PAGE, OTHERS_PAGE = "http://a.test/", "https://www.a.test", "http://a.test/p", "http://b.test/p"


def led(url=HOME, slug=S.CONTENT_HTML, **how):
    """Make the failure of a request that was led to *url*."""
    return Failure(slug, url=url, hops=1, **how)


def is_alike(first, second, *, remedy="https", page=None):
    """Say whether two addresses of a row lead to one place: its own, and what *remedy* asks for."""
    state = begun(1, URL, page)
    note_where_led(state, first)
    state["remedy"] = remedy
    note_where_led(state, second)
    return state["is_led_alike"]


@pytest.mark.parametrize("slug", [S.CONTENT_HTML, S.HTTP_404])
def test_two_addresses_that_lead_to_one_place(slug):
    """Under either scheme and name of its site, and whatever its query."""
    assert is_alike(led(slug=slug), led(SECURE_HOME, slug))
    assert is_alike(led("http://x.test/lander?t=1", slug), led("http://x.test/lander?t=2", slug), remedy="full_size")
    assert not is_alike(led(slug=slug), led("http://a.test/other", slug))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Failure(S.CONTENT_HTML, url=HOME), led()),
        (led(), Failure(S.CONTENT_HTML, url=HOME)),
        (led(slug=S.HTTP_403), led(slug=S.HTTP_403)),
    ],
    ids=["first is there itself", "second is there itself", "a refusal"],
)
def test_what_is_not_led_to_nothing_says_nothing(first, second):
    """A page at the address itself may be that of any address; who is refused may be let in otherwise."""
    assert not is_alike(first, second)


def test_another_way_of_asking_is_no_other_address():
    """It says where the row's own address leads."""
    assert not is_alike(led(), led(), remedy="no_referer")


@pytest.mark.parametrize(("page", "expected"), [(None, True), (OWN_PAGE, True), (OTHERS_PAGE, False)])
def test_who_comes_from_another_site_may_be_led_away_for_that(page, expected):
    """Then only the row's page, which is asked for by itself, tells."""
    assert is_alike(led(), led(SECURE_HOME), page=page) is expected
    assert is_alike(led(), led(SECURE_HOME, is_page=True), remedy="page", page=page)


def test_the_host_is_asked_no_more_for_such_a_row():
    """What its address carries, and the page on which it was found, may be elsewhere."""
    state = begun(1, URL, None)
    assert kinds_beside(state, Kind) == [*Kind]
    state["is_led_alike"] = True
    left = kinds_beside(state, Kind)
    assert {*Kind} - {*left} == {Kind.ASK_OTHERWISE, Kind.HTTPS, Kind.MEND}


def test_a_plan_ends_with_the_second_address():
    """Without it another way of asking would follow."""
    for second, rest in ((led(SECURE_HOME), None), (Failure(S.CONTENT_HTML, url="https://a.test/1.jpg"), LADDER[0])):
        first, after = walk(make(), begun(1, URL, None), led(), second)
        assert first.remedy == "https"
        assert (after and after.remedy) == rest


def test_a_host_that_sends_its_rows_home_is_asked_otherwise_twice():
    """Also where another address was asked first: what that found out is what was led there."""
    planner, asked = make(), []
    for row in range(4):
        state = begun(row, f"http://a.test/{row}.jpg", OTHERS_PAGE)
        while step := walk(planner, state, led())[0]:
            asked.append(step.remedy)
    assert len([name for name in asked if name in LADDER]) == 2
