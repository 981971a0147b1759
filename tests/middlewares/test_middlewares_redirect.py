from __future__ import annotations

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.middlewares.redirect import GuardedRedirectMiddleware

URL = "http://a.test/dir/1.jpg"


def follow(location: str | bytes | None, *, status: int = 302, request: Request | None = None, **headers: str):
    """Return what becomes of a redirect to *location*."""
    request = request or Request(URL)
    fields = dict(headers) | ({"Location": location} if location is not None else {})
    response = Response(request.url, status=status, headers=fields, request=request)
    middleware = GuardedRedirectMiddleware.from_crawler(get_crawler(Spider, {"REDIRECT_MAX_TIMES": 5}))
    return middleware.process_response(request, response)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/2.jpg", "http://a.test/2.jpg"),
        ("2.jpg", "http://a.test/dir/2.jpg"),
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
        (URL, "http_redirect_loop"),
    ],
)
def test_redirects_that_lead_nowhere(location, slug):
    """A target that is no web address, none, or the same address again ends the way, with a slug and no exception."""
    found = follow(location)
    assert isinstance(found, Response)
    assert found.meta[keys.VERDICT] == slug


def test_a_cookie_may_make_a_second_visit_another_matter():
    """An address that redirects to itself with a cookie is asked once more with it, and not for ever."""
    found = follow(URL, **{"Set-Cookie": "a=1"})
    assert isinstance(found, Request)
    tired = Request(URL, meta={"redirect_urls": [URL, URL], "redirect_times": 2, "redirect_ttl": 3})
    assert follow(URL, request=tired, **{"Set-Cookie": "a=1"}).meta[keys.VERDICT] == "http_redirect_loop"


def test_chains_end():
    """After as many hops as are allowed the chain is a loop."""
    request: Request | Response = Request(URL)
    hops = 0
    while isinstance(request, Request):
        request = follow(f"/{hops}.jpg", request=request)
        hops += 1
    assert hops == 6
    assert request.meta[keys.VERDICT] == "http_redirect_loop"


@pytest.mark.parametrize("status", [200, 300, 304, 404])
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
