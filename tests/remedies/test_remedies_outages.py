"""Rows whose host is out of order: what else is asked of it."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.places.paging import step_after_page
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import HOST, NO_HTTPS, SECURE, begun, make, walk

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


@pytest.mark.parametrize(("page", "asked"), [(OWN_PAGE, []), (OTHER_PAGE, ["page", *["page retry"] * 3])])
def test_a_host_that_was_waited_for_in_vain_is_not_asked_for_a_page(page, asked):
    """It had nothing for any row for as long as they waited."""
    assert steps_after(S.HTTP_502, page, given_up=True) == asked


@pytest.mark.parametrize(("page", "asked"), [(OWN_PAGE, None), (OTHER_PAGE, "page")])
def test_nor_is_one_that_is_closed(page, asked):
    """Its rows were not asked for."""
    planner, state = make(remedies=NO_HTTPS), begun(1, SECURE, page)
    step = planner.step_elsewhere(state, Failure(S.HTTP_502, url=SECURE), host=HOST)
    assert (step and step.remedy) == asked


@pytest.mark.parametrize(("slug", "asked"), [(S.HTTP_530, ["retry", "page"]), (S.HTTP_404, ["page"])])
def test_a_service_that_has_nothing_under_the_name_is_believed(slug, asked):
    """It is asked once more where that is an error of its own; nobody waits for it, and no other form is tried."""
    planner, state = make(), begun(1, "http://a.test/Photos/1-300x200.jpg", OTHER_PAGE)
    failure = Failure(slug, sign=Sign.UNHOSTED)
    assert not planner.may_be_out(state, failure, now=50.0)
    assert [step.remedy for step in walk(planner, state, *[failure] * len(asked))] == asked
