"""What is answered for in the place of hosts that redirect all that they are asked for."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.middlewares.spared import SparedRedirects
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.remedies.hosts.redirects import KnownRedirects

OLD, NEW = "http://old.test", "http://new.test"


def asked(url: str, *, by: str = "", lane: int = 1, **meta: object) -> Request:
    """Make the request for *url*, to which the address *by* has led if there is one."""
    state = new_state(lane, by or url, None) | {"url": by or url}
    led = {"redirect_urls": [by], "redirect_reasons": [301], keys.LED_ANEW: False} if by else {}
    return Request(url, meta={keys.FETCH: state, **led, **meta})


def answer(spared: SparedRedirects, request: Request) -> Response | None:
    """Return what is known to come for *request*."""
    return spared.answer(request, request.meta[keys.FETCH])


@pytest.fixture
def spared():
    """Know of a host that it leads to another one."""
    redirects = SparedRedirects(KnownRedirects(), is_on=True)
    for number in range(3):
        answer(redirects, asked(f"{NEW}/{number}.jpg", by=f"{OLD}/{number}.jpg"))
    return redirects


def test_a_known_redirect_is_made(spared):
    """As the host's own would be, and said to be none of its own."""
    request = asked(f"{OLD}/7.jpg?v=1")
    known = answer(spared, request)
    assert (known.status, known.headers[b"Location"].decode()) == (308, f"{NEW}/7.jpg?v=1")
    assert request.meta[keys.SPARED] == 1
    assert answer(spared, asked(f"{NEW}/7.jpg")) is None


@pytest.mark.parametrize("meta", [{keys.MADE_UP: True}, {keys.PAGE: True}], ids=["made-up", "page"])
def test_what_is_to_tell_of_the_host_itself_is_asked_for(spared, meta):
    """A made-up name, and a page of another host."""
    assert answer(spared, asked(f"{OLD}/7.jpg", **meta)) is None


def test_who_logs_in_is_heard_by_the_host_itself(spared):
    """What it has for a login may be elsewhere."""
    request = asked(f"{OLD}/7.jpg")
    request.headers["Authorization"] = "Basic eDp5"
    assert answer(spared, request) is None


@pytest.mark.parametrize(
    "remedy", ["no_referer", "bot_identity", "cookies", "plain_accept", "page", "moved", "other_size"]
)
def test_what_is_asked_for_otherwise_or_elsewhere_is_heard_by_the_host_itself(spared, remedy):
    """It may lead to another host for who asks, or for what; that https is wanted it says to all."""
    request = asked(f"{OLD}/7.jpg")
    request.meta[keys.FETCH]["remedy"] = remedy
    assert answer(spared, request) is None
    for number in range(2):
        answer(spared, asked(f"https://up.test/{number}.jpg", by=f"http://up.test/{number}.jpg"))
    request = asked("http://up.test/7.jpg")
    request.meta[keys.FETCH]["remedy"] = remedy
    assert answer(spared, request).headers[b"Location"] == b"https://up.test/7.jpg"


@pytest.mark.parametrize("meta", [{keys.LED_ANEW: True}, {keys.SPARED: 1}], ids=["anew", "spared"])
def test_some_redirects_tell_nothing(meta):
    """One that each row has to see, and one that was made here."""
    redirects = SparedRedirects(KnownRedirects(), is_on=True)
    for number in range(5):
        answer(redirects, asked(f"{NEW}/{number}.jpg", by=f"{OLD}/{number}.jpg", **meta))
    assert answer(redirects, asked(f"{OLD}/7.jpg")) is None


@pytest.mark.parametrize(("status", "is_known"), [(200, False), (404, False), (429, True), (500, True), (503, True)])
def test_an_answer_that_is_no_redirect_ends_it(spared, status, is_known):
    """But for one of the moment."""
    request = asked(f"{OLD}/8.jpg")
    spared.heard(request, Response(request.url, status=status, request=request))
    assert (answer(spared, asked(f"{OLD}/7.jpg")) is not None) is is_known


def test_what_was_answered_here_is_no_word_of_the_host(spared):
    """Neither for it nor against it."""
    request = asked(f"{OLD}/8.jpg")
    spared.heard(request, Response(request.url, request=request, flags=["cached"]))
    assert answer(spared, asked(f"{OLD}/7.jpg")) is not None


def test_a_row_that_is_led_where_it_failed_is_given_what_it_was(spared):
    """Its own address is asked for itself, what that leads to is not; then it is spared again."""
    first = asked(f"{NEW}/7.jpg", by=f"{OLD}/7.jpg", **{keys.SPARED: 1})
    failed = Response(first.url, status=404, body=b"not here", request=first)
    state = first.meta[keys.FETCH]
    state["as_given"] = "asked"
    spared.keep(first, failed, state)
    assert answer(spared, Request(f"{OLD}/7.jpg", meta={keys.FETCH: state})) is None
    again = Request(f"{NEW}/7.jpg", meta={**first.meta, keys.SPARED: 0, keys.FETCH: state})
    known = spared.answer(again, state)
    assert (known.status, known.body, known.request) == (404, b"not here", again)
    assert state["as_given"] == "led"
    assert answer(spared, Request(f"{OLD}/7.jpg", meta={keys.FETCH: state})).status == 308


def test_one_that_is_led_elsewhere_is_asked_for_there(spared):
    """What it was given is about another address."""
    first = asked(f"{NEW}/7.jpg", by=f"{OLD}/7.jpg", **{keys.SPARED: 1})
    state = first.meta[keys.FETCH]
    state["as_given"] = "asked"
    spared.keep(first, Response(first.url, status=404, request=first), state)
    meta = {keys.FETCH: state, "redirect_urls": [f"{OLD}/7.jpg"], "redirect_reasons": [301]}
    assert spared.answer(Request("http://third.test/7.jpg", meta=meta), state) is None
    assert answer(spared, asked(f"{OLD}/9.jpg", lane=2)) is None


def test_what_was_given_before_the_last_attempt_is_no_answer(spared):
    """A row that was put off, and then cut off, is asked for there again."""
    first = asked(f"{NEW}/7.jpg", by=f"{OLD}/7.jpg", **{keys.SPARED: 1})
    state = first.meta[keys.FETCH]
    spared.keep(first, Response(first.url, status=503, headers={"Retry-After": "60"}, request=first), state)
    state["as_given"] = "asked"
    assert spared.answer(Request(f"{NEW}/7.jpg", meta={**first.meta, keys.SPARED: 0, keys.FETCH: state}), state) is None


def test_nothing_is_spared_where_that_is_off():
    """Nor learnt."""
    redirects = SparedRedirects(KnownRedirects(), is_on=False)
    for number in range(5):
        answer(redirects, asked(f"{NEW}/{number}.jpg", by=f"{OLD}/{number}.jpg"))
    assert answer(redirects, asked(f"{OLD}/7.jpg")) is None
