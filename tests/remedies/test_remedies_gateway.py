"""Gateways without a server for http, which may have one for https."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.groups import GATEWAY_DOWN
from tests.remedies.planning import HOST, SECURE, URL, S, begun, make, walk

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.planner import Planner


def remedies(planner: Planner, number: int, *failures: ErrorSlug | Failure) -> list[str | None]:
    """Return the remedies of one more URL of the host that met *failures*."""
    steps = walk(planner, begun(number, f"http://{HOST}/{number}.jpg", None), *failures)
    return [step and step.remedy for step in steps]


@pytest.mark.parametrize("slug", sorted(GATEWAY_DOWN))
def test_https_is_asked_after_the_retries_and_before_all_others(slug):
    """The same address over https, once the same over http was in vain."""
    *retries, step = walk(make(), begun(1, URL, None), *[slug] * 4)
    assert [retry and retry.remedy for retry in retries] == ["retry"] * 3
    assert step is not None
    assert (step.remedy, step.url, step.first) == ("https", SECURE, True)


@pytest.mark.parametrize("end", [S.HTTP_502, S.TCP_REFUSED, S.HTTP_404])
def test_one_row_asks_for_its_host(end):
    """Where that is in vain no other row does, nor while it is under way."""
    planner = make()
    assert remedies(planner, 1, *[S.HTTP_502] * 4)[3:] == ["https"]
    assert remedies(planner, 2, *[S.HTTP_502] * 4)[3:] == [None]
    planner = make()
    remedies(planner, 1, *[S.HTTP_502] * 4, end)
    assert remedies(planner, 2, *[S.HTTP_502] * 4)[3:] == [None]


def test_where_it_helps_no_row_waits():
    """Neither are the others asked for again over http, nor is the host taken to be out, or to have turned."""
    planner = make()
    state = begun(1, URL, None)
    walk(planner, state, *[S.HTTP_502] * 4)
    planner.learning.succeeded(state, host=HOST)
    planner.memory[HOST].wins["default"] = 3
    row, failure = begun(2, "http://a.test/2.jpg", None), Failure(S.HTTP_502)
    assert planner.may_be_turned(begun(2, "https://a.test/2.jpg", None), failure, host=HOST, now=50.0)
    assert not planner.may_be_out(row, failure, host=HOST, now=50.0)
    assert not planner.may_be_turned(row, failure, host=HOST, now=50.0)
    assert walk(planner, row, failure)[0].url == "https://a.test/2.jpg"
    row["remedy"] = None
    assert planner.may_be_turned(row, failure, host=HOST, now=50.0)
    told = failure._replace(retry_after_s=7.0)
    assert remedies(planner, 3, told) == ["wait"]


def test_a_host_over_https_may_be_out():
    """What has failed there is waited for as any other."""
    planner = make()
    planner.memory[HOST].https_wins = 1
    assert planner.may_be_out(begun(1, SECURE, None), Failure(S.HTTP_502), host=HOST, now=50.0)
    assert remedies(planner, 2, S.HTTP_502, S.HTTP_502) == ["https", "retry"]


@pytest.mark.parametrize(
    "lesson", [{"images": 1}, {"wins": {"default": 1}}, {"losses": {"default": 1}}, {"misplaced": 1}]
)
def test_a_host_that_has_said_something_else_over_http_is_there(lesson):
    """Whatever was given, refused or missing: its server is the one for http."""
    planner = make()
    for name, value in lesson.items():
        setattr(planner.memory[HOST], name, value)
    assert "https" not in remedies(planner, 1, *[S.HTTP_502] * 4)


def test_who_asks_to_be_left_alone_is_not_asked_over_https():
    """A time that the host names holds for all that it is asked."""
    assert remedies(make(), 1, Failure(S.HTTP_502, retry_after_s=301.0)) == [None]


@pytest.mark.parametrize("slug", [S.HTTP_500, S.HTTP_503, S.HTTP_520])
def test_a_server_that_answers_itself_is_no_gateway(slug):
    """Its errors are the same over https."""
    assert "https" not in remedies(make(), 1, *[slug] * 4)


def test_a_gateway_to_which_a_redirect_has_led_is_another_hosts():
    """What has no server there says nothing of the row's own address."""
    steps = walk(make(), begun(1, URL, None), *[S.HTTP_502] * 4, host="cdn.test")
    assert "https" not in [step and step.remedy for step in steps]
