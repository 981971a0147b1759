"""The time without a network, apart from what finds it out."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from imgcrawl.errors import RunStopped
from imgcrawl.transport.pause import NetworkPause

if TYPE_CHECKING:
    from collections.abc import Awaitable


async def test_its_beginning_and_its_end_are_told():
    """When nothing is sent any more, and when everything may be again."""
    told: list[object] = []

    async def is_up() -> bool:
        return True

    pause = NetworkPause(10.0, bool, lambda: told.append((pause.awaited and pause.awaited.sign, pause.is_on)))
    await pause.sit_out(is_up, lambda: "nobody answers")
    assert told == [("nobody answers", True), (None, False)]


async def test_pauses_of_one_crawl_log_the_same_once(caplog):
    """What keeps several ways waiting is said when the first one begins to wait, and when the last one goes on."""
    is_up = False

    async def tried() -> bool:
        return is_up

    told = Counter[str]()
    pauses = [NetworkPause(10.0, bool, told=told) for _ in range(3)]
    signs = ("nobody answers", "nobody answers", "names fail")
    waits = [
        asyncio.create_task(each.sit_out(tried, lambda sign=sign: sign))  # type: ignore[misc]
        for each, sign in zip(pauses, signs, strict=True)
    ]
    await asyncio.sleep(0)
    is_up = True
    await asyncio.gather(*waits)
    said = [record.getMessage().partition(";")[0] for record in caplog.records]
    assert said[:2] == ["the network is down: nobody answers", "the network is down: names fail"]
    assert [each.partition(" after")[0] for each in said[2:]] == ["the network is back"] * 2
    assert "the run waits up to 10 s (IMGCRAWL_OUTAGE_PATIENCE_SECONDS), and Ctrl-C ends it sooner" in caplog.text


async def test_a_trial_that_is_ended_at_once_never_begins():
    """It leaves nothing behind that is never waited for, and whoever waits for it is told that the run ends."""
    begun: list[bool] = []

    def trial() -> Awaitable[bool]:
        begun.append(True)
        return asyncio.sleep(0, result=True)

    pause = NetworkPause(10.0, lambda: None)
    pause.try_out(trial)
    pause.abort()
    with pytest.raises(RunStopped):
        await pause.explains()
    assert not begun
