"""Pictures of pages that only their hash can tell from others."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from web_poet import HttpResponse, PageParams

from imgcrawl import keys
from imgcrawl.pages.page import WANTED_URL, ImagePage
from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.spiders.asking.by_hash import ByHash

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
    [{"known": ""}, {"body": b"<!doctype html><p>Hi"}, {"body": b"GIF89a" + b"\0" * 20}, {keys.VERDICT: "http_404"}],
    ids=["no-hash", "no-picture", "no-page", "not-there"],
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
