from __future__ import annotations

import asyncio

import pytest

from imgcrawl.pipelines import holding
from imgcrawl.pipelines.holding import PlaceholderWatch
from imgcrawl.validation.decode import ImageFacts

TELLING = "f" * 8 + "0" * 8


def facts(name: str, size: int = 500, phash: str | None = None) -> ImageFacts:
    """Make what is known of a picture."""
    return ImageFacts(
        sha256=name,
        bytes=size,
        format="JPEG",
        extension="jpg",
        width=100,
        height=100,
        mode="RGB",
        phash=phash,
        frames=1,
    )


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(holding, "_TICK_S", 0.01)


@pytest.fixture
async def watch():
    """Watch a host of which 100 URLs are still to come."""
    made = PlaceholderWatch(3, pending=lambda _host: 100)
    yield made
    made.release()


@pytest.mark.parametrize("phash", [None, TELLING, "0" * 16], ids=["no-hash", "telling-hash", "flat"])
async def test_a_small_picture_waits_for_the_others(watch, phash):
    """When the picture comes up for the third URL, all three are found out, those that waited too."""
    same = facts("p", phash=phash)
    first, second = (asyncio.ensure_future(watch.is_placeholder("a", str(n), same)) for n in range(2))
    done, _ = await asyncio.wait([first, second], timeout=0.1)
    assert not done
    third = asyncio.ensure_future(watch.is_placeholder("a", "2", same))
    await asyncio.sleep(0.02)
    watch.release()
    assert await asyncio.wait_for(asyncio.gather(first, second, third), 5) == [True, True, True]
    assert await watch.is_placeholder("a", "3", same)


async def test_pictures_go_when_their_host_has_no_more_to_come():
    """A host whose URLs are all here holds nothing back."""
    pending = 3
    watch = PlaceholderWatch(3, pending=lambda _host: pending)
    waiting = [asyncio.ensure_future(watch.is_placeholder("a", str(n), facts(f"p{n}"))) for n in range(2)]
    done, _ = await asyncio.wait(waiting, timeout=0.1)
    assert not done
    pending = 2
    assert await asyncio.wait_for(asyncio.gather(*waiting), 5) == [False, False]


async def test_the_last_url_does_not_wait():
    """A host with one URL, or whose others wait already, is judged at once."""
    watch = PlaceholderWatch(3, pending=lambda _host: 1)
    assert not await asyncio.wait_for(watch.is_placeholder("a", "0", facts("p")), 1)


async def test_large_pictures_do_not_wait(watch):
    """A photograph is hardly a placeholder and goes on at once."""
    assert not await asyncio.wait_for(watch.is_placeholder("a", "0", facts("p", 20_000)), 1)


async def test_a_host_is_known_after_sixteen_pictures(watch):
    """After sixteen different pictures a new one goes on at once, and one that came up before still waits."""
    waiting = [asyncio.ensure_future(watch.is_placeholder("a", str(n), facts(f"p{n}"))) for n in range(16)]
    await asyncio.sleep(0)
    assert not await asyncio.wait_for(watch.is_placeholder("a", "16", facts("new")), 1)
    again = asyncio.ensure_future(watch.is_placeholder("a", "17", facts("p3")))
    done, _ = await asyncio.wait([again], timeout=0.1)
    assert not done
    watch.release()
    assert await asyncio.wait_for(asyncio.gather(*waiting, again), 5) == [False] * 17


async def test_nobody_waits_for_ever(watch, monkeypatch):
    """What is not found out in time passes."""
    monkeypatch.setattr(holding, "_LONGEST_S", 0.05)
    assert not await asyncio.wait_for(watch.is_placeholder("a", "0", facts("p")), 5)


async def test_hosts_are_apart(watch):
    """The same picture on three hosts is no placeholder of any."""
    waiting = [asyncio.ensure_future(watch.is_placeholder(host, "0", facts("p"))) for host in "abc"]
    await asyncio.sleep(0.02)
    watch.release()
    assert await asyncio.wait_for(asyncio.gather(*waiting), 5) == [False] * 3


async def test_it_can_be_switched_off():
    """With 0 repeats nothing waits and nothing is found out."""
    watch = PlaceholderWatch(0, pending=lambda _host: 100)
    assert [await watch.is_placeholder("a", str(n), facts("p")) for n in range(5)] == [False] * 5


@pytest.mark.parametrize(("phash", "found_out"), [(TELLING, True), ("0" * 16, False)], ids=["telling", "flat"])
async def test_what_looks_alike_is_one_picture(watch, phash, found_out):
    """A notice that is made anew for every URL is found out by its looks; flat pictures tell nothing by theirs."""
    pictures = [facts(f"p{n}", phash=phash) for n in range(3)]
    waiting = [asyncio.ensure_future(watch.is_placeholder("a", str(n), each)) for n, each in enumerate(pictures)]
    await asyncio.sleep(0.02)
    watch.release()
    assert await asyncio.wait_for(asyncio.gather(*waiting), 5) == [found_out] * 3
