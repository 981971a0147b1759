from __future__ import annotations

from contextlib import nullcontext

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.middlewares.landings import LandingsMiddleware
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.remedies.hosts.pages import NotAsked

HOME, PLACE, LOGIN = "http://a.test/", "http://a.test/gone/all", "http://a.test/login"
PAGE, PICTURE = b"<html><title>Welcome</title></html>", b"\xff\xd8\xff\xe0" + bytes(40)


@pytest.fixture
def landings():
    """Know no place yet."""
    return LandingsMiddleware()


def led(name: str, place: str, *, way: str = "default", **how: object) -> Request:
    """Make the request for *place*, to which the row with the picture *name*, asked for in a *way*, was led."""
    begun = f"http://a.test/{name}.jpg"
    state = new_state(1, begun, None) | {"requests": 2, "variant": way}
    return Request(place, meta={keys.FETCH: state, "redirect_urls": [begun], keys.TIMINGS: {"total_ms": 1.0}, **how})


async def came(landings: LandingsMiddleware, request: Request, body: bytes = PAGE, *, status: int = 200, **fields: str):
    """Let *request* be answered by the web, if it is not by what is known; return the answer, and whether it is known.

    Underscores in the names of *fields* stand for hyphens.
    """
    known = await landings.process_request(request)
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    answer = known or Response(request.url, status=status, headers=headers, body=body, request=request)
    return await landings.process_response(request, answer), known is not None


async def test_what_is_known_is_as_old_as_the_redirect_that_led_there(landings):
    """The row's turn at the place may come when its host was held meanwhile: no request has asked if that is back."""
    await came(landings, led("1", HOME))
    request = led("2", HOME, **{keys.LED_AT: 7.5, keys.ASKED_AT: 9.5})
    assert (await came(landings, request))[1]
    assert request.meta[keys.ASKED_AT] == 7.5


async def test_a_home_page_is_asked_for_once(landings):
    """Whoever is led there next is given what came, as if it had come for the row, which has one request less."""
    await came(landings, led("1", HOME))
    request = led("2", HOME)
    answer, is_known = await came(landings, request, b"never asked for")
    assert is_known
    assert (answer.body, answer.url, answer.request) == (PAGE, HOME, request)
    assert request.meta[keys.FETCH]["requests"] == 1
    assert keys.TIMINGS not in request.meta


@pytest.mark.parametrize(("body", "status"), [(PAGE, 200), (PICTURE, 200), (b"", 404)], ids=["page", "picture", "404"])
async def test_any_place_is_known_when_two_rows_were_led_there(landings, body, status):
    """One row that is led there twice is no proof."""
    for name, expected in (("1", False), ("1", False), ("2", False), ("3", True)):
        answer, is_known = await came(landings, led(name, PLACE), body, status=status)
        assert is_known is expected
    assert (answer.body, answer.status) == (body, status)


async def test_a_page_may_change_and_a_picture_may_not(landings):
    """A page is none whatever stands in it; a picture that is another one each time is asked for each time."""
    for place, bodies, expected in (
        (PLACE, (PAGE, PAGE + b"1"), True),
        (PLACE + "2", (PICTURE, PICTURE + b"1"), False),
    ):
        for name, body in enumerate(bodies):
            await came(landings, led(str(name), place), body)
        assert (await came(landings, led("3", place)))[1] is expected


async def test_a_place_is_known_as_it_was_asked_for(landings):
    """Two rows may be led to one picture, which its host gives to some who ask; dead links have pages for nobody."""
    for place, expected in ((PLACE, False), (HOME, True), (LOGIN, True)):
        for name in "12":
            await came(landings, led(name, place))
        assert (await came(landings, led("1", place)))[1]
        assert (await came(landings, led("1", place, way="no_referer")))[1] is expected
        assert (await came(landings, led("2", place, way="no_referer")))[1]


@pytest.mark.parametrize("how", ["compared", "plainer"])
async def test_a_way_is_how_a_request_is_sent(landings, how):
    """One that only compares may be sent in another way than its row, and one without some headers is another."""
    for name in "12":
        await came(landings, led(name, PLACE))
    request = led("1", PLACE, **({keys.WAY: "no_referer"} if how == "compared" else {}))
    if how == "plainer":
        request.meta[keys.FETCH]["plain"] = ["accept"]
    assert not (await came(landings, request))[1]


@pytest.mark.parametrize(
    ("name", "expected"), [("no-image.png", True), ("hotlink.png", False), ("heron-2.png", False), ("1.png", False)]
)
async def test_a_picture_that_is_called_missing_is_asked_for_once(landings, name, expected):
    """Whoever asks, and in whatever way, the row's page included; not one that may be about who asks."""
    place = f"http://a.test/img/{name}"
    await came(landings, led("1", place), PICTURE)
    for again in (led("1", place, way="no_referer"), led("2", place), led("1", place, **{keys.PAGE: True})):
        assert (await landings.process_request(again) is not None) is expected


async def test_a_page_in_its_place_is_asked_for_each_time(landings):
    """It is no picture of nothing; and the query is part of the name."""
    place = "http://a.test/img/no-image.png"
    await came(landings, led("1", place))
    assert await landings.process_request(led("1", place, way="no_referer")) is None
    await came(landings, led("2", place), PICTURE)
    assert await landings.process_request(led("2", f"{place}?v=2", way="no_referer")) is None


@pytest.mark.parametrize(("place", "is_gone"), [(HOME, True), (LOGIN, True), (PLACE, False), (f"{HOME}?p=1", False)])
async def test_a_page_of_a_row_that_is_led_home_is_gone(landings, place, is_gone):
    """What it was about is so too: the home page is not asked for, and what else is there is asked for as a page."""
    await came(landings, led("1", place))
    request = led("1", place, **{keys.PAGE: True})
    with pytest.raises(NotAsked) if is_gone else nullcontext():
        assert await landings.process_request(request) is None
    assert request.meta[keys.FETCH]["requests"] == (1 if is_gone else 2)


async def test_a_page_that_is_its_home_page_itself_is_asked_for(landings):
    """It is led there from http, or from a name of it."""
    request = led("1", HOME, **{keys.PAGE: True})
    request.meta["redirect_urls"] = ["http://www.a.test/index.html"]
    assert await landings.process_request(request) is None


async def test_a_query_at_the_root_may_name_a_picture(landings):
    """A service that is asked there for pictures may have refused who asked first."""
    await came(landings, led("1", f"{HOME}?url=1.jpg"))
    assert not (await came(landings, led("1", f"{HOME}?url=1.jpg", way="no_referer")))[1]


async def test_a_page_in_the_place_of_a_picture_is_not_the_same(landings):
    """What stood there for one row speaks for no page that came for another."""
    await came(landings, led("1", PLACE), PICTURE)
    await came(landings, led("2", PLACE), PAGE)
    assert not (await came(landings, led("3", PLACE)))[1]


@pytest.mark.parametrize(
    ("place", "bodies", "expected"),
    [
        (LOGIN, (PAGE, PAGE), True),
        (LOGIN, (PAGE, PAGE + b"1"), False),
        ("http://a.test/error.aspx", (PAGE, PAGE), True),
        ("http://a.test/fetch", (PAGE, PAGE), False),
        ("http://a.test/index.php", (PAGE, PAGE), False),
    ],
)
async def test_queries_make_other_places_of_what_may_give_images(landings, place, bodies, expected):
    """Only where a site logs in or tells of errors do two rows that were given the same speak for other queries."""
    for name, body in enumerate(bodies):
        await came(landings, led(str(name), f"{place}?from={name}"), body)
    answer, is_known = await came(landings, led("3", f"{place}?from=3"))
    assert is_known is expected
    assert answer.url == f"{place}?from=3"


@pytest.mark.parametrize(
    "fields", [{"Set_Cookie": "a=1"}, {"Retry_After": "7"}, {"Refresh": "5"}], ids=["cookie", "wait", "refresh"]
)
async def test_what_is_of_the_moment_is_not_kept(landings, fields):
    """It may be another answer, or have another effect, the next time."""
    for name in "123":
        assert not (await came(landings, led(name, HOME), **fields))[1]


async def test_what_was_not_led_there_or_is_asked_for_anew_is_asked_for(landings):
    """The place may be a row's own address, and what is to be fresh is fetched."""
    await came(landings, led("1", HOME))
    own = Request(HOME, meta={keys.FETCH: new_state(2, HOME, None)})
    for request in (own, led("2", HOME, **{keys.FRESH: True})):
        assert not (await came(landings, request))[1]


@pytest.mark.parametrize(
    ("what", "status"),
    [({}, 403), ({}, 500), ({keys.VERDICT: "http_redirect_loop"}, 200)],
    ids=["403", "500", "verdict"],
)
async def test_refusals_and_faults_are_not_kept(landings, what, status):
    """They may be about who asks, or pass."""
    for name in "123":
        assert not (await came(landings, led(name, HOME, **what), status=status))[1]


async def test_what_comes_to_a_known_visitor_is_kept_without_its_cookies(landings):
    """All rows send the cookies of a site that sets some; those that it sets anew are nobody else's."""
    request = led("1", HOME)
    request.headers["Cookie"] = "a=1"
    await came(landings, request, Set_Cookie="a=2")
    answer, is_known = await came(landings, led("2", HOME))
    assert is_known
    assert "Set-Cookie" not in answer.headers


async def test_memory_is_bounded(landings):
    """Large answers are not kept, and of many places those that were met last."""
    await came(landings, led("1", HOME), PAGE + bytes(70_000))
    assert not (await came(landings, led("2", HOME)))[1]
    for n in range(257):
        await came(landings, led("1", f"http://h{n}.test/"))
    assert [(await came(landings, led("2", f"http://h{n}.test/"), b""))[1] for n in (0, 256)] == [False, True]


def test_without_other_ways_of_asking_nothing_is_kept():
    """The plain strategies are measured by what they ask for."""
    with pytest.raises(NotConfigured):
        LandingsMiddleware.from_crawler(get_crawler(Spider, {"IMGCRAWL_REMEDIES": "retry,wait"}))
