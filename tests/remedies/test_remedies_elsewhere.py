"""Other schemes, names and ports in the plan of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.groups import HOST_DOWN
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import (
    BROWSERS,
    HOST,
    LADDER,
    PAGE,
    SECURE,
    URL,
    WRAPPED,
    S,
    begun,
    make,
    until_the_end,
    walk,
)

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.planner import Planner


@pytest.mark.parametrize("slug", sorted(HOST_DOWN))
def test_a_dead_host_is_not_asked_for_its_page(slug):
    """A page on the very host that cannot be reached helps nobody; one elsewhere may."""
    planner = make(remedies=("page",))
    assert until_the_end(planner, slug, page="http://A.test:8080/x") == []
    assert until_the_end(planner, slug) == [("page", PAGE)]


@pytest.mark.parametrize("page", ["not a url", "mailto:someone", "http://"])
def test_a_page_that_cannot_be_asked_for_is_no_way_out(page):
    """A page address that is none is left alone, and what else there is gets its turn."""
    assert until_the_end(make(remedies=("page",)), S.HTTP_404, page=page) == []


def test_a_page_address_is_repaired():
    """The page is asked for as its address means."""
    assert until_the_end(make(remedies=("page",)), S.HTTP_404, page="P.test/x y#z") == [
        ("page", "https://p.test/x%20y")
    ]


def test_the_page_speaks_for_itself_only_once():
    """The page is fetched as a page, in the default way, once for a row."""
    state = begun(1, SECURE, PAGE)
    page, end = walk(make(), state, S.HTTP_404, S.HTTP_404)
    assert (page.remedy, page.url, page.page, page.variant) == ("page", PAGE, True, "default")
    assert end is None


def test_unwrapped_addresses_are_asked_each_once():
    """What a URL carries inside is asked for; a failure there leads on, without other ways of asking."""
    state = begun(1, WRAPPED, None)
    inner, end = walk(make(), state, S.HTTP_404, S.HTTP_403)
    assert (inner.remedy, inner.url) == ("unwrap", "http://b.test/inner.jpg")
    assert end is None


def over_https(planner: Planner, number: int, *failures: ErrorSlug) -> FetchState:
    """Return the state of one more URL of the host that met *failures*."""
    state = begun(number, f"http://a.test/{number}.jpg", None)
    walk(planner, state, *failures)
    return state


@pytest.mark.parametrize("slug", [S.HTTP_403, S.HTTP_426, S.TCP_REFUSED, S.TLS_UNTRUSTED])
def test_https_is_tried_until_it_has_failed_twice(slug):
    """A host that does not answer or refuses over https too is found out by two URLs, not by each."""
    planner = make()
    asked = [over_https(planner, number, S.HTTP_426, slug)["remedy"] == "https" for number in range(4)]
    assert asked == [True, True, False, False]


def test_a_missing_image_does_not_speak_against_https():
    """What is not there over https says nothing of the host's other images."""
    planner = make()
    asked = [over_https(planner, number, S.HTTP_426, S.HTTP_404)["remedy"] == "https" for number in range(4)]
    assert asked == [True] * 4


NOT_OVER_HTTP = [S.HTTP_404, S.HTTP_410, S.HTTP_BAD_REDIRECT, S.HTTP_REDIRECT_LOOP, S.CONTENT_HTML, S.CONTENT_TEXT]


@pytest.mark.parametrize("slug", NOT_OVER_HTTP)
def test_what_http_has_not_may_be_there_over_https(slug):
    """The first row is asked for over https, then each time one after four times as many, and all once it worked."""
    planner = make()
    asked = []
    for number in range(16):
        state = over_https(planner, number, slug)
        if state["remedy"] == "https":
            asked.append(number)
            walk(planner, state, S.HTTP_404)
    assert asked == [0, 3, 15]
    planner.memory[HOST].https_wins = 1
    assert "https://a.test/16.jpg" in over_https(planner, 16, slug)["tried"]


def test_rows_that_come_before_the_first_is_back_wait_for_what_it_finds():
    """One of several that http lacks asks over https; those that are as many by four do not wait for that."""
    planner = make(remedies=("https",), outlook=lambda _host: 4)
    states = [over_https(planner, number, S.HTTP_404) for number in range(4)]
    assert [state["remedy"] for state in states] == ["https", None, None, "https"]
    assert [state["refused_at"] for state in states] == [None, HOST, HOST, None]


@pytest.mark.parametrize(("to_come", "asked"), [(1, [False, False, False, True]), (4, [False, True, False, True])])
def test_one_dead_address_is_asked_for_over_https_while_that_helps_elsewhere(to_come, asked):
    """Where it has helped on no host of many, it takes more of a host that gives none, or as many to come."""
    planner = make()
    before = planner.memory.odds.chance(S.HTTP_404, "https")
    walk(planner, over_https(planner, 0, S.HTTP_404), S.HTTP_404)
    assert planner.memory.odds.chance(S.HTTP_404, "https") < before
    planner = make(outlook=lambda _host: to_come, remedies=("https",))
    for _ in range(20):
        planner.memory.odds.note(S.HTTP_404, "https", helped=False)
    found = []
    for number in range(4):
        state = over_https(planner, number, S.HTTP_404)
        found.append(state["remedy"] == "https")
        if found[-1]:
            walk(planner, state, S.HTTP_404)
    assert found == asked


def test_a_script_whose_files_are_gone_is_not_got_round_for_each_row():
    """Its host lacks them for two rows, and for one after twice as many each time; what others keep is asked for."""
    for inner, asked in (("%2Ffiles%2F", [0, 1, 3, 7]), ("http%3A%2F%2Fb.test%2F", [*range(8)])):
        planner, found = make(remedies=("unwrap",)), []
        for row in range(8):
            state = begun(row, f"http://a.test/thumb.php?src={inner}{row}.jpg", None)
            steps = walk(planner, state, S.HTTP_404)
            found += [row] * any(step and step.remedy == "unwrap" for step in steps)
            walk(planner, state, S.HTTP_404, host="b.test" if "b.test" in inner else HOST)
        assert found == asked


@pytest.mark.parametrize("slug", [*NOT_OVER_HTTP, S.CONTENT_PLACEHOLDER, S.TCP_RESET, S.HTTP_PROTOCOL])
def test_a_host_that_gives_images_over_http_has_not_moved(slug):
    """What it lacks is missing; and a host whose https cannot be reached is asked there no more than twice."""
    planner = make()
    planner.memory[HOST].images = 1
    assert "https" not in [remedy for remedy, _ in until_the_end(planner, slug, page=None)]
    planner = make()
    assert "https" in [remedy for remedy, _ in until_the_end(planner, slug, page=None)]
    planner.memory[HOST].https_losses = 2
    assert "https" not in [remedy for remedy, _ in until_the_end(planner, slug, page=None)]


def test_a_page_in_an_images_place_leads_to_https_first_and_once():
    """It costs one request; the other ways of asking are left."""
    steps = [remedy for remedy, _ in until_the_end(make(), S.CONTENT_HTML)]
    assert steps == ["https", *LADDER[:3], "page"]


def test_a_placeholder_over_https_is_no_proof_of_it():
    """An image that came over https and proved to be none says nothing for it."""
    planner = make()
    state = over_https(planner, 0, S.HTTP_404)
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory[HOST].https_works
    planner.learning.rejected(state, host=HOST)
    assert not planner.memory[HOST].https_works


def test_redirects_to_https_are_not_repeated():
    """Where redirects led to the same path over https, that has been asked; where they lost the path it has not."""
    led = Failure(S.HTTP_404, url="https://www.a.test/1.jpg", hops=2)
    assert [step.remedy for step in walk(make(), begun(1, URL, PAGE), led)] == ["page"]
    lost = led._replace(url="https://www.a.test/")
    assert [step.remedy for step in walk(make(), begun(1, URL, PAGE), lost)] == ["https"]


def test_the_page_is_asked_for_though_the_host_has_no_https():
    """A host that refuses connections for https answers over http, and is asked for the page; without a retry."""
    page = "http://a.test/page"
    steps = walk(make(), begun(1, URL, page), S.HTTP_404, S.TCP_REFUSED)
    assert [step.remedy for step in steps] == ["https", "page"]


@pytest.mark.parametrize(
    "failure",
    [Failure(S.HTTP_400, sign=Sign.WANTS_TLS), *map(Failure, (S.TCP_RESET, S.TCP_CLOSED, S.HTTP_PROTOCOL))],
)
def test_a_port_that_seems_to_want_https_is_asked_so_first(failure):
    """A request without TLS on a port of its own that is taken so is sent with TLS, on that port, before all else."""
    planner, url = make(), "http://a.test:8443/1.jpg"
    steps = walk(planner, begun(1, url, PAGE), failure, failure)
    assert (steps[0].remedy, steps[0].url) == ("https", "https://a.test:8443/1.jpg")
    assert steps[1].remedy in ("page", "retry")
    (step,) = walk(make(), begun(1, url, PAGE), S.HTTP_404)
    assert step.remedy == "page"


def test_who_hangs_up_on_another_port_is_not_taken_to_want_https():
    """It may dislike the client."""
    assert {remedy for remedy, _ in until_the_end(make(), S.TCP_RESET, url="http://a.test:8080/1.jpg")} == {
        "retry",
        "page",
        "same_origin_referer",
        "no_referer",
        *BROWSERS,
    }


def test_https_comes_first_where_it_has_worked():
    """A host that gave an image over https only is asked over https as soon as it refuses."""
    planner = make()
    state = over_https(planner, 0, S.HTTP_426)
    planner.learning.succeeded(state, host=HOST)
    for number in range(1, 4):
        state = over_https(planner, number, S.HTTP_403, S.HTTP_403)
        assert (state["remedy"], state["tried"]) == ("https", [f"https://a.test/{number}.jpg"])


@pytest.mark.parametrize(("slug", "remedy"), [(S.HTTP_426, "same_origin_referer"), (S.DNS_NXDOMAIN, "https")])
def test_where_a_redirect_led_says_nothing_of_the_address_as_given(slug, remedy):
    """Another name is not tried for the failure of another host, and another scheme only if it leads nowhere."""
    (step,) = walk(make(), begun(1, URL, PAGE), slug, host="b.test")
    assert step.remedy == remedy


def test_a_dead_domain_costs_one_more_name():
    """The other name is tried for the first URL alone once it is known not to exist either."""
    planner = make()
    first = begun(1, URL, PAGE)
    (step,) = walk(planner, first, S.DNS_NXDOMAIN)
    assert step is not None
    assert (step.remedy, step.url) == ("www", "http://www.a.test/1.jpg")
    (step,) = walk(planner, first, S.DNS_NXDOMAIN, host="www.a.test")
    assert (step.remedy, first["error"]) == ("page", "dns_nxdomain")
    for number in range(2, 5):
        (step,) = walk(planner, begun(number, URL, PAGE), S.DNS_NXDOMAIN)
        assert step.remedy == "page"
    (step,) = walk(planner, begun(9, "http://www.a.test/1.jpg", PAGE), S.DNS_NXDOMAIN, host="www.a.test")
    assert step.remedy == "page"


def test_the_other_name_is_asked_in_one_way():
    """What refuses at the other name is not argued with: its refusals say nothing of the name as given."""
    planner, state = make(), begun(1, URL, PAGE)
    steps = walk(planner, state, S.DNS_NXDOMAIN)
    steps += walk(planner, state, S.HTTP_403, host="www.a.test")
    assert [step.remedy for step in steps if step] == ["www", "page"]


def test_a_row_of_a_closed_port_goes_to_https():
    """A row whose port was given up is asked for over https, unsent before."""
    planner, state = make(), begun(1, URL, None)
    step = planner.step_elsewhere(state, Failure(S.TCP_REFUSED), host=HOST, now=0.0)
    assert step is not None
    assert (step.remedy, step.url) == ("https", "https://a.test/1.jpg")


WWW_HOME = Failure(S.CONTENT_HTML, status=200, url="https://www.a.test/", hops=1)


@pytest.mark.parametrize(
    ("facts", "led_url"),
    [
        ({}, "https://www.a.test/1.jpg"),
        ({"url": "http://www.a.test/index.php"}, "http://www.a.test/1.jpg"),
        ({"url": "https://a.test/"}, None),
        ({"url": "https://shop.a.test/"}, None),
        ({"url": "https://www.b.test/"}, None),
        ({"url": "https://www.a.test/news/1"}, None),
        ({"hops": 0}, None),
        ({"slug": S.HTTP_404}, None),
    ],
)
def test_a_site_that_leads_all_to_its_other_names_home(facts, led_url):
    """The same path is asked for there, once; not where that is another site, or the page one of its own."""
    planner, state = make(remedies=("www",)), begun(1, URL, None)
    step = planner.next_step(state, WWW_HOME._replace(**facts), host="www.a.test", now=0.0)
    assert (step and (step.remedy, step.url)) == (led_url and ("www", led_url))
    assert planner.next_step(state, WWW_HOME, host="www.a.test", now=0.0) is None or led_url is None


def test_a_site_whose_other_name_has_nothing_is_found_out():
    """Each time in vain twice as many rows have to be led there before the next one is asked for."""
    planner, asked = make(remedies=("www",)), []
    for key in range(1, 20):
        state = begun(key, f"http://a.test/{key}.jpg", None)
        if planner.next_step(state, WWW_HOME, host="www.a.test", now=0.0):
            asked.append(key)
            planner.next_step(state, Failure(S.HTTP_404), host="www.a.test", now=0.0)
    assert asked == [1, 2, 4, 8, 16]
