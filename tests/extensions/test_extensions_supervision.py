from __future__ import annotations

import asyncio
import os
import signal
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.errors import ConfigError
from imgcrawl.extensions import supervision
from imgcrawl.extensions.figures import Figures
from imgcrawl.extensions.progress import ProgressReporter
from imgcrawl.extensions.stages import StageStats
from imgcrawl.extensions.supervision import SupervisorReport


def crawler_with(descriptor: int) -> Any:
    """Make a crawler that reports to a descriptor."""
    crawler: Any = get_crawler(Spider, {"IMGCRAWL_REPORT_FD": descriptor})
    crawler.engine = SimpleNamespace(scheduler=[], downloader=SimpleNamespace(active=set()))
    return crawler


@pytest.fixture
def pipe():
    """Open a pipe."""
    ours, theirs = os.pipe()
    yield ours, theirs
    for end in (ours, theirs):
        try:
            os.close(end)
        except OSError:
            continue


async def test_figures_come_as_lines(pipe, monkeypatch):
    """Figures come at intervals, the last ones with the reason of the end; the descriptor is for this process alone."""
    monkeypatch.setattr(supervision, "_INTERVAL_S", 0.01)
    crawler = crawler_with(pipe[1])
    report = SupervisorReport.from_crawler(crawler)
    assert not os.get_inheritable(pipe[1])
    report.spider_opened()
    first = Figures.from_json((await asyncio.to_thread(os.read, pipe[0], 65_536)).decode())
    crawler.stats.set_value(keys.STAT_ROWS, 3)
    crawler.stats.set_value("imgcrawl/outcome/http/http_404", 2)
    report.spider_closed("finished")
    os.close(pipe[1])
    with os.fdopen(os.dup(pipe[0])) as lines:
        last = Figures.from_json(list(lines)[-1])
    assert (first.rows, first.reason) == (0, "")
    assert (last.rows, last.errors, last.reason) == (3, {"http/http_404": 2}, "finished")


async def test_a_crawl_without_a_supervisor_stops(pipe, monkeypatch):
    """When nobody reads the figures any more the crawl is told to end, once; at its own end it just ends."""
    told: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _pid, number: told.append(number))
    monkeypatch.setattr(supervision, "_INTERVAL_S", 0.0)
    report = SupervisorReport.from_crawler(crawler_with(pipe[1]))
    os.close(pipe[0])
    report.spider_opened()
    assert report._task is not None
    await report._task
    report.spider_closed("shutdown")
    assert told == [signal.SIGTERM]


def test_nothing_is_reported_unasked(pipe):
    """Without a descriptor there is no report, and one that is not open is refused."""
    with pytest.raises(NotConfigured):
        SupervisorReport.from_crawler(crawler_with(-1))
    os.close(pipe[1])
    with pytest.raises(ConfigError, match="IMGCRAWL_REPORT_FD must be an open file descriptor"):
        SupervisorReport.from_crawler(crawler_with(pipe[1]))


def test_what_is_reported_is_not_shown(pipe, capsys):
    """Progress and summary are the supervisor's to show."""
    with pytest.raises(NotConfigured):
        ProgressReporter.from_crawler(crawler_with(pipe[1]))
    StageStats.from_crawler(crawler_with(pipe[1])).spider_closed("finished")
    assert capsys.readouterr().err == ""
