"""Rows whose host is out of order: what else is asked of it."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.places.paging import step_after_page
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import HOST, NO_HTTPS, SECURE, URL, begun, make, walk

S = ErrorSlug
OWN_PAGE, OTHER_PAGE = "https://a.test/item/1", "https://pages.test/gallery"


def steps_after(slug, page, *, images=0, given_up=False):
    """Return the remedies of a row whose host answers each request with *slug*, from its last retry on."""
    planner = make(remedies=NO_HTTPS)
    planner.memory[HOST].images = images
    state, remedies, step = begun(1, SECURE, page), [], None
    if given_up:
        planner.waited_in_vain(state, slug)
    while len(remedies) < 20:
        url = (step and step.url) or (page if state["remedy"] == "page" else SECURE)
        failure = Failure(slug, url=url, is_page=state["remedy"] == "page")
        host = "pages.test" if url == OTHER_PAGE else HOST
        step = planner.next_step(state, failure, host=host, now=50.0)
        if step is None:
            break
        remedies.append(step.remedy if state["remedy"] != "page" or step.url else f"page {step.remedy}")
    return remedies


@pytest.mark.parametrize("slug", [S.HTTP_502, S.HTTP_530])
def test_a_page_on_a_host_that_is_out_has_no_retries(slug):
    """The image has had those; a page on another host has its own, and so has one of a host that gives images."""
    own, other = ["retry"] * 3 + ["page"], ["retry"] * 3 + ["page"] + ["page retry"] * 3
    assert steps_after(slug, OWN_PAGE) == own
    assert steps_after(slug, OTHER_PAGE) == other
    assert steps_after(slug, OWN_PAGE, images=1) == other


@pytest.mark.parametrize(("slug", "asks"), [(S.TCP_RESET, False), (S.TCP_REFUSED, True)])
def test_a_page_on_a_host_that_hangs_up_is_asked_for_over_one_scheme(slug, asks):
    """The other one ends at the same machine; not so where the page alone cannot be reached."""
    planner, state = make(), begun(1, SECURE, "http://a.test/item/1")
    state["remedy"], state["tried"], state["error"] = "page", ["page", "http://a.test/item/1"], "tcp_reset"
    failure = Failure(slug, url="http://a.test/item/1", is_page=True)
    step = step_after_page(state, failure, planner.memory)
    assert (step and step.url) == ("https://a.test/item/1" if asks else None)


@pytest.mark.parametrize(("page", "asked"), [(OWN_PAGE, ["page"]), (OTHER_PAGE, ["page", *["page retry"] * 3])])
def test_a_host_that_was_waited_for_in_vain_is_asked_for_a_page(page, asked):
    """Its images may be out of order alone; it has no retries more than they had."""
    assert steps_after(S.HTTP_502, page, given_up=True) == asked


def pages_asked(planner, rows, *, page=OWN_PAGE):
    """Return which of *rows* that were waited for in vain, or never asked for, have their page asked for."""
    asked = []
    for row in range(1, rows + 1):
        state = begun(row, SECURE, page)
        planner.waited_in_vain(state, S.HTTP_502)
        failure = Failure(S.HTTP_502, url=SECURE)
        step = (
            planner.step_elsewhere(state, failure, host=HOST, now=0.0) if row % 2 else walk(planner, state, failure)[0]
        )
        if step is not None:
            assert (step.remedy, step.page, step.first) == ("page", True, page == OWN_PAGE)
            asked.append(row)
    return asked


def test_one_page_tells_whether_its_host_has_others():
    """The first of all rows asks, before those that wait; where no page came no other row does."""
    assert pages_asked(make(remedies=NO_HTTPS), 40) == [1]
    assert pages_asked(make(remedies=NO_HTTPS), 5, page=OTHER_PAGE) == [1, 2, 3, 4, 5]


def test_where_the_page_came_others_are_asked_for_as_well():
    """Each that names no image makes the next ones rarer."""
    planner = make(remedies=NO_HTTPS)
    first = begun(99, SECURE, OWN_PAGE)
    planner.waited_in_vain(first, S.HTTP_502)
    walk(planner, first, S.HTTP_502)
    planner.learning.succeeded(first, host=HOST, is_page=True)
    planner.memory[HOST].images = 0
    assert pages_asked(planner, 40) == [1, 3, 7, 15, 31]


@pytest.mark.parametrize("page", [OTHER_PAGE, "https://a.test/item/2"])
def test_a_page_of_another_host_or_of_a_row_that_was_missing_tells_nothing_of_an_outage(page):
    """It was not asked for to see whether there are any."""
    planner = make(remedies=NO_HTTPS)
    state = begun(99, SECURE, page)
    step = walk(planner, state, S.HTTP_502 if page == OTHER_PAGE else S.HTTP_404)[0]
    planner.learning.succeeded(state, host="pages.test" if page == OTHER_PAGE else HOST, is_page=True)
    assert step is not None
    planner.memory[HOST].images = 0
    assert pages_asked(planner, 9) == [1]


@pytest.mark.parametrize(("slug", "asked"), [(S.HTTP_530, ["retry", "page"]), (S.HTTP_404, ["page"])])
def test_a_service_that_has_nothing_under_the_name_is_believed(slug, asked):
    """It is asked once more where that is an error of its own; nobody waits for it, and no other form is tried."""
    planner, state = make(), begun(1, "http://a.test/Photos/1-300x200.jpg", OTHER_PAGE)
    failure = Failure(slug, sign=Sign.UNHOSTED)
    assert not planner.may_be_out(state, failure, host=HOST, now=50.0)
    assert [step.remedy for step in walk(planner, state, *[failure] * len(asked))] == asked


@pytest.mark.parametrize(
    ("remedy", "url", "expected"),
    [("page", "http://old.test/1.jpg", True), ("page", URL, False), ("unwrap", "http://old.test/1.jpg", False)],
)
def test_a_host_to_which_pages_have_led_may_be_out(remedy, url, expected):
    """Rows that were led there wait as those that began there do, but for other clients, who know no page."""
    planner, state = make(), begun(1, url, OTHER_PAGE)
    state["remedy"] = remedy
    assert planner.may_be_out(state, Failure(S.TCP_RESET), host=HOST, now=50.0) is expected
    assert planner.client_for_check(state, Failure(S.TCP_RESET), host=HOST) is None
    step = planner.wait_for_host(state, Failure(S.TCP_RESET), host=HOST)
    assert (step.remedy, step.from_start, state["remedy"]) == ("wait", False, remedy)
