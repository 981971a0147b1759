"""The end of a crawl that a pipeline brings about."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

from scrapy import Spider

from imgcrawl.pipelines.ending import Ending


def crawler() -> Any:
    """Return a crawler whose engine notes why it is told to close."""
    reasons: list[str] = []

    async def close(reason: str) -> None:
        reasons.append(reason)

    engine = SimpleNamespace(_slot=SimpleNamespace(closing=None), close_spider_async=close, reasons=reasons)
    return SimpleNamespace(engine=engine, spider=Spider("images"))


async def test_the_spider_is_closed_with_a_sentence(caplog):
    """The log says why, and from then on the end has begun."""
    made = crawler()
    ending = Ending(made)
    assert not ending.has_begun
    with caplog.at_level(logging.ERROR):
        ending.begin("storage_full", "the disk is full")
    await asyncio.sleep(0)
    assert (made.engine.reasons, caplog.messages, ending.has_begun) == (["storage_full"], ["the disk is full"], True)


def test_an_end_that_others_began_is_known():
    """A spider that is closing, or was never opened, takes nothing more up."""
    made = crawler()
    made.engine._slot.closing = object()
    assert Ending(made).has_begun
    made.engine = None
    assert Ending(made).has_begun
