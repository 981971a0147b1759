"""When page objects are imported: for the first page, or before the crawl where others than the project's are named."""

from __future__ import annotations

import sys

import pytest
from scrapy import Spider
from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.middlewares.page_objects import PageObjectMiddleware
from imgcrawl.spiders.asking.pages import PageAnswers

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


async def test_a_page_gets_its_object():
    """The callback of a page request is given the page object that it asks for."""
    answers = PageAnswers(get_crawler(Spider, OWN), None, outcome_for=None, keeps_back=None)
    meta = {keys.PAGE: True, "page_params": {"wanted_url": "http://a.test/1.jpg"}}
    request = Request("http://a.test/", callback=answers.parse, meta=meta)
    response = HtmlResponse(request.url, body=b"<html><img src=/1.jpg></html>", request=request)
    assert await _built().process_response(request, response) is response
    assert request.cb_kwargs["page"].wanted_url == "http://a.test/1.jpg"


@pytest.mark.usefixtures("museum")
def test_answers_are_read_by_page_objects_too():
    """An answer in an image's place is read by the page object of its site, although no page was asked for before."""
    crawler = get_crawler(Spider, {"SCRAPY_POET_DISCOVER": ["museum_objects"]})
    PageAnswers(crawler, None, outcome_for=None, keeps_back=None)
    assert "museum_objects.site" in sys.modules
