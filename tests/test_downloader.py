"""The downloader's limit; what it does with requests is tested with the scheduler and with crawls."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import downloader as module
from imgcrawl import keys
from imgcrawl.downloader import DirectDownloader
from imgcrawl.secrets import SecretFilter


@pytest.fixture
def make(monkeypatch):
    """Make downloaders whose engine counts how often it is woken."""
    made: list[DirectDownloader] = []

    def make(**settings: Any) -> DirectDownloader:
        none = dict.fromkeys(("data", "file", "ftp", "http", "https", "s3"))
        crawler = get_crawler(settings_dict={"DOWNLOAD_HANDLERS": none} | settings)
        woken = asyncio.Event()
        excused: list[float] = []
        deadlines = SimpleNamespace(excuse=excused.append)
        scheduler = SimpleNamespace(wake=woken.set, reports=SimpleNamespace(), deadlines=deadlines)
        crawler.engine = SimpleNamespace(scheduler=scheduler)
        made.append(DirectDownloader(crawler))
        made[-1].woken, made[-1].excused = woken, excused  # type: ignore[attr-defined]
        return made[-1]

    yield make
    for downloader in made:
        downloader.close()


def fill(downloader: DirectDownloader) -> None:
    """Bring as many requests into flight as the limit is."""
    while not downloader.needs_backout():
        downloader.active.add(Request(f"http://a.test/{len(downloader.active)}"))


async def test_the_setting_is_the_most(make):
    """CONCURRENT_REQUESTS bounds what is in flight, from the start."""
    downloader = make(CONCURRENT_REQUESTS=10)
    fill(downloader)
    assert len(downloader.active) == 10
    assert downloader.capacity.most == 10


async def test_secrets_stay_hidden_when_the_log_has_another_handler(make):
    """Scrapy sets its log up anew after it has built the formatter and before it builds the downloader."""
    handler = logging.NullHandler()
    logging.root.addHandler(handler)
    make(FTP_PASSWORD="secret")
    logging.root.removeHandler(handler)
    assert [type(found) for found in handler.filters] == [SecretFilter]


async def test_zero_stands_for_no_limit_of_ones_own(make):
    """As in Scrapy a limit of 0 is none, but for what the process can bear."""
    assert make(CONCURRENT_REQUESTS=0).capacity.limit > 100


async def test_open_files_bound_what_is_in_flight(make, monkeypatch):
    """Where few files may be open, fewer requests are in flight than the setting allows."""
    monkeypatch.setattr(module, "open_files", lambda: 160)
    assert make(CONCURRENT_REQUESTS=4096).capacity.most == 40


async def test_a_limit_that_grows_wakes_the_engine(make, monkeypatch):
    """When the loop keeps up the limit grows by itself, and the engine, which has no other reason to wake, is told."""
    monkeypatch.setattr(module, "_TICK_S", 0.01)
    downloader = make(CONCURRENT_REQUESTS=4096)
    fill(downloader)
    downloader._wait()
    await asyncio.wait_for(downloader.woken.wait(), 5)
    assert not downloader.needs_backout()


@pytest.fixture
def bursts(make, monkeypatch):
    """Make a downloader whose requests are answered at once, and a way to send a number of them; the test looks."""
    downloader = make(CONCURRENT_REQUESTS=4096)
    downloader.crawler.engine.scheduler.release = lambda _request: None

    async def answered(request: Request) -> Response:
        return Response(request.url)

    async def burst(number: int) -> None:
        await asyncio.gather(*(downloader.begin(Request(f"http://a.test/{each}")) for each in range(number)))
        assert not downloader.active

    monkeypatch.setattr(downloader, "_through_middlewares", answered)
    monkeypatch.setattr(module, "_TICK_S", 60)
    return downloader, burst


async def test_a_limit_that_was_reached_between_two_looks_grows(bursts):
    """Answers that come all at once leave nothing in flight at the moment of the look, which says nothing."""
    downloader, burst = bursts
    limits = [downloader.capacity.limit]
    for number in (limits[0], 1):
        await burst(number)
        downloader._tick()
        limits.append(downloader.capacity.limit)
    assert limits[0] < limits[1] == limits[2]


@pytest.mark.parametrize("numbers", [(300, 2), (2, 300)])
async def test_the_most_in_flight_is_told(bursts, numbers):
    """At the end the statistics have the most that were in flight at a time, before the last look or after it."""
    downloader, burst = bursts
    await burst(numbers[0])
    downloader._tick()
    await burst(numbers[1])
    downloader.close()
    assert downloader.crawler.stats.get_value(keys.STAT_IN_FLIGHT_MAX) == 300


async def test_nothing_is_sent_while_the_catalogue_is_behind(make, monkeypatch):
    """Rows whose outcomes find no room would pile up in memory; once there is some the engine is woken."""
    downloader = make(CONCURRENT_REQUESTS=10)  # no limit grows from there
    assert not downloader.needs_backout()
    journal = SimpleNamespace(is_full=True)
    downloader.crawler.spider = SimpleNamespace(journal=journal)
    assert downloader.needs_backout()
    monkeypatch.setattr(downloader, "_wait", lambda: None)  # the test turns the clock
    downloader._tick()
    assert not downloader.woken.is_set()
    journal.is_full = False
    downloader._tick()
    assert downloader.woken.is_set()
    assert not downloader.needs_backout()
    downloader.woken.clear()
    downloader._tick()
    assert not downloader.woken.is_set()


async def test_responses_are_counted(make):
    """Each response counts, wherever it came from; a request in its place, or an error, does not."""
    downloader, request, released = make(), Request("http://a.test/"), []
    downloader.crawler.engine.scheduler.release = released.append

    async def answer(_request: Request) -> Response | Request:
        if isinstance(result, Exception):
            raise result
        return result

    downloader._through_middlewares = answer
    for result in (Response(request.url), request, ValueError("x")):
        sending = downloader.begin(request)
        assert downloader.active == {request}
        assert (await asyncio.gather(sending, return_exceptions=True)) == [result]
        assert not downloader.active
    assert released == [request] * 3
    assert downloader.crawler.stats.get_value("response_received_count") == 1


@pytest.mark.parametrize("is_right", [True, False])
async def test_a_middleware_may_return_what_is_to_be_awaited(make, is_right):
    """What a middleware returns is awaited, whatever it is; what is no answer then is a fault of the middleware."""
    downloader, request = make(), Request("http://a.test/")
    first, other = Response(request.url), Response(request.url, status=404)

    def before(*, request: Request) -> Any:
        future = asyncio.get_running_loop().create_future()
        future.set_result(first)
        return future

    def after(*, request: Request, response: Response) -> Any:
        return asyncio.ensure_future(asyncio.sleep(0, other if is_right else None))

    downloader._before, downloader._after = [before], [after]
    if is_right:
        assert await downloader._through_middlewares(request) is other
        return
    with pytest.raises(TypeError, match="must return a response or a request, got None"):
        await downloader._through_middlewares(request)


@pytest.mark.parametrize(
    ("status", "headers", "well"),
    [(200, {}, True), (404, {}, True), (404, {"Retry-After": "7"}, False), (403, {}, False)],
)
async def test_the_scheduler_is_told_how_a_host_bears_it(make, status, headers, well):
    """An image and a 404 count for a host, a refusal and a wish for a pause do not."""
    downloader, told = make(), []
    downloader.crawler.engine.scheduler.reports.answered = lambda _request, *, well: told.append(well)
    request = Request("http://a.test/", meta={keys.SENT_AT: 1.0})

    async def answer(request: Request) -> Response:
        return Response(request.url, status=status, headers=headers, request=request)

    downloader.handlers = SimpleNamespace(download_request_async=answer)
    await downloader._enqueue_request(request)
    assert told == [well]


async def test_the_lag_is_measured(make, monkeypatch, tmp_path):
    """A standstill of the loop is noticed and told at the end."""
    downloader = make(CONCURRENT_REQUESTS=4096)
    loop = asyncio.get_running_loop()
    began = loop.time()
    downloader._wait()
    while loop.time() < began + 0.4:  # nothing else has its turn
        pass
    await asyncio.sleep(0)
    await asyncio.sleep(0.001)
    assert 0.2 < downloader.capacity.worst_lag_since(began) < 10
    downloader.close()
    assert downloader.crawler.stats.get_value(keys.STAT_LAG_MAX) == round(downloader.capacity.worst_lag_s, 3)


async def test_a_standstill_is_told(make, monkeypatch):
    """How long the process, or the machine, stood still is told to who counts the time of rows; a moment is not."""
    downloader, now = make(), 1000.0
    monkeypatch.setattr("imgcrawl.clock.now", lambda: now)
    for passed_s in (0.0, 1.0, 30.1):
        now += passed_s
        downloader._tick()
    assert downloader.excused == [pytest.approx(30.0)]


@pytest.mark.parametrize(("report_fd", "processes"), [(-1, 1), (3, 4)], ids=["on-machines-of-their-own", "by-j"])
async def test_processes_of_one_machine_share_its_memory(make, report_fd, processes):
    """A shard that was started by ``-j`` has its part of the memory, one on a machine of its own all of it."""
    crawler = make(IMGCRAWL_REPORT_FD=report_fd).crawler
    crawler.spider = SimpleNamespace(options=SimpleNamespace(shard=SimpleNamespace(index=0, count=4)))
    assert module._processes(crawler) == processes
