"""Answers that are no image but a page: when one is read for the image."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request

from imgcrawl import keys
from imgcrawl.config.sections.hosts import REMEDY_NAMES
from tests.middlewares.benches import PAGE, URL, Bench

HTML = b"<!doctype html><html><body>a viewer</body></html>"


async def until_other(bench: Bench, *, status: int = 200, body: bytes = HTML) -> Any:
    """Answer alike until something else than the image's own address is asked for, or nothing is."""
    step = await bench.answered(await bench.sent(), status, body)
    while isinstance(step, Request) and step.url == URL:
        step = await bench.answered(await bench.sent(**step.meta), status, body)
    return step


async def test_a_page_in_the_images_place_is_read_once(bench):
    """What it names is asked for as an image when no other way of asking helps; if in vain, the row's page is next."""
    bench.state["page_url"], bench.named = PAGE, "http://a.test/full/1.jpg"
    step = await until_other(bench)
    assert (step.url, step.callback, bench.state["remedy"]) == (bench.named, bench.parse, "page")
    assert keys.PAGE not in step.meta
    page = await bench.answered(await bench.sent(step.url, **step.meta), 200, HTML)
    assert (page.url, page.meta[keys.PAGE]) == (PAGE, True)
    assert bench.read == [URL]
    assert bench.state["error"] == "content_html"


@pytest.mark.parametrize(("status", "body"), [(200, b'{"image": "x"}'), (300, HTML), (300, b"")])
async def test_a_document_in_the_images_place_is_read_at_once(bench, status, body):
    """No other client is given another: what it names is asked for next, and other ways only if that was in vain."""
    bench.named = "http://a.test/full/1.jpg"
    step = await bench.answered(await bench.sent(), status, body)
    assert (step.url, bench.state["remedy"], bench.state["requests"]) == (bench.named, "page", 1)
    again = await bench.answered(await bench.sent(step.url, **step.meta), 404, b"")
    assert (again.url, bench.read) == (URL, [URL])


async def test_a_document_that_names_nothing_is_a_refusal_like_any(bench):
    """The next request is for the same address in another way."""
    step = await bench.answered(await bench.sent(), 200, b"{}")
    assert (step.url, bench.read) == (URL, [URL])


async def test_a_page_at_no_files_address_is_read_at_once(bench):
    """It is all that stands there, whoever asks; in vain it is a refusal like any."""
    url, bench.named = "https://a.test/media/1", "http://a.test/full/1.jpg"
    bench.state["url"] = url
    step = await bench.answered(await bench.sent(url), 200, HTML)
    assert (step.url, bench.state["remedy"], bench.state["requests"]) == (bench.named, "page", 1)
    again = await bench.answered(await bench.sent(step.url, **step.meta), 404, b"")
    assert (again.url, bench.read) == (url, [url])


async def test_a_smaller_version_on_such_a_page_waits_for_others(bench):
    """It may be for those who are refused, and is asked for when no other way of asking helps."""
    url, bench.named, bench.is_smaller = "https://a.test/media/1", "http://a.test/small/1.jpg", True
    bench.state["url"] = url
    step = await bench.answered(await bench.sent(url), 200, HTML)
    assert step.url == url
    while step.url == url:
        step = await bench.answered(await bench.sent(**step.meta, url=url), 200, HTML)
    assert (step.url, bench.state["remedy"]) == (bench.named, "page")


async def test_what_a_page_names_is_remembered_while_another_scheme_is_asked():
    """Over https nobody may answer, who could say it again."""
    bench = Bench(IMGCRAWL_REMEDIES=REMEDY_NAMES)
    bench.named = "http://a.test/full/1.jpg"
    step = await bench.answered(await bench.sent(), 200, HTML)
    assert (step.url, bench.state["remedy"]) == (URL.replace("http:", "https:"), "https")
    bench.named, named = None, bench.named
    step = await bench.answered(await bench.sent(step.url, **step.meta), 404, b"")
    while step.url != named:
        step = await bench.answered(await bench.sent(**step.meta), 404, b"")
    assert bench.state["remedy"] == "page"


async def test_a_page_that_names_nothing_costs_no_request(bench):
    """The row ends as it would have, or goes on to its page."""
    response = await until_other(bench)
    assert response.meta[keys.VERDICT] == "content_html"
    assert bench.read == [URL]


@pytest.mark.parametrize("status", [404, 401])
async def test_pages_about_an_error_are_not_read(bench, status):
    """Only a page that the server gives for the thing itself speaks of it."""
    bench.named = "http://a.test/full/1.jpg"
    assert (await until_other(bench, status=status)).meta[keys.VERDICT] == f"http_{status}"
    assert bench.read == []


async def test_pages_are_read_only_by_the_remedy_of_that_name():
    """A profile without the remedy takes no page's word."""
    bench = Bench(IMGCRAWL_REMEDIES="retry")
    bench.named = "http://a.test/full/1.jpg"
    assert (await until_other(bench)).meta[keys.VERDICT] == "content_html"


async def test_a_marked_answer_is_believed(bench):
    """What another middleware found wrong with a response is its failure."""
    request = await bench.sent()
    request.meta[keys.VERDICT] = "http_redirect_loop"
    response = await bench.answered(request, 302, b"")
    assert response.meta[keys.VERDICT] == bench.state["error"] == "http_redirect_loop"


async def test_a_page_that_comes_is_no_image(bench):
    """What the page is worth is told by what comes from the address that it names."""
    bench.state["page_url"] = PAGE
    page = await bench.answered(await bench.sent(), 404, b"")
    odds = bench.middleware.planner.memory.odds
    before = odds.chance("http_404", "page")
    await bench.answered(await bench.sent(PAGE, **page.meta))
    assert odds.chance("http_404", "page") == before
    await bench.answered(await bench.sent("http://a.test/full/1.jpg"))
    assert odds.chance("http_404", "page") > before


async def test_the_page_is_parsed_as_a_page(bench):
    """The request for the page says so, names the image that is wanted, and goes to the page's callback."""
    bench.state["page_url"] = PAGE
    page = await bench.answered(await bench.sent(), 404, b"")
    assert (page.url, page.meta[keys.PAGE], page.callback) == (PAGE, True, bench.parse_page)
    assert page.meta["page_params"] == {"wanted_url": URL}
    retried = await bench.answered(await bench.sent(PAGE, **page.meta), 500)
    assert (retried.url, retried.meta[keys.PAGE], retried.callback) == (PAGE, True, bench.parse_page)
