from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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


CRUMBS = [
    "a=b",
    "; ",
    "Path=/",
    "Domain=.example.com",
    "Domain=com",
    "Domain=10.0.0.1",
    "Max-Age=-1",
    "Max-Age=9e99",
    '"',
    "=",
    ",",
]
CRUMBS += [
    "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "Expires=" + "1 " * 40,
    "Secure",
    "\0",
    "\r\n",
    "\xff",
    "\u20ac",
    "x" * 5000,
    "$Version=9",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(CRUMBS), max_size=8).map("".join), max_size=5))
def test_no_cookie_breaks_it(cookies):
    """Whatever cookies a server sets, what goes back is one line, and nothing of it to another site."""
    middleware, url = make(), "http://www.example.com/1.jpg"
    request = Request(url)
    headers = {"Set-Cookie": [cookie.encode() for cookie in cookies]}
    middleware.process_response(request, Response(url, headers=headers, request=request))
    line = sent(middleware, url) or b""
    assert not {b"\r", b"\n", b"\0"} & {line[at : at + 1] for at in range(len(line))}
    assert sent(middleware, "http://www.example.org/1.jpg") is None


def test_a_flood_of_cookies_is_bounded():
    """Of a response the first 50 cookies count, a site with more than 180 is forgotten, and what is sent is bounded."""
    middleware, url = make(), "http://www.example.com/1.jpg"
    sets_many(middleware, url, [f"a{n}=1" for n in range(5000)])
    assert len((sent(middleware, url) or b"").split(b"; ")) == 50
    sets_many(middleware, url, [f"b{n}={'x' * 400}" for n in range(30)])
    assert sent(middleware, url) is None
    for start in range(0, 500, 50):
        sets_many(middleware, url, [f"c{start + n}=1" for n in range(50)])
        assert len(middleware.jars) <= 1
        assert all(len(jar) <= 180 for jar in middleware.jars.values())
    sets_many(middleware, url, ["d=1", "e=" + "x" * 5000, "f=\0"])
    line = sent(middleware, url) or b""
    assert b"d=1" in line
    assert b"e=" not in line
    assert b"f=" not in line


def sets_many(middleware: SiteCookiesMiddleware, url: str, cookies: list[str]) -> None:
    """Let one response of *url* set many cookies."""
    request = Request(url)
    middleware.process_response(request, Response(url, headers={"Set-Cookie": cookies}, request=request))


def test_the_list_of_public_suffixes_is_neither_fetched_nor_kept():
    """The list is the one that is installed."""
    extractor = cookies_module.cookies._split_domain.func  # type: ignore[attr-defined]
    assert extractor.suffix_list_urls == ()
    assert not extractor._cache.enabled


def answered(middleware: SiteCookiesMiddleware, status: int, **fields: str) -> None:
    """Let the site answer with this *status* and these *fields*, whatever cookies it is sent."""
    request = Request("http://a.test/1.jpg")
    middleware.process_request(request)
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    middleware.process_response(request, Response(request.url, status=status, headers=headers, request=request))


IMAGE, PAGE = "image/jpeg", "text/html"


def test_cookies_that_came_with_images_are_forgotten_once_they_are_refused():
    """A host that gave images to who sent none may count by them; what it sets next is kept anew."""
    middleware = make()
    answered(middleware, 200, Set_Cookie="visit=1; Path=/", Content_Type=IMAGE)
    answered(middleware, 200, Set_Cookie="visit=2; Path=/", Content_Type=IMAGE)
    answered(middleware, 404)
    assert sent(middleware, "http://a.test/2.jpg") == b"visit=2"
    answered(middleware, 403)
    assert sent(middleware, "http://a.test/2.jpg") is None
    answered(middleware, 200, Set_Cookie="visit=3; Path=/", Content_Type=IMAGE)
    assert sent(middleware, "http://a.test/2.jpg") == b"visit=3"


@pytest.mark.parametrize("status", [429, 503, 401])
def test_who_asks_too_often_keeps_the_cookies(status):
    """A limit that is told is kept to, and a site that wants somebody to log in is no better off without them."""
    middleware = make()
    answered(middleware, 200, Set_Cookie="visit=1; Path=/", Content_Type=IMAGE)
    answered(middleware, status)
    assert sent(middleware, "http://a.test/2.jpg") == b"visit=1"


@pytest.mark.parametrize("first", [(200, PAGE), (403, IMAGE), (302, IMAGE)], ids=["page", "refusal", "redirect"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_pass_is_kept(first, is_first):
    """Cookies that a page, a refusal or a redirect has set may open the site, whether images set more or not."""
    middleware, pass_ = make(), {"Set_Cookie": "pass=1; Path=/", "Content_Type": first[1]}
    if is_first:
        answered(middleware, first[0], **pass_)
    answered(middleware, 200, Set_Cookie="visit=1; Path=/", Content_Type=IMAGE)
    if not is_first:
        answered(middleware, first[0] if first[0] != 403 else 401, **pass_)
    answered(middleware, 403)
    assert b"pass=1" in (sent(middleware, "http://a.test/2.jpg") or b"")
