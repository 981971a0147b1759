"""Whom a watch over who speaks for all hosts does not ask, and how it ends."""

from __future__ import annotations

import asyncio

import pytest

from imgcrawl.errors import ErrorSlug, RunStopped
from imgcrawl.transport import FetchError
from imgcrawl.transport.exchange import Partial
from imgcrawl.transport.pause import NetworkPause
from tests.transport.portals import Web, answer, sites


@pytest.fixture
def web():
    """Set up a web."""
    return Web()


def broken_off(status: int, *headers: tuple[bytes, bytes]) -> FetchError:
    """Return what an answer fails with of which only the head came."""
    return FetchError(ErrorSlug.CONTENT_TRUNCATED, "", partial=Partial(status=status, headers=[*headers]))


@pytest.mark.parametrize(
    "complaint",
    [
        answer(status=429),
        answer(status=503),
        answer(status=403, wait="60"),
        broken_off(429),
        broken_off(403, (b"retry-after", b"60")),
    ],
)
async def test_who_wants_to_be_left_alone_is_no_witness(web, complaint):
    """Nothing is sent there for a suspicion of ours, before it has given another good answer."""
    await web.crawl(*sites("known", 4), "last.test")
    web.parked = {*sites("h", 8)}
    for host in ("last.test", "known0.test"):
        assert complaint.asks_to_wait
        web.watch.spare(host)
    assert await web.crawl(*sites("h", 4)) == [False] * 4
    assert web.asked
    assert not {"last.test", "known0.test"} & {*web.asked}


async def test_a_good_answer_that_asks_to_wait_makes_no_witness(web):
    """Not before the host has given one that does not."""
    await web.crawl(*sites("known", 4))
    web.busy = {"last.test": answer(b"its own", wait="60")}
    web.parked = {*sites("h", 4)}
    await web.crawl("last.test", *sites("h", 4))
    assert web.asked
    assert "last.test" not in web.asked


@pytest.mark.parametrize("complaint", [answer(status=429), answer(b"own", wait="9"), broken_off(429)])
async def test_a_witness_that_asks_to_wait_is_asked_once(web, complaint):
    """For the next suspicion it is no witness."""
    await web.crawl(*sites("known", 5))
    web.busy = {"known4.test": complaint}
    for name in ("h", "i"):
        web.parked = {*sites(name, 4)}
        await web.crawl(*sites(name, 4))
        web.watch._cleared.clear()
    assert web.asked.count("known4.test") == 1
    assert web.asked.count("known3.test") >= 1


async def test_a_host_that_is_paused_is_not_asked(web):
    """The request that is repeated is held as it would have been then, and tells nothing."""
    await web.crawl(*sites("known", 5))
    web.held, web.parked = {"known4.test", "known3.test"}, {*sites("h", 4)}
    assert await web.crawl(*sites("h", 4)) == [False] * 4
    assert web.asked == ["known2.test", "known1.test", "known0.test", "example.com"]


def hang(web: Web) -> tuple[asyncio.Event, asyncio.Event]:
    """Have somebody speak for all hosts, and no witness answer; return what tells that one is asked, and no more."""
    asking, ended = asyncio.Event(), asyncio.Event()

    async def ask(_request):
        asking.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    web.watch._ask, web.of_all = ask, answer()
    return asking, ended


async def test_a_stop_ends_a_trial(web, caplog):
    """Whoever waits for it is told at once, and nobody is told that the network is down."""
    await web.crawl(*sites("known", 4))
    asking, ended = hang(web)
    waiting = [asyncio.create_task(web.crawl(*sites("h", 4)))]
    await asyncio.wait_for(asking.wait(), 30)
    waiting.append(asyncio.create_task(web.crawl("other.test")))
    await asyncio.sleep(0)
    web.watch.abort()
    results = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 30)
    assert [type(result) for result in results] == [RunStopped, RunStopped]
    assert ended.is_set()
    asking.clear()
    assert await web.crawl(*sites("i", 20)) == [False] * 20
    assert not asking.is_set()  # no other one begins
    assert caplog.text == ""


async def test_nothing_is_sat_out_after_a_stop(caplog):
    """Nobody waits any more, and the network is not asked for."""
    pause = NetworkPause(60.0, on_give_up=bool)
    pause.abort()
    await pause.sit_out(None, None)  # type: ignore[arg-type]
    assert not pause.is_on
    assert caplog.text == ""


async def test_a_row_that_is_cancelled_ends_no_trial(web):
    """Others wait for it too."""
    await web.crawl(*sites("known", 4))
    asking, ended = hang(web)
    rows = [asyncio.create_task(web.crawl(*sites("h", 4)))]
    await asyncio.wait_for(asking.wait(), 30)
    rows.append(asyncio.create_task(web.crawl("other.test")))
    await asyncio.sleep(0)
    rows[0].cancel()
    await asyncio.wait(rows[:1])
    assert rows[0].cancelled()
    assert not ended.is_set()
    web.watch.abort()
    with pytest.raises(RunStopped):
        await asyncio.wait_for(rows[1], 30)


async def test_a_stop_lets_go_of_requests(web):
    """They hold the crawler, and what is kept for it may not."""
    await web.crawl(*sites("known", 4))
    web.parked = {"h0.test"}
    await web.crawl("h0.test", "known0.test")
    web.watch.abort()
    assert not web.watch._known
    assert web.watch._latest is None
