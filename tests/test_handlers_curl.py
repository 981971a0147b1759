"""The handler's own work; transfers are tested with the transport, the whole with crawls."""

from __future__ import annotations

import time

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from imgcrawl.handlers import curl as module
from imgcrawl.handlers.curl import _response
from imgcrawl.transport import FetchResult, Timings


def test_a_flood_of_headers_takes_linear_time():
    """Headers of one name keep their order and number, and 20,000 of them do not hold up the event loop."""
    pairs = [(b"x-a", b"%d" % n) for n in range(20_000)] + [(b"Content-Type", b"image/png")]
    result = FetchResult(200, "OK", pairs, b"body", Timings(), "1.1", "127.0.0.1", reused=False)
    began = time.perf_counter()
    response = _response(Request("http://a.test/"), result.status, result.headers, result.body)
    assert time.perf_counter() - began < 1
    assert response.headers.getlist("X-A") == [b"%d" % n for n in range(20_000)]
    assert response.headers.get("Content-Type") == b"image/png"


@pytest.mark.parametrize(("files", "idle"), [(160, 20), (100_000, 512)])
async def test_open_files_bound_what_is_kept(monkeypatch, files, idle):
    """Where few files may be open, fewer connections are kept than the setting allows."""
    configs = []
    monkeypatch.setattr(module, "open_files", lambda: files)
    monkeypatch.setattr(module, "CurlTransport", lambda config, **_: configs.append(config))
    module._transport(get_crawler(settings_dict={"CONCURRENT_REQUESTS": 4096}))
    assert [config.max_idle_connections for config in configs] == [idle]
