"""Redirects and addresses that carry others: what is asked before other ways of asking, or in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.mends import Trials
from imgcrawl.remedies.rules.table import Kind
from tests.remedies.planning import FOR_ONE_ROW, HOST, LADDER, NO_HTTPS, PAGE, URL, WRAPPED, S, begun, make, walk

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.planner import Planner


def landing(url: str, slug: ErrorSlug = S.CONTENT_HTML) -> Failure:
    """Return the failure of an attempt that was redirected to *url*."""
    return Failure(slug, url=url, hops=1)


def test_redirects_to_the_same_place_end_the_other_ways():
    """Where another way of asking is led to the same place, whatever its query, no third one is tried."""
    steps = walk(
        make(remedies=NO_HTTPS),
        begun(1, URL, None),
        landing("http://a.test/login?next=1"),
        landing("http://a.test/login?x"),
    )
    assert [step and step.remedy for step in steps] == [LADDER[0], None]
    steps = walk(
        make(remedies=NO_HTTPS), begun(1, URL, None), landing("http://a.test/login"), landing("http://a.test/other")
    )
    assert [step and step.remedy for step in steps] == LADDER[:2]


def asked_of(planner: Planner, rows: int, failure: Failure) -> list[str]:
    """Return the other ways in which *rows* rows were asked for, all of which ended with *failure*."""
    asked = []
    for row in range(rows):
        state = begun(row, f"http://a.test/{row}.jpg", PAGE)
        while (step := walk(planner, state, failure)[0]) is not None:
            asked.append(step.remedy)
    return [name for name in asked if name in LADDER]


@pytest.mark.parametrize(
    ("slug", "images", "asked"),
    [(S.CONTENT_PLACEHOLDER, 0, 4), (S.CONTENT_HTML, 0, 3), (S.CONTENT_PLACEHOLDER, 1, 4)],
    ids=["notice", "page", "a-host-that-gives-images"],
)
def test_a_notice_to_which_several_rows_are_led_is_met_in_all_ways(slug, images, asked):
    """Where three rows are led to one notice and none was given an image, each way is tried once.

    A third browser is not, for so few.
    """
    planner = make(remedies=NO_HTTPS)
    for _ in range(images):
        planner.learning.succeeded(begun(9, URL, PAGE), host=HOST)
    ways = asked_of(planner, 3, landing("http://a.test/n.png", slug))
    assert len(ways) == asked
    assert images or slug is S.CONTENT_HTML or set(ways) == set(FOR_ONE_ROW)


def test_a_notice_to_which_one_row_is_led_ends_its_search():
    """What only one row met may be all that there is: one other way is enough then."""
    planner, notice = make(), landing("https://a.test/n.png", S.CONTENT_PLACEHOLDER)
    steps = walk(planner, begun(1, "https://a.test/1.jpg", None), notice, notice)
    assert [step is not None and step.remedy in LADDER for step in steps] == [True, False]


def test_a_cookie_set_on_the_way_is_no_other_way():
    """The same place after trying the cookie of the refusal does not end it: the way of asking was the same."""
    failure = landing("http://a.test/gate")._replace(sets_cookies=True)
    steps = walk(make(remedies=NO_HTTPS), begun(1, URL, None), *[failure] * 3)
    assert [step and step.remedy for step in steps] == ["cookies", LADDER[0], None]


def test_redirects_count_in_the_budget_of_refusals():
    """A way that costs two requests counts twice."""
    failures = [landing(f"http://a.test/{n}", S.HTTP_401) for n in range(9)]
    assert [s and s.remedy for s in walk(make(refusal_attempts=4), begun(1, URL, None), *failures[:3])] == [
        *LADDER[:2],
        None,
    ]


def test_who_is_back_from_a_detour_is_asked_at_the_given_address():
    """What a port of its own answers may be meant for https; in vain, and the address itself is asked once more."""
    state = begun(1, "http://a.test:8080/1.jpg", None)
    detour, again, end = walk(make(), state, S.HTTP_PROTOCOL, S.TLS_TIMEOUT, S.HTTP_PROTOCOL)
    assert [detour.url, end] == ["https://a.test:8080/1.jpg", None]
    assert (again.remedy, again.url, again.from_start) == ("retry", None, True)
    assert state["error"] == "http_protocol"


HOME = Failure(S.CONTENT_HTML, url="http://a.test/", hops=1)


@pytest.mark.parametrize("url", [WRAPPED, "http://a.test/cdn/www.b.test/m/inner.jpg"])
def test_what_an_address_carries_comes_before_other_ways_of_asking(url):
    """The inner address is asked for at once, retries included; when it fails too, the host is asked otherwise."""
    state = begun(1, url, None)
    steps = walk(make(), state, S.HTTP_403, S.TCP_TIMEOUT, S.TCP_TIMEOUT, S.HTTP_403)
    assert [step and step.remedy for step in steps] == ["unwrap", "retry", *LADDER[:2]]
    assert [step and step.url for step in steps[2:]] == [None, None]
    assert state["error"] == "http_403"


def test_cookies_that_were_in_vain_put_no_detour_off():
    """What the address carries comes after them, and before other ways of asking."""
    steps = walk(make(), begun(1, WRAPPED, None), Failure(S.HTTP_403, sets_cookies=True), Failure(S.HTTP_403))
    assert [step and step.remedy for step in steps] == ["cookies", "unwrap"]


CARRIES_OWN = "http://a.test/_next/image?url=%2Finner.jpg&w=640"
ASKED = [
    (WRAPPED, Failure(S.HTTP_429, 9.0), 0, ["wait", "unwrap"]),
    (WRAPPED, Failure(S.HTTP_429, 86_400.0), 0, ["unwrap", None]),
    (WRAPPED, Failure(S.HTTP_429), 0, ["unwrap", "wait"]),
    (WRAPPED, Failure(S.HTTP_429), 1, ["wait", "wait"]),
    (CARRIES_OWN, Failure(S.HTTP_429, 86_400.0), 0, [None, None]),
    (CARRIES_OWN, Failure(S.HTTP_429), 0, ["wait", "wait"]),
]


@pytest.mark.parametrize(("url", "failure", "given", "remedies"), ASKED)
def test_a_host_asked_too_often_may_carry_the_address_of_another(url, failure, given, remedies):
    """Where it names no time, or too long a one, and gave nothing, the other is asked; never the host for its own."""
    planner, state = make(remedies=("wait", "unwrap")), begun(1, url, None)
    for _ in range(given):
        planner.learning.succeeded(begun(9, URL, None), host=HOST)
    state["refusals"]["own"] = failure.retry_after_s is not None
    steps = walk(planner, state, failure, failure)
    assert [step and step.remedy for step in steps] == remedies


@pytest.mark.parametrize(("failure", "ways"), [(HOME, 1), (Failure(S.HTTP_403), 2)], ids=["home", "403"])
def test_the_page_comes_first_where_the_address_is_stale(failure, ways):
    """A redirect home, and 403 from a host that gives its images, lead to the page; in vain, and other ways come."""
    planner, state = make(remedies=("same_origin_referer", "no_referer", "page")), begun(1, URL, PAGE)
    for _ in range(2):
        planner.learning.succeeded(begun(9, URL, PAGE), host=HOST)
    steps = walk(planner, state, failure, S.HTTP_404, failure, failure)
    assert [step and step.remedy for step in steps] == ["page", *LADDER[:ways], None, None][:4]
    assert planner.memory[HOST].losses["default"] == 1


@pytest.mark.parametrize(
    ("failure", "page", "won"),
    [
        (Failure(S.HTTP_403), PAGE, None),
        (Failure(S.CONTENT_HTML, url="http://a.test/login", hops=1), PAGE, None),
        (Failure(S.CONTENT_HTML, url="http://a.test/", hops=0), PAGE, None),
        (HOME, None, None),
        (HOME, PAGE, "no_referer"),
    ],
    ids=["a-host-that-gave-nothing", "led-to-the-login", "not-led-there", "no-page", "a-way-is-known"],
)
def test_other_ways_come_before_the_page_where_the_client_may_be_meant(failure, page, won):
    """Without a sign that the address is stale, without a page, or with a way that has won, that way comes first."""
    planner = make(remedies=NO_HTTPS)
    if won:
        planner.memory.won(HOST, won)
    [step] = walk(planner, begun(1, URL, page), failure)
    assert step.remedy == (won or LADDER[0])


@pytest.mark.parametrize(("slug", "turn"), [(S.HTTP_502, 1), (S.HTTP_500, 1), (S.HTTP_503, 1), (S.CONTENT_RESET, 3)])
def test_what_an_address_carries_is_asked_for_once_an_error_has_lasted(slug, turn):
    """After one retry; a broken connection says nothing of a server."""
    planner = make(remedies=("retry", "unwrap"))
    steps = [step and step.remedy for step in walk(planner, begun(1, WRAPPED, None), *[slug] * 4)]
    assert steps.index("unwrap") == turn
    plain = walk(make(remedies=("retry", "unwrap")), begun(2, URL, None), *[slug] * 4)
    assert [step and step.remedy for step in plain] == ["retry"] * 3 + [None]


def test_the_retries_that_are_left_come_after_what_an_address_carries():
    """There it was not, and the error may pass."""
    state, planner = begun(1, WRAPPED, None), make(remedies=("retry", "unwrap"))
    steps = walk(planner, state, S.HTTP_502, S.HTTP_502)
    steps += walk(planner, state, S.HTTP_404, host="b.test") + walk(planner, state, S.HTTP_502, S.HTTP_502)
    assert [step and step.remedy for step in steps] == ["retry", "unwrap", "retry", "retry", None]


@pytest.mark.parametrize(
    ("first", "second", "then"),
    [
        (S.CONTENT_HTML, S.HTTP_404, "page"),
        (S.CONTENT_HTML, S.HTTP_403, "same_origin_referer"),
        (S.HTTP_403, S.HTTP_404, "same_origin_referer"),
        (landing("http://a.test/story"), S.HTTP_404, "same_origin_referer"),
    ],
    ids=["gone", "refused there", "refused here", "led away"],
)
def test_a_page_about_a_picture_that_is_gone_is_one_to_whoever_asks(first, second, then):
    """A search shows its page of any picture, and asks nobody who they are; who refuses, or leads away, may."""
    planner, state = make(remedies=("unwrap", "page", "https", *LADDER)), begun(1, WRAPPED, PAGE)
    assert [step and step.remedy for step in walk(planner, state, first, second)] == ["unwrap", then]


@pytest.mark.parametrize(
    ("helpful", "won", "order"),
    [
        ("same_origin_referer", (), ["same_origin_referer", "page", "no_referer"]),
        ("no_referer", (), ["no_referer", "page", "same_origin_referer"]),
        ("page", (), ["page", "same_origin_referer", "no_referer"]),
        ("page", ("no_referer", "same_origin_referer"), ["no_referer", "same_origin_referer", "page"]),
    ],
)
def test_the_page_comes_before_ways_that_help_less(helpful, won, order):
    """It is held against those alone that are left, after each refusal; a way that has won at the host comes first."""
    planner, state = make(remedies=("same_origin_referer", "no_referer", "page")), begun(1, URL, PAGE)
    for name in (*FOR_ONE_ROW, "third_browser", "page"):
        for n in range(40):
            planner.memory.odds.note(
                S.HTTP_403, name, helped=n < (30 if name == helpful else 12 if name == "page" else 5)
            )
    for count, name in zip((2, 1), won, strict=False):
        for _ in range(count):
            planner.memory.won(HOST, name)
    steps = [walk(planner, state, S.CONTENT_HTML if state["remedy"] == "page" else S.HTTP_403)[0] for _ in range(3)]
    assert [step and step.remedy for step in steps] == order


@pytest.mark.parametrize(
    "failure",
    [Failure(slug, is_negotiated=told) for slug in (S.CONTENT_HTML, S.CONTENT_TEXT, S.HTTP_400) for told in (0, 1)],
    ids=str,
)
def test_what_an_address_carries_comes_before_a_plainer_header(failure):
    """A page about a picture, or a proxy's refusal, has the picture itself elsewhere; others are asked for plainly."""
    planner = make(outlook=lambda _host: 5)
    assert walk(planner, begun(1, WRAPPED, None), failure)[0].remedy == "unwrap"
    is_asked = failure.is_negotiated or failure.slug is not S.HTTP_400
    assert (walk(planner, begun(2, URL, None), failure)[0].remedy == "plain_accept") == is_asked


def test_a_guess_at_a_header_is_none_for_an_address_that_carries_another():
    """What a proxy lacks may be where it has its copies from; its own word on formats comes first."""
    missing, planner = Failure(S.HTTP_404), make(outlook=lambda _host: 5, remedies=("unwrap", "plain_accept"))
    assert walk(planner, begun(1, WRAPPED, None), missing)[0].remedy == "unwrap"
    assert walk(planner, begun(2, URL, None), missing)[0].remedy == "plain_accept"
    told = missing._replace(is_negotiated=True)
    assert walk(make(remedies=("unwrap", "plain_accept")), begun(1, WRAPPED, None), told)[0].remedy == "plain_accept"


@pytest.mark.parametrize(("won", "vain", "is_turned"), [(0, 0, True), (1, 0, False), (3, 2, False), (2, 2, True)])
def test_a_page_about_a_file_is_no_sign_that_its_host_has_turned(won, vain, is_turned):
    """As long as what the addresses of its rows carry is their image more often than not."""
    planner, address = make(), "http://a.test/f/64a298e4cf6a34f92302/"
    lessons = planner.memory[HOST]
    lessons.wins["default"] = lessons.images = 3
    lessons.mends[Kind.UNWRAP] = Trials(met=5, won=won, vain=vain)
    state = begun(1, address, None)
    assert planner.may_be_turned(state, Failure(S.CONTENT_HTML), host=HOST, now=0.0) is is_turned
    assert planner.may_be_turned(state, Failure(S.HTTP_403), host=HOST, now=0.0)
