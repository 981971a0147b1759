from __future__ import annotations

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl.middlewares import cookies as cookies_module
from imgcrawl.middlewares.cookies import SiteCookiesMiddleware


def make() -> SiteCookiesMiddleware:
    """Make the middleware."""
    return SiteCookiesMiddleware.from_crawler(get_crawler(Spider))


def sets(middleware: SiteCookiesMiddleware, url: str, cookie: str = "pass=1; Path=/") -> None:
    """Let *url* set a cookie."""
    request = Request(url)
    middleware.process_response(request, Response(url, headers={"Set-Cookie": cookie}, request=request))


def sent(middleware: SiteCookiesMiddleware, url: str) -> bytes | None:
    """Return the cookies that *url* is sent."""
    request = Request(url)
    middleware.process_request(request)
    return request.headers.get("Cookie")


def test_a_cookie_comes_back():
    """What a host sets it gets back."""
    middleware = make()
    sets(middleware, "http://www.example.com/1.jpg")
    assert sent(middleware, "http://www.example.com/2.jpg") == b"pass=1"


def test_a_site_is_one_jar():
    """A cookie for a whole domain reaches its other hosts; one for a host does not."""
    middleware = make()
    sets(middleware, "http://www.example.com/", "wide=1; Domain=example.com; Path=/")
    sets(middleware, "http://www.example.com/", "narrow=1; Path=/")
    assert sent(middleware, "http://img.example.com/1.jpg") == b"wide=1"


def test_sites_are_apart():
    """No cookie goes to another site, neighbours on a shared platform included."""
    middleware = make()
    sets(middleware, "http://ann.github.io/")
    assert sent(middleware, "http://bob.github.io/") is None
    assert sent(middleware, "http://example.com/") is None


def test_old_cookies_are_not_carried_along():
    """A request that was made from another does not bring its cookies to a host that set none."""
    request = Request("http://a.test/", headers={"Cookie": "left=over"})
    make().process_request(request)
    assert b"Cookie" not in request.headers


def test_cookies_that_are_too_much_are_dropped():
    """A host that answers its own cookies with 431 or 400 is asked without them; other answers change nothing."""
    url = "http://www.example.com/1.jpg"
    for status, left in ((431, None), (400, None), (403, b"pass=1")):
        middleware = make()
        sets(middleware, url)
        request = Request(url)
        middleware.process_request(request)
        middleware.process_response(request, Response(url, status=status, request=request))
        assert sent(middleware, url) == left


def test_the_number_of_jars_is_bounded(monkeypatch):
    """Of many sites that set cookies the last are remembered."""
    monkeypatch.setattr(cookies_module, "_MOST_JARS", 5)
    middleware = make()
    for n in range(20):
        sets(middleware, f"http://site{n}.com/")
    assert len(middleware.jars) == 5
    assert sent(middleware, "http://site19.com/") == b"pass=1"
    assert sent(middleware, "http://site0.com/") is None


def test_the_jars_used_last_are_kept(monkeypatch):
    """A site that is asked again and again keeps its cookies while others come and go."""
    monkeypatch.setattr(cookies_module, "_MOST_JARS", 5)
    middleware = make()
    sets(middleware, "http://faithful.com/")
    for n in range(20):
        sets(middleware, f"http://site{n}.com/")
        assert sent(middleware, "http://faithful.com/") == b"pass=1"
