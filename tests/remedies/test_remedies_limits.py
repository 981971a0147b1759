"""Pages that are called a limit on requests, in an image's place."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl.remedies.answers.failures import failure_of_answer
from imgcrawl.remedies.answers.limits import is_called_limit
from imgcrawl.remedies.attempts.steps import Failure
from tests.remedies.planning import S, begun, make, walk

URL = "https://a.test/1.jpg"


@pytest.mark.parametrize(
    "title",
    [
        "Too many requests",
        "429 Too Many Requests | Shop",
        "Slow down!",
        "Please slow down",
        "Rate limit exceeded",
        "You are sending requests too quickly",
        "Zu viele Anfragen",
        "Trop de requêtes",
        "请求过于频繁",
    ],
)
@pytest.mark.parametrize("element", ["title", "h1 class='x'"])
def test_a_page_may_be_called_a_limit(title, element):
    """Its title or heading says that the host is asked too often, in whatever language."""
    page = f"<!doctype html><html><{element}>\n {title} </{element[:5].split()[0]}><p>Hi".encode()
    assert is_called_limit(page)
    answer = Response(URL, body=page, request=Request(URL))
    failure = failure_of_answer(answer.request, answer, S.CONTENT_HTML, "")
    assert (failure.slug, failure.retry_after_s, failure.sign, failure.status) == (S.HTTP_429, None, None, 200)


@pytest.mark.parametrize(
    "page",
    [
        b"<title>Slow down and live: forty pictures</title>",
        b"<title>Page not found</title><p>Too many requests",
        b"<title>We limit requests for loans</title>",
        b"too many requests",
        b"",
    ],
)
def test_a_page_that_only_speaks_of_it_is_none(page):
    """What the text says, and what the words stand for elsewhere, is no limit."""
    assert not is_called_limit(page)
    answer = Response(URL, body=page, request=Request(URL))
    assert failure_of_answer(answer.request, answer, S.CONTENT_HTML, "").slug is S.CONTENT_HTML


def test_it_is_waited_for_as_a_429_without_a_time():
    """Longer each time, and from the row's own address: the page may be where that was redirected to."""
    state, failure = begun(1, URL, None), Failure(S.HTTP_429, status=200, hops=1, url="https://a.test/busy.html")
    steps = walk(make(), state, *[failure] * 3)
    assert [(step.remedy, step.from_start) for step in steps] == [("wait", True)] * 3
    assert walk(make(), begun(2, URL, None), Failure(S.HTTP_429, status=429))[0].from_start is False
