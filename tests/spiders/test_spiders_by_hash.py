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


def choice(
    by_hash: ByHash, *, row: str = "1", known: str = "0" * 32, body: bytes = BODY, state: Any = None, **meta: Any
) -> Any:
    """Return what a row asks for when its page has come and names nothing."""
    state = state or new_state(1, "http://a.test/x.jpg", PAGE, known)
    response = HtmlResponse(PAGE, body=body, request=Request(PAGE, meta={keys.FETCH: state} | meta))
    page = ImagePage(
        response=HttpResponse(PAGE, body=body), page_params=PageParams({WANTED_URL: "http://a.test/x.jpg"})
    )
    return by_hash.choice(response, page, row), state


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


def ended(by_hash: ByHash, row: int, **how: Any) -> None:
    """Let a row have its outcome."""
    by_hash.recorded(Outcome(f"{row}", "http://a.test/x.jpg", PAGE, **how))


def test_a_host_whose_pages_are_in_vain_is_spared():
    """Once eight rows have ended so, and none since has had its image so."""
    by_hash = ByHash()
    assert all(choice(by_hash, row=f"{n}")[0] for n in range(10))
    for row in range(8):
        assert choice(by_hash, row=f"more {row}")[0] is not None
        ended(by_hash, row, error="http_404")
    assert choice(by_hash)[0] is None
    ended(by_hash, 8, ok=True, hash_matches=True, rescued_by="page")
    assert choice(by_hash)[0] is not None


@pytest.mark.parametrize(
    ("how", "helps"),
    [
        ({"hash_matches": True, "rescued_by": "page"}, True),
        ({"hash_matches": True, "rescued_by": "retry"}, False),
        ({"hash_matches": False, "rescued_by": "page"}, False),
    ],
)
def test_only_an_image_of_a_page_speaks_for_the_others(how, helps):
    """And only that of a row whose pictures were asked for."""
    by_hash = ByHash()
    for row in range(9):
        choice(by_hash, row=f"{row}")
    for row in range(8):
        ended(by_hash, row)
    ended(by_hash, 99, ok=True, hash_matches=True, rescued_by="page")
    assert choice(by_hash)[0] is None
    ended(by_hash, 8, ok=True, **how)
    assert (choice(by_hash)[0] is not None) is helps


def test_few_rows_are_under_way_as_long_as_it_has_helped_none():
    """It may never; rows that have ended make room for others."""
    by_hash = ByHash()
    assert sum(choice(by_hash, row=f"{n}")[0] is not None for n in range(100)) == 64
    ended(by_hash, 0)
    assert [choice(by_hash, row=f"more {n}")[0] is not None for n in range(2)] == [True, False]
    ended(by_hash, 1, ok=True, hash_matches=True, rescued_by="page")
    assert all(choice(by_hash, row=f"then {n}")[0] for n in range(100))


@pytest.mark.parametrize("has_read", [True, False])
def test_the_spider_tells_of_outcomes(has_read):
    """Unless it has read no page so far: what reads pages is loaded for none."""
    told = Mock()
    spider = ImagesSpider.__new__(ImagesSpider)
    spider.flow, spider._kept = Mock(), Mock()
    if has_read:
        vars(spider)["_pages"] = SimpleNamespace(by_hash=told)
    spider.outcome_recorded(outcome := Outcome("1", "http://a.test/x.jpg", PAGE, ok=True))
    assert told.recorded.call_args_list == ([call(outcome)] if has_read else [])
    assert ("_pages" in vars(spider)) is has_read
