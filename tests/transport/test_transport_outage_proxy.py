"""Outages behind a proxy: it cannot be reached, makes no tunnel, or brings no answer over plain HTTP."""

from __future__ import annotations

import asyncio
import time

import pytest

from imgcrawl.errors import ErrorSlug, RunStopped
from imgcrawl.transport import outage as outage_module
from imgcrawl.transport import pause as pause_module

REFUSED, SILENT = ErrorSlug.TCP_REFUSED, ErrorSlug.DNS_TIMEOUT
TUNNEL = ErrorSlug.TCP_PROXY


async def test_a_proxy_that_cannot_be_reached(bench, caplog):
    """With a proxy the first failure of the way to it has it tried: gone, it is an outage, and otherwise it is not."""
    bench.behind_a_proxy()
    assert await bench.fail(ErrorSlug.TCP_PROXY) == [False]
    bench.watch._trusted_until = 0.0
    await bench.fall_silent()
    assert await bench.fail(REFUSED, SILENT, REFUSED) == [False] * 3
    failed = asyncio.create_task(bench.explains("first.test", ErrorSlug.TCP_PROXY))
    done, _ = await asyncio.wait([failed], timeout=0.1)
    assert not done
    await bench.listen()
    assert await asyncio.wait_for(failed, 30) is True
    began, ended = (record.getMessage() for record in caplog.records)
    assert began.startswith("the proxy of IMGCRAWL_PROXY, 127.0.0.1 port ")
    assert "cannot be reached; the run waits up to 60 s (IMGCRAWL_OUTAGE_PATIENCE_SECONDS), and Ctrl-C" in began
    assert ended.startswith("the proxy is back after")


@pytest.mark.parametrize("was_there", [False, True])
async def test_a_proxy_that_was_never_there_is_waited_for_less_long(bench, monkeypatch, caplog, was_there):
    """Its address may be wrong: the run ends soon, unless it has taken a connection before."""
    monkeypatch.setattr(outage_module, "_NEVER_REACHED_S", 0.01)
    monkeypatch.setattr(pause_module, "_FIRST_WAIT_S", 0.02)
    bench.behind_a_proxy()
    if was_there:
        assert await bench.fail(TUNNEL) == [False]
        bench.watch._trusted_until = 0.0
    await bench.fall_silent()
    failed = asyncio.create_task(bench.explains("first.test", TUNNEL))
    done, _ = await asyncio.wait([failed], timeout=0.3)
    assert (bool(done), bench.given_up) == (not was_there, int(not was_there))
    assert ("as it was never there; else IMGCRAWL_OUTAGE_PATIENCE_SECONDS" in caplog.text) is not was_there
    bench.watch.abort()
    assert type((await asyncio.gather(failed, return_exceptions=True))[0]) is RunStopped


async def test_a_proxy_that_leads_nowhere(bench, caplog):
    """One that takes connections and fails for host after host is tried at those that it led to: none, an outage."""
    ways = bench.behind_a_proxy()
    bench.know()
    assert await bench.fail(TUNNEL, TUNNEL) == [False, False]
    assert ways.asked == []
    third = asyncio.create_task(bench.explains("third.test", TUNNEL))
    done, _ = await asyncio.wait([third], timeout=0.2)
    assert not done
    assert set(ways.asked) == {"known0.test", "known1.test", "known2.test", "example.com"}
    assert "has no way to any host" in caplog.text
    ways.open.add("known1.test")
    assert await asyncio.wait_for(third, 30) is True


@pytest.mark.parametrize("reason", ["a-way", "refused", "one-host", "answers-between", "few-known"])
async def test_when_a_proxy_is_not_to_blame(bench, reason):
    """A way to one host, refusals, one host alone, an answer in between, fewer than twenty hosts and none known."""
    ways = bench.behind_a_proxy()
    bench.know(2 if reason == "few-known" else 3)
    if reason == "a-way":
        ways.open.add("known0.test")
    for number in range(19):
        host = "same.test" if reason == "one-host" else f"{number}.test"
        if reason == "answers-between":
            bench.know()
        explained = bench.watch.explains(host, TUNNEL, began=time.monotonic(), is_refused=reason == "refused")
        assert await asyncio.wait_for(explained, 30) is False
    assert len(ways.asked) == (4 if reason == "a-way" else 0)  # once, and then believed for a while


@pytest.mark.parametrize(("forwards", "port"), [(False, 443), (True, 80)])
async def test_a_proxy_that_never_led_anywhere(bench, forwards, port):
    """Before enough hosts are known, twenty that get no answer raise the question, and any name answers it."""
    ways = bench.behind_a_proxy(forwards=forwards)
    ways.open.add("example.com")
    for number in range(25):
        assert await asyncio.wait_for(bench.explains(f"{number}.test", TUNNEL), 30) is False
    assert (ways.asked, ways.ports) == (["example.com"], [port])


@pytest.mark.parametrize("slug", [TUNNEL, ErrorSlug.TCP_CLOSED, ErrorSlug.TCP_RESET, ErrorSlug.TCP_TIMEOUT])
async def test_a_proxy_that_forwards_nothing(bench, slug):
    """It fails for host after host, saying so or not, and for those that it brought answers of: an outage."""
    ways = bench.behind_a_proxy(forwards=True)
    bench.know()
    third = asyncio.create_task(bench.fail(slug, slug, slug))
    done, _ = await asyncio.wait([third], timeout=0.2)
    assert not done
    assert set(ways.asked) == {"known0.test", "known1.test", "known2.test"}
    ways.open.add("known1.test")
    assert await asyncio.wait_for(third, 30) == [False, False, True]


async def test_one_host_is_asked_for_where_one_tells(bench):
    """Who answered last is asked first; where it answers, those that fail are out of order, and no other is asked."""
    ways = bench.behind_a_proxy(forwards=True)
    bench.know()
    ways.open.add("known2.test")
    assert await asyncio.wait_for(bench.fail(*[TUNNEL] * 9), 30) == [False] * 9
    assert ways.asked == ["known2.test"]


async def test_what_breaks_off_in_a_tunnel_is_the_hosts(bench):
    """The proxy has led there."""
    ways = bench.behind_a_proxy()
    bench.know()
    assert await asyncio.wait_for(bench.fail(*[ErrorSlug.TCP_CLOSED] * 9), 30) == [False] * 9
    assert ways.asked == []


async def test_a_stop_during_an_outage_is_not_tried_once_more(bench, monkeypatch):
    """Whoever waits is told at once: no other trial, which takes its time, and no end of patience."""
    ways = bench.behind_a_proxy()
    bench.know()
    bench.watch.pause.patience_s = 1e-9
    monkeypatch.setattr(pause_module, "_FIRST_WAIT_S", 60.0)
    failed = [asyncio.create_task(bench.explains(f"{n}.test", TUNNEL)) for n in range(3)]
    while not bench.watch.pause.is_on:  # noqa: ASYNC110 - nothing tells when the waiting begins
        await asyncio.sleep(0.01)
    asked = len(ways.asked)
    bench.watch.abort()
    results = await asyncio.wait_for(asyncio.gather(*failed, return_exceptions=True), 30)
    assert type(results[-1]) is RunStopped
    assert len(ways.asked) == asked
    assert bench.given_up == 0
