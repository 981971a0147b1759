"""When page objects are imported: for the first page, or before the crawl where others than the project's are named."""

from __future__ import annotations

import sys

import pytest
from scrapy import Spider
from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler
from scrapy_poet.api import DummyResponse
from web_poet import HttpResponse, PageParams, RequestUrl, ResponseUrl  # noqa: TC002 - scrapy-poet reads annotations

from imgcrawl import keys
from imgcrawl.middlewares.page_objects import PageObjectMiddleware
from imgcrawl.pages import ImagePage
from imgcrawl.spiders.asking.pages import PageAnswers

WANTED = "http://a.test/1.jpg"
OWN = {"SCRAPY_POET_DISCOVER": ["imgcrawl.pages"]}


@pytest.fixture
def museum(tmp_path, monkeypatch):
    """Make a package of page objects by the name ``museum_objects``, and yield the file of its module ``site``."""
    folder = tmp_path / "museum_objects"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "site.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield folder / "site.py"
    for name in ("museum_objects", "museum_objects.site"):
        sys.modules.pop(name, None)


def _built(**settings):
    return PageObjectMiddleware.from_crawler(get_crawler(Spider, OWN | settings))


@pytest.mark.parametrize("named", ["imgcrawl.pages,museum_objects", ["museum_objects"]])
@pytest.mark.usefixtures("museum")
def test_page_objects_of_others_are_imported_before_the_crawl(named):
    """All modules of the packages that the setting names are."""
    _built(SCRAPY_POET_DISCOVER=named)
    assert "museum_objects.site" in sys.modules


def test_a_fault_of_theirs_is_met_before_the_crawl(museum):
    """A module that cannot be imported does not wait for a page."""
    museum.write_text("1 / 0")
    with pytest.raises(ZeroDivisionError):
        _built(SCRAPY_POET_DISCOVER=["imgcrawl.pages", "museum_objects"])


@pytest.mark.parametrize(
    ("others", "count"),
    [({}, 0), ({"SCRAPY_POET_PROVIDERS": {"a.B": 1}}, 1), ({"SCRAPY_POET_RULES": ["a rule"]}, 1)],
)
def test_the_projects_own_wait_for_a_page(monkeypatch, others, count):
    """Where no others are named nothing is made for images."""
    made = []
    monkeypatch.setattr("imgcrawl.middlewares.page_objects.InjectionMiddleware.from_crawler", made.append)
    middleware = _built(**others)
    assert middleware.process_request(Request("http://a.test/1.jpg")) is None
    assert len(made) == count


def _came(callback, url="http://a.test/"):
    """Return a page request with *callback*, and the response to it."""
    request = Request(url, callback=callback, meta={keys.PAGE: True, "page_params": {"wanted_url": WANTED}})
    headers = {"Content-Type": "text/html; charset=koi8-r"}
    return request, HtmlResponse(url, status=203, body=b"<html><img src=/1.jpg></html>", headers=headers)


def _facts(page):
    found = page.response
    return type(page), str(found.url), found.body, found.status, sorted(found.headers.items()), page.page_params


@pytest.mark.parametrize("url", ["http://a.test/", "https://www.flickr.com/photos/x/1/"])
async def test_a_page_gets_its_object(monkeypatch, url):
    """The callback is given the page object that scrapy-poet would give it, without scrapy-poet's being asked."""
    answers = PageAnswers(get_crawler(Spider, OWN), None, outcome_for=None, keeps_back=None)
    middleware = _built()
    (request, response), (same, _) = _came(answers.parse, url), _came(answers.parse, url)
    await middleware._injection.process_response(same, response)
    monkeypatch.setattr(middleware._injection, "process_response", None)
    monkeypatch.setattr(middleware._injection, "process_request", None)
    assert middleware.process_request(request) is None
    assert await middleware.process_response(request, response) is response
    assert _facts(request.cb_kwargs["page"]) == _facts(same.cb_kwargs["page"])
    assert request.cb_kwargs["page"].wanted_url == WANTED


class _Asking(ImagePage):
    def __init__(self, response: HttpResponse, page_params: PageParams, asked: RequestUrl) -> None:
        super().__init__(response, page_params)
        self.asked = asked


async def _for_one_that_asks(response, page: _Asking): ...


async def _for_no_page_object(response, page: ImagePage, url: ResponseUrl): ...


async def _without_response(response: DummyResponse, url: RequestUrl): ...


async def _for_image_page(response, page: ImagePage): ...


@pytest.mark.parametrize(
    ("callback", "settings"),
    [
        (_for_one_that_asks, {}),
        (_for_no_page_object, {}),
        (_for_image_page, {"SCRAPY_POET_PROVIDERS": {"scrapy_poet.HttpResponseProvider": 1}}),
    ],
    ids=["asks-more", "no-page-object", "others-provide"],
)
async def test_scrapy_poet_makes_what_is_made_of_more(callback, settings):
    """A page object with other needs, another kind of argument, and all of them where providers are named."""
    middleware = _built(**settings)
    asked = []

    async def process_response(request, response):
        asked.append(request)
        return await injected(request, response)

    injected, middleware._injection.process_response = middleware._injection.process_response, process_response
    request, response = _came(callback)
    assert await middleware.process_response(request, response) is response
    assert asked == [request]
    assert request.cb_kwargs["page"].wanted_url == WANTED


def test_scrapy_poet_says_whether_a_page_is_needed():
    """It gives a page request whose callback wants no response one that is empty."""
    assert isinstance(_built().process_request(_came(_without_response)[0]), DummyResponse)


@pytest.mark.usefixtures("museum")
def test_answers_are_read_by_page_objects_too():
    """An answer in an image's place is read by the page object of its site, although no page was asked for before."""
    crawler = get_crawler(Spider, {"SCRAPY_POET_DISCOVER": ["museum_objects"]})
    PageAnswers(crawler, None, outcome_for=None, keeps_back=None)
    assert "museum_objects.site" in sys.modules
