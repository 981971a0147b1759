"""The cookies of a page that go along to the picture that it names."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.frontier.waiting import FIRST_OF_ALL
from imgcrawl.middlewares.cookies import SiteCookiesMiddleware
from imgcrawl.pages import Choice, Confidence
from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.state import ends_at, new_state
from imgcrawl.remedies.waits.again import LATER
from imgcrawl.spiders.asking.requests import Asking
from imgcrawl.spiders.asking.taken_along import cookies_for
from imgcrawl.spiders.rows.withheld import Refused

PAGE, IMAGE = "https://www.shop.test/a/page", "https://www.shop.test/a/1.jpg"


def page(*cookies: str, url: str = PAGE, **meta: float) -> Response:
    """Return a page that sets *cookies*."""
    response = Response(url, headers={"Set-Cookie": list(cookies)}, request=Request(url, meta=meta))
    SiteCookiesMiddleware().process_response(response.request, response)
    return response


def sent(first: Response, *others: Response, url: str = IMAGE) -> bytes:
    """Return what is sent to *url* for *first*, after *others* have come, of cookies."""
    middleware = SiteCookiesMiddleware()
    for response in (first, *others):
        middleware.process_response(response.request, response)
    request = Request(url, cookies=cookies_for(url, first))
    middleware.process_request(request)
    return request.headers.get(b"Cookie") or b""


@pytest.mark.parametrize("cookie", ["t=1", "t=1; Path=/", "t=1; Domain=shop.test; Path=/; Secure; HttpOnly"])
def test_the_picture_of_a_page_is_asked_for_with_its_cookies(cookie):
    """What another page has set since is another page's."""
    assert sent(page(cookie), page(cookie.replace("1", "2"))) == b"t=1"


@pytest.mark.parametrize(
    ("response", "url"),
    [
        (page("t=1"), "https://img.shop.test/a/1.jpg"),
        (page("t=1"), "https://www.other.test/a/1.jpg"),
        (page("t=1; Path=/b"), IMAGE),
        (page("t=1; Secure"), IMAGE.replace("https", "http")),
        (page("t=; Max-Age=0"), IMAGE),
        (page("\x01=\x02"), IMAGE),
    ],
)
def test_no_cookie_goes_where_it_was_not_set_for(response, url):
    """Hosts, paths and ends hold as for any cookie."""
    assert sent(response, url=url) == b""


def test_a_page_that_came_before_has_none():
    """What its host has set since is newer."""
    assert cookies_for(IMAGE, page("t=1", **{keys.PAGE_CAME_AT: 7.0})) == []
    assert len(cookies_for(IMAGE, page(*(f"c{number}=1" for number in range(99))))) == 20


@pytest.mark.parametrize(
    ("cookie", "image", "is_asked"),
    [
        ("t=1; Path=/; Domain=shop.test", "http://media.shop.test/1.jpg", True),
        ("t=1; Path=/", "http://www.shop.test/1.jpg", True),
        ("t=1; Path=/; Domain=shop.test", "https://media.shop.test/1.jpg", True),
        ("t=1; Path=/; Domain=shop.test; Secure", "http://media.shop.test/1.jpg", False),
        ("t=1; Path=/", "http://www.other.test/1.jpg", False),
    ],
)
def test_the_cookies_of_a_secure_page_go_to_http_too(cookie, image, is_asked):
    """An http image of the site is asked for once more with what its https page set, unless that is for https alone."""
    state = new_state(1, image, PAGE) | {"url": image, "trail": [{}], "error": "http_403"}
    request = _asking().with_cookies(state, page(cookie))  # type: ignore[arg-type]
    assert (request is not None) == is_asked
    if is_asked:
        assert sent(page(cookie), url=image) == b"t=1"


def _asking() -> Asking:
    return Asking(
        parse=None,
        parse_page=None,
        failed=None,
        intake=None,
        ask_pages=True,
        take_page_cookies=True,  # type: ignore[arg-type]
    )


def test_the_picture_goes_out_next_on_its_host():
    """A signature or a cookie may be good for moments."""
    asking = _asking()
    state = new_state(1, IMAGE, PAGE) | {"url": IMAGE, "trail": [{}], "error": "http_403"}
    named = asking.present(Choice(IMAGE, Confidence.EXACT, "x"), state, page("t=1"))  # type: ignore[arg-type]
    again = asking.with_cookies(state, page("t=1"))  # type: ignore[arg-type]
    for request in (named, again):
        assert request is not None
        assert (request.meta[keys.NOT_BEFORE], request.priority) == (FIRST_OF_ALL, 1)
        assert request.cookies == [{"name": "t", "value": "1", "path": "/a"}]


@pytest.mark.parametrize(("url", "retries"), [(IMAGE, 2), ("https://images.example/1.jpg", 0)])
def test_a_picture_on_another_host_than_its_page_has_retries_of_its_own(url, retries):
    """Those for the page speak of the host of that."""
    state = new_state(1, IMAGE, PAGE) | {"url": IMAGE, "trail": [{}], "retries": 2}
    _asking().present(Choice(url, Confidence.EXACT, "x"), state, page("t=1"))  # type: ignore[arg-type]
    assert state["retries"] == retries


def test_a_row_that_was_kept_back_is_looked_at_again():
    """In the way that speaks for it, and once."""
    given = "http://media.shop.test/1.jpg"
    state = new_state(1, given, PAGE) | {"url": given, "variant": "bot_identity", "speaker": "default"}
    request = _asking().again(Refused(Request(given), state, Outcome(id="1", url=given)), "look_again")  # type: ignore[arg-type]
    assert (request.url, state["remedy"], state["variant"], state["tried"]) == (given, "look_again", "default", [LATER])


@pytest.mark.parametrize(("way", "url"), [("https", "https://media.shop.test/1.jpg"), ("no_referer", None)])
def test_a_row_that_was_kept_back_is_asked_for_as_another_was_found(way, url):
    """Over https that is another address, in the way that rows begin in."""
    given = "http://media.shop.test/1.jpg"
    state = new_state(1, given, PAGE) | {"url": given, "variant": "bot_identity"}
    row = Refused(Request(given), state, Outcome(id="1", url=given))  # type: ignore[arg-type]
    request = _asking().again(row, way)
    assert (request.url, request.priority) == (url or given, 1)
    assert (state["remedy"], state["tried"]) == (way, [url or way])
    assert state["variant"] == ("default" if url else way)


def test_the_time_in_which_a_row_was_kept_back_is_not_its_own(monkeypatch):
    """What it has had before counts, and what comes after."""
    monkeypatch.setattr("imgcrawl.clock.now", lambda: 1000.0)
    state = new_state(1, IMAGE, PAGE) | {"url": IMAGE, "started_at": 100.0, "planned_at": 150.0, "excused_s": 10.0}
    _asking().again(Refused(Request(IMAGE), state, Outcome(id="1", url=IMAGE)), "no_referer")  # type: ignore[arg-type]
    assert ends_at(state, 600.0) == 100.0 + 600.0 + 10.0 + 850.0
