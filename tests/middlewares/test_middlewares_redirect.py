from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import clock, keys
from imgcrawl.middlewares.redirect import GuardedRedirectMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "http://a.test/dir/1.jpg"


MOST_REDIRECTS = 8


def follow(
    location: str | bytes | None,
    *,
    status: int = 302,
    request: Request | None = None,
    body: bytes = b"",
    **headers: str,
):
    """Return what becomes of a redirect to *location*."""
    request = request or Request(URL)
    fields = dict(headers) | ({"Location": location} if location is not None else {})
    response = Response(request.url, status=status, headers=fields, request=request, body=body)
    middleware = GuardedRedirectMiddleware.from_crawler(get_crawler(Spider, {"REDIRECT_MAX_TIMES": MOST_REDIRECTS}))
    return middleware.process_response(request, response)


@pytest.mark.parametrize(("told", "wait_s"), [("7", 7.0), ("300", 300.0), ("301", None), ("0", None), ("soon", None)])
def test_a_redirect_is_followed_when_it_says(told, wait_s):
    """Retry-After with a redirect is the least time before it is followed, unless the run waits for nothing so long."""
    before = clock.now()
    found = follow("/2.jpg", **{"Retry-After": told})
    assert isinstance(found, Request)
    at = found.meta.get(keys.NOT_BEFORE)
    assert at is None if wait_s is None else before + wait_s <= at <= clock.now() + wait_s


def test_who_is_led_on_knows_when_it_was_asked_for():
    """What is known to be at the target is as old as that."""
    found = follow("/2.jpg", request=Request(URL, meta={keys.ASKED_AT: 7.5}))
    assert isinstance(found, Request)
    assert found.meta[keys.LED_AT] == 7.5


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/2.jpg", "http://a.test/2.jpg"),
        ("heron.jpg", "http://a.test/dir/heron.jpg"),
        ("//b.test/2.jpg", "http://b.test/2.jpg"),
        ("https://b.test/2.jpg#part", "https://b.test/2.jpg"),
        ("/süß 2.jpg".encode(), "http://a.test/s%C3%BC%C3%9F%202.jpg"),
    ],
)
def test_redirects_are_followed(status, location, target):
    """Every kind of redirect leads to its target, relative, international and sloppy ones included."""
    found = follow(location, status=status)
    assert isinstance(found, Request)
    assert found.url == target
    assert found.method == "GET"


@pytest.mark.parametrize(
    ("location", "slug"),
    [
        ("file:///etc/passwd", "url_redirect"),
        ("ftp://b.test/1.jpg", "url_redirect"),
        ("javascript:alert(1)", "url_redirect"),
        (None, "http_bad_redirect"),
        ("", "http_bad_redirect"),
        ("http://", "http_bad_redirect"),
        ("http://b.test:99999/", "http_bad_redirect"),
        ("2.jpg", "http_bad_redirect"),
    ],
)
def test_redirects_that_lead_nowhere(location, slug):
    """A target that is no web address, or none, ends the way, with a slug and no exception."""
    found = follow(location)
    assert isinstance(found, Response)
    assert found.meta[keys.VERDICT] == slug


def test_a_redirect_without_a_location_leads_where_its_note_does():
    """The only link of the note is followed; with a Location nothing in the body is heard."""
    note = b'Object moved to <a href="https://b.test/2.jpg">here</a>.'
    found = follow(None, body=note)
    assert isinstance(found, Request)
    assert found.url == "https://b.test/2.jpg"
    told = follow("/3.jpg", body=note)
    assert isinstance(told, Request)
    assert told.url == "http://a.test/3.jpg"


def test_a_name_that_was_encoded_before_is_not_encoded_anew():
    """The address that is asked for next is the one that was meant."""
    found = follow("https://b.test/a%2520b.jpg", request=Request("http://b.test/a%20b.jpg"))
    assert isinstance(found, Request)
    assert found.url == "https://b.test/a%20b.jpg"


def visits(locations: list[str], cookie: Callable[[int], str] | None) -> int:
    """Return how many requests are sent to a host that redirects to *locations* in turn until the chain is a loop."""
    request: Request | Response = Request(URL)
    sent = 0
    while isinstance(request, Request):
        fields = {"Set-Cookie": f"{cookie(sent)}; Path=/"} if cookie else {}
        request = follow(locations[sent % len(locations)], request=request, **fields)
        if cookie:
            request.headers["Cookie"] = f"b=2; {cookie(sent)}"
        sent += 1
    assert request.meta[keys.VERDICT] == "http_redirect_loop"
    return sent


@pytest.mark.parametrize(
    ("locations", "cookie", "sent"),
    [
        ([URL], None, 2),
        ([URL], lambda _n: "a=1", 3),
        ([URL], lambda n: f"a={n}", 3),
        ([URL], lambda n: f"a{n}=1", 6),
        (["http://a.test/2.jpg", URL], None, 4),
        ([f"{URL}?n={n}" for n in range(30)], None, 6),
    ],
    ids=[
        "itself",
        "same-cookie",
        "another-value",
        "another-cookie-each-time",
        "in-a-circle",
        "another-query-each-time",
    ],
)
def test_an_address_may_lead_to_itself(locations, cookie, sent):
    """One that leads back is asked again, more often while each answer sets a cookie that is new, and not for ever."""
    assert visits(locations, cookie) == sent


def test_chains_end():
    """After as many hops as are allowed the chain is a loop."""
    request: Request | Response = Request(URL)
    hops = 0
    while isinstance(request, Request):
        request = follow(f"/{hops}/heron.jpg", request=request)
        hops += 1
    assert hops == MOST_REDIRECTS + 1
    assert request.meta[keys.VERDICT] == "http_redirect_loop"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/2.jpg", "http://a.test/2.jpg"),
        ("https://www.a.test/2.jpg", "https://www.a.test/2.jpg"),
        ("https://b.test/2.jpg", None),
        (URL, None),
        ("http://", None),
        ("", None),
        (None, None),
    ],
)
def test_of_several_choices_the_preferred_one_is_taken(location, target):
    """If it is of the same site; else the answer goes on to who reads what it says of the choices."""
    found = follow(location, status=300, body=b"<a href=/3.jpg>3</a>")
    assert getattr(found, "status", None) == (300 if target is None else None)
    assert found.url == (target or URL)


@pytest.mark.parametrize("status", [202, 304, 404])
def test_other_answers_pass(status):
    """What is no redirect is left alone, whatever it carries."""
    found = follow("/2.jpg", status=status)
    assert isinstance(found, Response)
    assert keys.VERDICT not in found.meta


def test_the_login_stays_where_it_belongs():
    """Authorization goes along within the host, and never to another."""
    login = Request(URL, headers={"Authorization": "Basic eA=="})
    assert b"Authorization" in follow("/2.jpg", request=login).headers
    login = Request(URL, headers={"Authorization": "Basic eA=="})
    assert b"Authorization" not in follow("http://b.test/2.jpg", request=login).headers
