"""Where a row's image is now by what its page says, also one that says of itself that it is not there."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from web_poet import HttpResponse, PageParams

from imgcrawl import keys
from imgcrawl.pages import WANTED_URL, ImagePage
from imgcrawl.spiders.asking.present_address import named_by_answer, named_by_page

SITE = "https://www.site.example"
PAGE = f"{SITE}/doc/lake-8"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0"


def named(body: bytes, wanted: str, verdict: str | None, page_url: str = PAGE) -> str | None:
    """Return what the page *body* gives for *wanted*, which the remedies have given up on with *verdict*."""
    meta: dict[str, Any] = {keys.FETCH: {"detour": "", "url": SITE + wanted}}
    meta |= {keys.VERDICT: verdict} if verdict else {}
    response = HtmlResponse(page_url, status=404, body=body, request=Request(page_url, meta=meta))
    page = ImagePage(response=HttpResponse(page_url, body=body), page_params=PageParams({WANTED_URL: SITE + wanted}))
    choice = named_by_page(response, page)
    return choice.url.removeprefix(SITE) if choice else None


@pytest.mark.parametrize(("given", "found"), [("#heron-day", "/a/heron-day.jpg"), ("", None), ("#heron-dawn", None)])
def test_an_album_is_read_for_what_the_row_has_behind_the_hash(given, found):
    """It is not sent, but names a picture of the page."""
    state = {"url": PAGE, "given": PAGE + given, "trail": [{}], "instead": []}
    body = b'<img src="/a/heron-day.jpg"><img src="/a/heron-night.jpg">'
    response = HtmlResponse(PAGE, body=body, request=Request(PAGE, meta={keys.FETCH: state}))
    assert named_by_answer(response) == (SITE + found if found else None)


@pytest.mark.parametrize("name", ["portrait-lamp-562", "heron-lapwing-vole", "GLAM-1952-3385"])
def test_a_page_that_is_whole_is_read_though_it_says_that_it_is_not_there(name):
    """By the name of the image, where it is 404 or 410; a refusal, an error and a picture are no page."""
    html = f'<html><main><img src="/cdn/c265/{name}.jpg"></main></html>'.encode()
    for verdict in (None, "http_404", "http_410"):
        assert named(html, f"/images/{name}.jpg", verdict) == f"/cdn/c265/{name}.jpg"
        assert named(b"<html>Not found</html>", f"/images/{name}.jpg", verdict) is None
    for verdict in ("http_403", "http_500", "content_truncated"):
        assert named(html, f"/images/{name}.jpg", verdict) is None
    page_url = f"{SITE}/cdn/{name}.jpg"
    assert named(PNG, f"/images/{name}.jpg", None, page_url) == f"/cdn/{name}.jpg"
    assert named(PNG, f"/images/{name}.jpg", "http_404", page_url) is None


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<img src="/m/9f8e7c6d5b4a.jpg" alt="heron-lake.jpg">', "/images/heron-lake.jpg"),
        ('<script>x={"filename":"heron-lake.jpg","url":"/m/0a.jpg"}</script>', "/images/heron-lake.jpg"),
        ('<img src="/media/549487/original.jpg">', "/image.php?id=549487"),
    ],
)
def test_such_a_page_is_believed_by_nothing_else(html, wanted):
    """It may show what the site shows everywhere where nothing is."""
    assert named(html.encode(), wanted, None) is not None
    assert named(html.encode(), wanted, "http_404") is None


@pytest.mark.parametrize(("came_from", "is_it"), [("/media/17/full", True), ("/media/login", False)])
@pytest.mark.parametrize("is_told", [True, False])
def test_a_picture_from_the_address_that_its_page_calls_by_its_name_is_that(came_from, is_it, is_told):
    """Its address tells nothing; what comes from where a redirect led is not spoken of."""
    meta: dict[str, Any] = {keys.FETCH: {"detour": "", "url": f"{SITE}/x/heron-lake.jpg"}}
    meta |= {keys.PAGE_ONWARD: f"{SITE}/media/17/full"} | ({keys.PAGE_TOLD: True} if is_told else {})
    response = HtmlResponse(SITE + came_from, body=PNG, request=Request(PAGE, meta=meta))
    parameters = PageParams({WANTED_URL: f"{SITE}/x/heron-lake.jpg"})
    choice = named_by_page(response, ImagePage(response=HttpResponse(response.url, body=PNG), page_params=parameters))
    assert (choice is not None) is (is_it and is_told)
