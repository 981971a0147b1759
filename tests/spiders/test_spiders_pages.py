"""What becomes of a row whose page names nothing."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest
from scrapy import Request, Spider
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler
from web_poet import HttpResponse, PageParams

from imgcrawl import keys
from imgcrawl.pages.page import WANTED_URL, ImagePage
from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.spiders.asking.pages import PageAnswers

URL, PAGE, BODY = "http://a.test/heron-48213.jpg", "http://page.test/p", b"<!doctype html><p>Gone"


async def read(
    *, is_taken_up: bool, detour: str | None = None, body: bytes = BODY, **meta: Any
) -> tuple[list[Any], list[str]]:
    """Return what comes of the row, and which pages are said to name nothing; *is_taken_up*: the remedies go on."""
    crawler, silent = get_crawler(Spider), []

    def note(page_url: str, is_bare: bool) -> None:  # noqa: FBT001 - a signal's
        silent.append(page_url + " bare" * is_bare)

    def take_up(request: Request) -> bool:
        return is_taken_up

    crawler.signals.connect(note, signal=keys.page_named_nothing)
    crawler.signals.connect(take_up, signal=keys.image_rejected)
    asking, outcome = Mock(), Outcome("1", URL, PAGE)
    asking.onward.return_value = asking.with_fresh_cookies.return_value = None
    answers = PageAnswers(crawler, asking, outcome_for=lambda *_: outcome, keeps_back=lambda *_: False)
    state = new_state(1, URL, PAGE) | {"url": URL, "detour": detour}
    response = HtmlResponse(PAGE, body=body, request=Request(PAGE, meta={keys.FETCH: state, keys.PAGE: True} | meta))
    page = ImagePage(response=HttpResponse(PAGE, body=body), page_params=PageParams({WANTED_URL: URL}))
    return [item async for item in answers.parse(response, page)], silent


@pytest.mark.parametrize("how", [{"detour": "a.test"}, {keys.VERDICT: "http_404"}], ids=["detour", "missing"])
async def test_a_row_goes_on_where_the_remedies_have_more_for_it(how):
    """So it is on a detour, and after a page that was called missing, which was read before anything was planned."""
    assert (await read(is_taken_up=True, **how))[0] == []
    [outcome], _ = await read(is_taken_up=False, **how)
    assert isinstance(outcome, Outcome)


async def test_a_row_ends_with_its_page_where_nothing_is_left():
    """All that may help came before."""
    assert len((await read(is_taken_up=True))[0]) == 1


@pytest.mark.parametrize(("how", "is_told"), [({}, True), ({keys.VERDICT: "http_404"}, False)], ids=["came", "missing"])
async def test_a_page_that_came_and_names_nothing_is_told_of(how, is_told):
    """What is missing is told of by its status."""
    assert (await read(is_taken_up=False, **how))[1] == [f"{PAGE} bare"] * is_told


async def test_it_is_told_whether_the_page_shows_another_picture():
    """The others of its host may do so, too."""
    body = BODY + b'<img src="/elm-brook.jpg">'
    assert (await read(is_taken_up=False, body=body))[1] == [PAGE]
