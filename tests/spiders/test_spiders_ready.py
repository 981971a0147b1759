from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from imgcrawl.spiders.rows import ready
from imgcrawl.spiders.rows.ready import ReadyItems


class Pipelines:
    """Scrapy's scraper, whose pipelines take as long as the loop takes to come round a few times."""

    def __init__(self) -> None:
        self.slot = SimpleNamespace(closing=None)
        self.at_once = self.most_at_once = 0
        self.done: list[str] = []

    async def start_itemproc_async(self, item: str, *, response: None) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        for _ in range(3):
            await asyncio.sleep(0)
        self.at_once -= 1
        self.done.append(item)


@pytest.fixture
def pipelines() -> Pipelines:
    """Make some."""
    return Pipelines()


def items_into(pipelines: Pipelines) -> ReadyItems:
    """Return what puts items into *pipelines*."""
    crawler: Any = SimpleNamespace(engine=SimpleNamespace(scraper=pipelines), spider=None)
    return ReadyItems(crawler)


async def test_all_that_was_put_is_waited_for(pipelines, monkeypatch):
    """Items that had to wait for room are through as well when that is said, and never more at once than there may."""
    monkeypatch.setattr(ready, "_MOST", 2)
    names = [str(n) for n in range(7)]
    items = items_into(pipelines)
    for name in names:
        items.put_soon(name)
    await items.processed()
    assert sorted(pipelines.done) == names
    assert pipelines.most_at_once == 2


async def test_a_run_that_is_closing_takes_no_more(pipelines):
    """What is put then is left to the next crawl, and holds nobody up."""
    items, pipelines.slot.closing = items_into(pipelines), object()
    await items.put("0")
    await items.processed()
    assert pipelines.done == []
