"""A scheduler with what a crawl would have around it."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.frontier.trouble import Trouble
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.scheduler import HostScheduler

if TYPE_CHECKING:
    from imgcrawl.frontier import Standing


class Engine:
    """Counts how often it is woken."""

    def __init__(self) -> None:
        self.woken = 0
        self._slot = SimpleNamespace(nextcall=SimpleNamespace(schedule=self._schedule))

    def _schedule(self) -> None:
        self.woken += 1


class Signals:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def connect(self, receiver: Any, *, signal: object) -> None:
        assert signal is keys.outage_changed

    def send_catch_log(self, signal: object, *, standing: Standing | None) -> None:
        assert signal is keys.host_paused
        self.sent.append(standing)


def make(**settings: Any) -> tuple[HostScheduler, Any]:
    """Make a scheduler and its crawler."""
    crawler: Any = SimpleNamespace(settings=Settings({"STATS_DUMP": False, "LOG_LEVEL": "INFO"} | settings))
    crawler.stats, crawler.engine, crawler.signals = MemoryStatsCollector(crawler), Engine(), Signals()
    return HostScheduler.from_crawler(crawler), crawler


def drain(scheduler: HostScheduler) -> list[str]:
    """Return the addresses of all that may go out now."""
    urls = []
    while (request := scheduler.next_request()) is not None:
        urls.append(request.url)
    return urls


def give_up(scheduler: HostScheduler, request: Any) -> None:
    """Let the port of *request* be closed."""
    scheduler.reports.failed(request, Trouble(ErrorSlug.TCP_REFUSED, sent_at=time.time()))


def row_begun(at: float | None) -> dict[str, Any]:
    """Return the state of a row whose first request was sent *at* that epoch second, None if none was yet."""
    return {**new_state(1, "", None), "started_at": at}


def push(scheduler: HostScheduler, *urls: str, **fields: Any) -> None:
    """Queue requests."""
    for url in urls:
        scheduler.enqueue_request(Request(url, **fields))
