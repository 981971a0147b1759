from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from imgcrawl import clock, keys
from imgcrawl.middlewares import page_cache as module
from imgcrawl.middlewares.page_cache import PageCacheMiddleware
from imgcrawl.remedies.attempts.state import new_state

PAGE = "http://p.test/gallery"


@pytest.fixture
def cache():
    """Make an empty cache."""
    return PageCacheMiddleware()


def asked_by(key: int, *, url: str = PAGE, page_url: str = PAGE) -> Request:
    """Make the request of the row *key* for its page."""
    return Request(url, meta={keys.FETCH: new_state(key, "http://a.test/1.jpg", page_url), keys.PAGE: True})


def page(request: Request, body: bytes = b"<html>") -> HtmlResponse:
    """Make the answer to *request*."""
    return HtmlResponse(request.url, body=body, request=request)


async def test_only_pages_are_kept(cache):
    """Requests for images pass by."""
    request = Request(PAGE, meta={keys.FETCH: new_state(1, PAGE, PAGE)})
    assert await cache.process_request(request) is None
    assert await cache.process_response(request, page(request)) is not None
    assert await cache.process_request(asked_by(2)) is None


async def test_the_first_row_fetches_for_all(cache):
    """Rows that ask while the page is on its way come again later, and hold no place; each then gets the page."""
    first, second = asked_by(1), asked_by(2)
    assert await cache.process_request(first) is None
    again = await cache.process_request(second)
    assert (again.url, again.callback) == (PAGE, second.callback)
    assert again.meta[keys.NOT_BEFORE] > clock.now()
    await cache.process_response(first, page(first, b"<html>found"))
    found = await cache.process_request(again)
    assert (found.body, found.request) == (b"<html>found", again)


async def test_the_asker_goes_on_by_itself(cache):
    """Retries and redirects of the row that fetches the page are not held up by itself, and serve the others."""
    first = asked_by(1)
    assert await cache.process_request(first) is None
    hop = asked_by(1, url="http://p.test/gallery/")
    assert await cache.process_request(hop) is None
    await cache.process_response(hop, page(hop))
    assert (await cache.process_request(asked_by(2))).url == hop.url


async def test_after_a_failure_the_next_row_tries_anew(cache):
    """A page that failed for one row is fetched by the next that comes."""
    first = asked_by(1)
    await cache.process_request(first)
    again = await cache.process_request(asked_by(2))
    await cache.process_exception(first, ValueError("gone"))
    assert await cache.process_request(again) is None
    await cache.process_response(again, page(again))
    assert (await cache.process_request(asked_by(4))).body == b"<html>"


async def test_a_page_that_its_row_leaves_is_fetched_by_the_next(cache):
    """The row may have another remedy for the answer that came; whoever else asks for other things leaves the page."""

    def image(row: int) -> Request:
        return Request("http://a.test/1.jpg", meta={keys.FETCH: new_state(row, "http://a.test/1.jpg", PAGE)})

    assert await cache.process_request(asked_by(1)) is None
    await cache.process_request(image(2))
    again = await cache.process_request(asked_by(2))
    assert again is not None
    await cache.process_request(image(1))
    assert await cache.process_request(again) is None
    await cache.process_response(again, page(again))
    await cache.process_request(image(2))
    assert (await cache.process_request(asked_by(3))).body == b"<html>"


async def test_nobody_waits_for_ever(cache, monkeypatch):
    """A row whose page does not come in time fetches it itself, for the others too."""
    monkeypatch.setattr(module, "_LONGEST_WAIT_S", -1.0)
    await cache.process_request(asked_by(1))
    assert await cache.process_request(asked_by(2)) is None


async def test_pages_are_apart(cache):
    """Another page is another fetch."""
    await cache.process_request(asked_by(1))
    assert await cache.process_request(asked_by(2, page_url="http://p.test/other")) is None


async def test_memory_is_bounded(cache, monkeypatch):
    """Beyond the bound the pages used longest ago go, and what is on its way stays."""
    monkeypatch.setattr(module, "_MOST_BYTES", 1000)
    pending = asked_by(0, page_url="http://p.test/pending")
    await cache.process_request(pending)
    for n in range(1, 10):
        request = asked_by(n, page_url=f"http://p.test/{n}")
        await cache.process_request(request)
        await cache.process_response(request, page(request, bytes(300)))
    assert cache._bytes <= 1000
    assert await cache.process_request(asked_by(99, page_url="http://p.test/9")) is not None
    assert await cache.process_request(asked_by(98, page_url="http://p.test/1")) is None
    assert "http://p.test/pending" in cache._pages


async def test_failures_and_small_pages_do_not_pile_up(cache, monkeypatch):
    """A list with a million dead pages takes no memory for them: failures go at once, pages are bounded in number."""
    monkeypatch.setattr(module, "_MOST_PAGES", 5)
    for n in range(20):
        request = asked_by(n, page_url=f"http://p.test/{n}")
        await cache.process_request(request)
        await cache.process_exception(request, ValueError("gone"))
    assert not cache._pages
    for n in range(20):
        request = asked_by(n, page_url=f"http://p.test/{n}")
        await cache.process_request(request)
        await cache.process_response(request, page(request, b""))
    assert len(cache._pages) == 5


async def test_a_copy_that_is_too_old_is_fetched_anew(cache):
    """A row that needs a newer page than the copy fetches it for all; one that is content with the copy gets it."""
    first = asked_by(1)
    await cache.process_request(first)
    await cache.process_response(first, page(first, b"old"))
    content = asked_by(2)
    assert (await cache.process_request(content)).body == b"old"
    came_at = content.meta[keys.PAGE_CAME_AT]
    for lane in (1, 3):
        anew = asked_by(lane)
        anew.meta[keys.PAGE_AFTER] = came_at
        assert await cache.process_request(anew) is None
        await cache.process_response(anew, page(anew, b"new"))
        came_at = cache._pages[PAGE].came_at
    late = asked_by(4)
    late.meta[keys.PAGE_AFTER] = content.meta[keys.PAGE_CAME_AT]
    assert (await cache.process_request(late)).body == b"new"
    assert cache._bytes == 3
