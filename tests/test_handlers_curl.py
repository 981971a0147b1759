"""The handler's own work; transfers are tested with the transport, the whole with crawls."""

from __future__ import annotations

import gc
import io
import time
from contextlib import nullcontext, suppress
from types import SimpleNamespace
from typing import Any
from weakref import ref

import pytest
from PIL import Image
from scrapy import Request
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug, HostPaused, RunStopped
from imgcrawl.handlers import curl as module
from imgcrawl.handlers.curl import CurlDownloadHandler, _response
from imgcrawl.transport import FetchError, FetchResult, Timings
from imgcrawl.transport.exchange import Partial
from imgcrawl.transport.pause import Awaited


def test_a_flood_of_headers_takes_linear_time():
    """Headers of one name keep their order and number, and 20,000 of them do not hold up the event loop."""
    pairs = [(b"x-a", b"%d" % n) for n in range(20_000)] + [(b"Content-Type", b"image/png")]
    result = FetchResult(200, "OK", pairs, b"body", Timings(), "1.1", "127.0.0.1", reused=False)
    began = time.process_time()
    response = _response(Request("http://a.test/"), result.status, result.headers, result.body)
    assert time.process_time() - began < 1
    assert response.headers.getlist("X-A") == [b"%d" % n for n in range(20_000)]
    assert response.headers.get("Content-Type") == b"image/png"


def _no_transport(**parts: Any) -> SimpleNamespace:
    return SimpleNamespace(fetch=None, leads_to=None, forwards_to=None, **parts)


@pytest.mark.parametrize(("files", "idle"), [(160, 20), (100_000, 512)])
async def test_open_files_bound_what_is_kept(monkeypatch, files, idle):
    """Where few files may be open, fewer connections are kept than the setting allows."""
    configs = []

    def make(config, **_):
        configs.append(config)
        return _no_transport()

    monkeypatch.setattr(module, "open_files", lambda: files)
    monkeypatch.setattr(module, "CurlTransport", make)
    module._transport(get_crawler(settings_dict={"CONCURRENT_REQUESTS": 4096}))
    assert [config.max_idle_connections for config in configs] == [idle]


async def test_a_transport_keeps_no_crawler(monkeypatch):
    """What both schemes share ends with its crawler: a process that makes many crawls does not keep them all."""
    monkeypatch.setattr(module, "CurlTransport", lambda *_, **parts: _no_transport(**parts))
    crawler = get_crawler()
    gone = ref(crawler)
    transport, *_ = module._transport(crawler)
    transport.resolver._gate._on_overload()  # type: ignore[attr-defined]
    assert crawler.stats.get_value(keys.STAT_DNS_OVERLOADS) == 1
    del crawler, transport
    gc.collect()
    assert gone() is None


class Transport:
    """Answers every request, and asks of each whether it is held."""

    def __init__(self) -> None:
        self.status, self.is_cut = 200, False
        self.held: list[bool] = []
        self.paced: list[bool] = []
        self.fresh: list[bool] = []
        self.most_bytes: list[int | None] = []

    async def fetch(self, request: Any) -> FetchResult:
        self.held.append(request.is_held())
        self.paced.append(request.is_paced())
        self.fresh.append(request.fresh)
        self.most_bytes.append(request.max_bytes)
        if self.status >= 400:
            request.on_error(self.status, [])
        if self.is_cut:
            raise FetchError(ErrorSlug.CONTENT_TRUNCATED, "", partial=Partial(status=self.status))
        return FetchResult(self.status, "OK", [], b"body", Timings(), "1.1", "127.0.0.1", reused=False)


class Open:
    """Ways without an outage, until told otherwise, whose proxy answers itself with 502 or 503."""

    def __init__(self) -> None:
        self.is_outage = self.are_refused = self.is_portal = False
        self.compared: list[object] = []
        self.known: list[tuple[str, int]] = []
        self.failed: list[tuple[str, str]] = []
        self.has_stopped = True

    async def over(self, scheme: str) -> None:
        """Be no outage."""

    async def are_closed(self, _scheme: str, _host: str, _status: int, *, by_tunnel: bool) -> bool:
        return self.are_refused

    def may_be_the_proxys(self, scheme: str, status: int) -> bool:
        return scheme == "http" and status in (502, 503)

    def answered(self, _scheme: str, host: str, port: int, _result: FetchResult) -> None:
        self.known.append((host, port))

    async def is_said_for_all(self, _scheme: str, _host: str, _request: Any, heard: object, *, began: float) -> bool:
        self.compared.append(heard)
        return self.is_portal

    async def explain(self, scheme: str, host: str, _error: FetchError | None, *, began: float) -> bool:
        self.failed.append((scheme, host))
        return self.is_outage


@pytest.fixture
def ways():
    """Make ways to hosts."""
    return Open()


@pytest.fixture
def handled(monkeypatch, ways):
    """Make a handler of which all hosts are paused, on a transport that is none."""
    transport = Transport()
    monkeypatch.setattr(module, "_transport", lambda _: (transport, ways))
    crawler = get_crawler()
    crawler.engine = SimpleNamespace(
        scheduler=SimpleNamespace(is_paused=lambda _: True, is_paced=lambda request: "a.test" in request.url)
    )
    crawler.crawling = True
    return CurlDownloadHandler(crawler), transport


@pytest.mark.parametrize(("meta", "held"), [({keys.FETCH: {}}, True), ({keys.ROBOTS: {}}, True), ({}, False)])
async def test_a_pause_holds_what_will_be_put_back(handled, meta, held):
    """A spider's own request, which no middleware puts back, is not ended by a pause of its host."""
    handler, transport = handled
    await handler.download_request(Request("http://a.test/", meta=meta))
    assert transport.held == [held]


async def test_the_transport_is_told_which_hosts_want_an_interval(handled):
    """Nothing else is to follow at once there."""
    handler, transport = handled
    for host in ("a.test", "b.test"):
        await handler.download_request(Request(f"http://{host}/"))
    assert transport.paced == [True, False]


@pytest.mark.parametrize(("meta", "most_bytes"), [({keys.ROBOTS: {}}, 2_000_000), ({keys.FETCH: {}}, None)])
async def test_an_endless_robots_txt(handled, meta, most_bytes):
    """As many as the hosts of a list may come at once: each has a limit of its own, far below that of an image."""
    handler, transport = handled
    await handler.download_request(Request("http://a.test/robots.txt", meta=meta))
    assert transport.most_bytes == [most_bytes]


@pytest.mark.parametrize("meta", [{}, {keys.FRESH: True}])
async def test_what_is_asked_past_caches_has_a_connection_of_its_own(handled, meta):
    """A cache, or one of several machines, may be at the other end of one that is open."""
    handler, transport = handled
    await handler.download_request(Request("http://a.test/", meta=meta))
    assert transport.fresh == [bool(meta)]


@pytest.mark.parametrize(
    ("url", "port"), [("HTTP://a.test/", 80), ("HTTPS://a.test/", 443), ("https://a.test:8443/", 8443)]
)
async def test_the_port_of_an_answer(handled, ways, url, port):
    """An address has the port of its scheme, in whatever case that is written, unless it names one."""
    handler, _transport = handled
    response = await handler.download_request(Request(url, meta={"verbatim_url": True}))
    assert (response.status, ways.known) == (200, [("a.test", port)])


@pytest.mark.parametrize("meta", [{keys.FETCH: {}}, {}])
@pytest.mark.parametrize("is_outage", [True, False])
async def test_an_answer_that_may_be_the_proxys(handled, ways, meta, is_outage):
    """An outage that explains it gives the request back, if somebody takes it; otherwise it is the host's after all."""
    handler, transport = handled
    transport.status, ways.is_outage = 502, is_outage
    given_back = is_outage and bool(meta)
    with pytest.raises(HostPaused) if given_back else nullcontext():
        assert (await handler.download_request(Request("http://a.test/", meta=meta))).status == 502
    assert ways.failed == ([("http", "a.test")] if meta else [])
    assert ways.known == []
    assert (await handler.download_request(Request("https://a.test/", meta=meta))).status == 502
    assert ways.known == [("a.test", 443)]


@pytest.mark.parametrize("is_cut", [False, True])
@pytest.mark.parametrize(("meta", "is_compared"), [({keys.FETCH: {}}, True), ({keys.ROBOTS: {}}, False), ({}, False)])
async def test_what_is_said_for_all_hosts(handled, ways, *, meta, is_compared, is_cut):
    """Answers and failures of rows are compared, and their requests given back; robots.txt are often alike."""
    handler, transport = handled
    ways.is_portal, transport.is_cut = True, is_cut
    with suppress(FetchError), pytest.raises(HostPaused) if is_compared else nullcontext():
        await handler.download_request(Request("http://a.test/", meta=meta))
    assert len(ways.compared) == is_compared
    assert bool(ways.known) is not (is_compared or is_cut)


@pytest.mark.parametrize("is_cut", [False, True])
@pytest.mark.parametrize(("scheme", "is_outage", "told"), [("http", True, 0), ("http", False, 1), ("https", True, 1)])
async def test_no_host_is_slowed_down_for_an_outage(handled, ways, *, scheme, is_outage, told, is_cut):
    """What may be a proxy's own is told as a host's wish once it is known that it is; what is a host's, at once."""
    handler, transport = handled
    transport.status, transport.is_cut, ways.is_outage = 503, is_cut, is_outage
    heard = []

    def hear(status: int) -> None:
        heard.append((status, bool(ways.failed)))

    handler.crawler.signals.connect(hear, signal=keys.slowdown_requested)
    with suppress(HostPaused):
        await handler.download_request(Request(f"{scheme}://a.test/", meta={keys.FETCH: {}}))
    assert heard == [(503, scheme == "http")] * told


async def test_an_outage_is_told(monkeypatch):
    """Whoever shows how far the crawl is may ask what is waited for; whoever records it learns when that changes."""
    monkeypatch.setattr(module, "CurlTransport", lambda *_, **parts: _no_transport(**parts))
    handler, told = CurlDownloadHandler(crawler := get_crawler()), []
    note = lambda awaited: told.append(awaited)  # noqa: E731, PLW0108 - the signal names its argument
    crawler.signals.connect(note, signal=keys.outage_changed)
    pause = handler._ways._direct.pause
    for pause.awaited in (Awaited("no name server answers", 1.0), None):
        assert [result for _, result in crawler.signals.send_catch_log(keys.outage_wanted)] == [pause.awaited]
        pause._on_change()
    assert told == [Awaited("no name server answers", 1.0), None]


async def test_a_proxy_that_refuses_us(handled, ways):
    """The run ends with what shows it, be it an answer."""
    handler, _transport = handled
    ways.are_refused = True
    with pytest.raises(RunStopped):
        await handler.download_request(Request("http://a.test/"))


@pytest.mark.parametrize("fails", [True, False])
async def test_repeats_are_told(handled, monkeypatch, fails):
    """How often libcurl sent a request by itself is told with its answer and with its failure."""
    handler, transport = handled

    async def fetch(_: Any) -> FetchResult:
        if fails:
            raise FetchError(ErrorSlug.HTTP_STREAM, "", repeats=3)
        return FetchResult(200, "OK", [], b"body", Timings(), "2", "127.0.0.1", reused=False, repeats=3)

    monkeypatch.setattr(transport, "fetch", fetch)
    request = Request("http://a.test/")
    with pytest.raises(FetchError) if fails else nullcontext():
        await handler.download_request(request)
    assert request.meta[keys.REPEATS] == 3


async def test_a_picture_without_the_end_of_its_transfer(handled, monkeypatch):
    """The transport is told which bodies are whole by their own marks; that one was is told with its answer."""
    handler, transport = handled
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")

    async def fetch(request: Any) -> FetchResult:
        assert request.is_whole(out.getvalue())
        assert not request.is_whole(out.getvalue()[:-1])
        return FetchResult(200, "OK", [], b"body", Timings(), "1.1", None, reused=False, fault="cut.")

    monkeypatch.setattr(transport, "fetch", fetch)
    request = Request("http://a.test/")
    await handler.download_request(request)
    assert request.meta[keys.FAULT] == "cut."


async def test_a_page_without_the_end_of_its_transfer(handled, monkeypatch):
    """It is whole by its last tag; in a picture's place that counts for nothing."""
    handler, transport = handled
    page = b"<html><body>x</body></html>"
    told = []

    async def fetch(request: Any) -> FetchResult:
        told.append((request.is_whole(page), request.is_whole(page[:-1])))
        return FetchResult(200, "OK", [], page, Timings(), "1.1", None, reused=False)

    monkeypatch.setattr(transport, "fetch", fetch)
    await handler.download_request(Request("http://a.test/", meta={keys.PAGE: True}))
    await handler.download_request(Request("http://a.test/"))
    assert told == [(True, False), (False, False)]
