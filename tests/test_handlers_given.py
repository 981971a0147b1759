"""What the handler tells of somebody who answers in every host's place, and what it lets go of in the end."""

from __future__ import annotations

import gzip
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.handlers import curl as module
from imgcrawl.handlers.curl import CurlDownloadHandler
from imgcrawl.transport import FetchResult, Timings, TransportStats

PICTURE = b"\xff\xd8 a picture" * 9
HUGE = gzip.compress(bytes(2000))


class Transport:
    """Answers every request with its address."""

    async def fetch(self, request) -> FetchResult:
        return answer(request.url.encode())

    def stats(self) -> TransportStats:
        return TransportStats()

    async def close(self) -> None:
        """Have nothing to close."""

    leads_to = forwards_to = None


def answer(body: bytes, coding: bytes = b"") -> FetchResult:
    """Return an answer whose body has this content encoding on."""
    headers = [(b"content-encoding", coding)] if coding else []
    return FetchResult(200, "", headers, body, Timings(), "1.1", "127.0.0.1", reused=False)


@pytest.fixture
def crawler(monkeypatch):
    """Make a crawler whose transport is none."""
    monkeypatch.setattr(module, "CurlTransport", lambda *_, **_parts: Transport())
    crawler = get_crawler(settings_dict={"IMGCRAWL_MAX_BYTES": 1000})
    crawler.engine = SimpleNamespace(scheduler=SimpleNamespace(is_paused=lambda _: False), downloader=SimpleNamespace())
    crawler.crawling = True
    return crawler


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        (answer(PICTURE), [PICTURE]),
        (answer(gzip.compress(PICTURE), b"gzip"), [PICTURE]),
        (answer(gzip.compress(PICTURE)), [PICTURE]),
        (answer(PICTURE, b"gzip"), [PICTURE]),
        (answer(HUGE, b"gzip"), [HUGE]),
        (answer(b""), []),
    ],
    ids=["plain", "zipped", "zipped-unsaid", "only-said-to-be", "too-large", "empty"],
)
async def test_what_was_given_for_all_hosts_is_told(crawler, heard, told):
    """As pictures are known, without its encodings, within the limit for images; a redirect has nothing to tell."""
    given = []

    def hear(body: bytes) -> None:
        given.append(body)

    crawler.signals.connect(hear, signal=keys.given_for_all)
    _, ways = module._transport(crawler)
    ways._portals["http"]._on_found(heard)
    assert given == told


async def test_no_request_is_kept_after_the_end(crawler):
    """Those that the watches would repeat hold the crawler, which would be kept for ever with them."""
    handler = CurlDownloadHandler(crawler)
    for host in ("a.test", "b.test", "c.test"):
        await handler.download_request(Request(f"http://{host}/", meta={keys.FETCH: {}}))
    watch = handler._ways._portals["http"]
    assert watch._known
    await handler.close()
    assert (dict(watch._known), watch._latest) == ({}, None)
