from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from contextlib import suppress
from itertools import islice
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.extensions.progress import ProgressReporter
from imgcrawl.extensions.screen import line_waits

HERE = os.getcwd()  # noqa: PTH109 - as a text
DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (.*)")


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
    assert DATE.match(lines[0])[1].startswith("2,000 rows, 1,500 images (75.0%), ")
    assert lines[0].endswith("2 in flight, 7 waiting")


@pytest.mark.parametrize(
    ("source", "before", "said"),
    [
        ("/lists/a\x1b.csv", None, "beginning run a of /lists/a\\x1b.csv, data folder "),
        ("-", ("2026-01-31", None), "going on with run a of standard input, data folder "),
    ],
)
async def test_the_first_line_says_what_is_fetched(capsys, source, before, said):
    """A log tells in its first line which run this is, whether it goes on, its list, and the folder in full."""
    reporter, crawler = make(0.01)
    crawler.spider = SimpleNamespace(run=SimpleNamespace(name="a", source=source, before=before))
    reporter.spider_opened()
    for _ in range(500):
        await asyncio.sleep(0.01)
        if lines := capsys.readouterr().err.splitlines():
            break
    await reporter.spider_closed()
    assert DATE.match(lines[0])[1] == f"{said}{HERE}/data"


def test_the_first_lines_come_soon():
    """One comes within the first seconds, the next ones later and later, up to the interval that is set."""
    assert list(islice(line_waits(10.0), 6)) == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    assert list(islice(line_waits(0.5), 2)) == [0.5, 0.5]


PROGRAM = """
import asyncio
from types import SimpleNamespace
from scrapy import Spider
from scrapy.utils.test import get_crawler
from imgcrawl.extensions.progress import ProgressReporter
from imgcrawl.extensions.screen import the_screen

async def main():
    crawler = get_crawler(Spider, {})
    crawler.engine = SimpleNamespace(scheduler=[], downloader=SimpleNamespace(active=()))
    reporter = ProgressReporter.from_crawler(crawler)
    reporter.spider_opened()
    await asyncio.sleep(0)
    the_screen().print("what became of it")
    await reporter.spider_closed()

asyncio.run(main())
"""


def test_what_is_printed_under_it_has_lines_of_its_own():
    """On a terminal the summary may be printed while the live line is still there: it begins on a cleared line."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stderr=theirs, env=os.environ | {"TERM": "xterm"}
    ) as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # the end of a terminal whose program is gone
            while data := os.read(ours, 1 << 16):
                shown += data
    os.close(ours)
    assert process.returncode == 0
    before, _, _ = shown.decode().partition("what became of it")
    assert "0:00:00" in before
    assert re.split(r"\r|\n", before)[-1].replace("\x1b[2K", "") == ""


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
