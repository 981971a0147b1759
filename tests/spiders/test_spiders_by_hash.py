"""Pictures of pages that only their hash can tell from others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock, call

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from web_poet import HttpResponse, PageParams

from imgcrawl import keys
from imgcrawl.pages.page import WANTED_URL, ImagePage
from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.spiders.asking.by_hash import ByHash
from imgcrawl.spiders.images import ImagesSpider

PAGE = "http://page.test/p"
BODY = b'<!doctype html><title>x</title><img src="/1.jpg"><img src="/2.jpg">'


def choice(by_hash: ByHash, *, known: str = "0" * 32, body: bytes = BODY, state: Any = None, **meta: Any) -> Any:
    """Return what a row asks for when its page has come and names nothing."""
    state = state or new_state(1, "http://a.test/x.jpg", PAGE, known)
    response = HtmlResponse(PAGE, body=body, request=Request(PAGE, meta={keys.FETCH: state} | meta))
    page = ImagePage(
        response=HttpResponse(PAGE, body=body), page_params=PageParams({WANTED_URL: "http://a.test/x.jpg"})
    )
    return by_hash.choice(response, page), state


def test_the_pictures_are_asked_for_in_turn():
    """The first one, and the others in its stead; the row remembers that they must have the hash."""
    found, state = choice(ByHash())
    assert (found.url, found.instead) == ("http://page.test/1.jpg", ("http://page.test/2.jpg",))
    assert state["by_hash"] is True


@pytest.mark.parametrize(
    "how",
    [{"known": ""}, {"body": b"<!doctype html><p>Hi"}, {keys.VERDICT: "http_404"}],
    ids=["no-hash", "no-picture", "not-there"],
)
def test_where_there_is_nothing_to_tell_by_none_is_asked_for(how):
    """A row without a hash takes nothing on thin evidence; a page that is not there has none to give."""
    found, state = choice(ByHash(), **how)
    assert (found, state["by_hash"]) == (None, False)


def test_once_for_a_row():
    """Another document of the row is not gone through as well."""
    by_hash = ByHash()
    _, state = choice(by_hash)
    assert choice(by_hash, state=state)[0] is None


def test_a_host_whose_pages_are_in_vain_is_spared():
    """After eight rows, unless one of them has had its image so."""
    by_hash = ByHash()
    assert [choice(by_hash)[0] is not None for _ in range(9)] == [True] * 8 + [False]
    by_hash.recorded(Outcome("1", "http://a.test/x.jpg", PAGE, ok=True, hash_matches=True, rescued_by="page"))
    assert choice(by_hash)[0] is not None


@pytest.mark.parametrize(
    ("how", "is_told"),
    [
        ({"hash_matches": True, "rescued_by": "page"}, True),
        ({"hash_matches": True, "rescued_by": "retry"}, False),
        ({"hash_matches": False, "rescued_by": "page"}, False),
    ],
)
def test_the_spider_tells_of_images_that_pages_had_by_their_hash(monkeypatch, how, is_told):
    """Of no other outcome, so that what reads pages is loaded for none."""
    told = Mock()
    monkeypatch.setattr(ImagesSpider, "_pages", SimpleNamespace(by_hash=told))
    spider = ImagesSpider.__new__(ImagesSpider)
    spider.flow, spider._kept = Mock(), Mock()
    spider.outcome_recorded(outcome := Outcome("1", "http://a.test/x.jpg", PAGE, ok=True, **how))
    assert told.recorded.call_args_list == ([call(outcome)] if is_told else [])
