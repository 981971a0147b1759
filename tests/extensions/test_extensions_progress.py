from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.extensions.progress import ProgressReporter


def make(seconds: float) -> tuple[ProgressReporter, Any]:
    """Make the reporter and its crawler."""
    crawler: Any = get_crawler(Spider, {"IMGCRAWL_PROGRESS_SECONDS": seconds})
    return ProgressReporter.from_crawler(crawler), crawler


async def test_a_line_now_and_then(capsys):
    """Where standard error is no terminal a line with rows, images, speed and what waits comes at intervals."""
    reporter, crawler = make(0.01)
    crawler.stats.set_value(keys.STAT_ROWS, 2000)
    crawler.stats.set_value(keys.STAT_OK, 1500)
    crawler.engine = SimpleNamespace(scheduler=[0] * 7, downloader=SimpleNamespace(active={1, 2}))
    reporter.spider_opened()
    for _ in range(500):
        await asyncio.sleep(0.01)
        lines = capsys.readouterr().err.splitlines()
        if lines:
            break
    await reporter.spider_closed()
    crawler.engine = None
    assert lines[0].startswith("2,000 rows, 1,500 images (75.0%), ")
    assert lines[0].endswith("2 in flight, 7 waiting")


async def test_it_ends_with_the_spider():
    """After the run no report is under way."""
    reporter, _ = make(0.01)
    await reporter.spider_closed()
    reporter.spider_opened()
    await reporter.spider_closed()
    assert reporter._task is not None
    assert reporter._task.done()


def test_it_can_be_switched_off():
    """With 0 seconds there is no report."""
    with pytest.raises(NotConfigured):
        make(0)
