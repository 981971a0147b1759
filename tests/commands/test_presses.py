"""A signal that comes twice for one press of Ctrl-C."""

from __future__ import annotations

import signal
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from imgcrawl.commands import crawl
from imgcrawl.commands import presses as module
from imgcrawl.commands.crawl import Command
from imgcrawl.commands.presses import Presses, count_presses, heed_hangup
from imgcrawl.commands.supervisor import _Supervisor

INT, TERM, HUP = signal.SIGINT, signal.SIGTERM, signal.SIGHUP


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Let the last of these be the time, in seconds, for whoever counts from now on."""
    times = [100.0]
    monkeypatch.setattr(module, "Presses", lambda: Presses(lambda: times[-1]))
    return times


def test_what_comes_at_once_is_one_press(clock):
    """One signal within a quarter of a second of the last is the same press; another signal is not."""
    presses, told = module.Presses(), []
    for passed_s, number in ((0, INT), (0.007, INT), (0.01, TERM), (0.24, INT), (0.3, INT), (0.5, INT), (0.6, INT)):
        clock.append(100 + passed_s)
        told.append(presses.is_new(number))
    assert told == [True, False, True, False, True, False, True]


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        ([(0, HUP), (0, TERM), (0.3, HUP), (0.5, TERM)], [True, False, False, True]),
        ([(0, TERM), (0, HUP), (9, HUP)], [True, False, False]),
        ([(0, INT), (9, HUP)], [True, False]),
    ],
)
def test_a_session_that_ends_is_one_press(clock, heard, told):
    """Whoever manages sessions may end one by SIGTERM and SIGHUP at once: neither order of them is a second press."""
    presses, found = module.Presses(), []
    for passed_s, number in heard:
        clock.append(100 + passed_s)
        found.append(presses.is_new(number))
    assert found == told


class Process:
    """Heeds signals as Scrapy does: the second one in another way than the first."""

    def __init__(self) -> None:
        self.heeded: list[str] = []
        self.handler: Any = None

    def _signal_shutdown(self, _number: int, _frame: Any) -> None:
        self.heeded.append("stop")
        self.handler = self._signal_kill

    def _signal_kill(self, _number: int, _frame: Any) -> None:
        self.heeded.append("kill")

    _signal_shutdown_reactorless, _signal_kill_reactorless = _signal_shutdown, _signal_kill


def test_a_crawl_is_not_killed_by_one_press(clock):
    """What Scrapy does by the second signal it does by the second press."""
    process = Process()
    count_presses(process)
    process.handler = process._signal_shutdown
    for passed_s in (0, 0.002):
        clock.append(100 + passed_s)
        process.handler(INT, None)
    assert process.heeded == ["stop"]
    clock.append(101)
    process.handler(INT, None)
    assert process.heeded == ["stop", "kill"]


def test_every_crawl_counts_presses(monkeypatch, tmp_path):
    """Before a crawl begins its process is made to."""

    class Begun(Exception):
        pass

    class Crawling(AsyncCrawlerProcess):
        def __init__(self) -> None:
            """Need no reactor."""

        def crawl(self, *_: Any, **__: Any) -> Any:
            assert isinstance(self._signal_kill, partial)
            raise Begun

    command = Command()
    command.settings = Settings({"IMGCRAWL_DATA_DIR": str(tmp_path)})
    command.crawler_process = Crawling()
    monkeypatch.setattr(command, "_create_crawler", lambda _: None)
    monkeypatch.setattr(crawl, "_make_room", lambda _: None)
    with pytest.raises(Begun):
        command._run_here(["images"], SimpleNamespace(spargs={"source": "x.csv"}))


def test_shards_are_not_killed_by_one_press(monkeypatch):
    """The shards are told to end once, and killed by the second press alone."""
    times, said = [100.0], []
    supervisor = _Supervisor([], progress_s=0, note=said.append)
    supervisor._presses = Presses(lambda: times[-1])
    monkeypatch.setattr(supervisor, "_say", said.append)
    for passed_s, number in ((0, INT), (0.002, INT), (0.003, TERM)):
        times.append(100 + passed_s)
        supervisor._interrupt(number)
    assert (supervisor._interrupts, said) == (2, ["Stopping; once more kills."])


@pytest.mark.parametrize(("found", "heeded"), [(signal.SIG_DFL, ["stop"]), (signal.SIG_IGN, [])])
def test_a_lost_terminal_is_heeded_as_an_end_once(found, heeded):
    """Who is gone does not press a second time; nohup has it ignored."""
    process, before = Process(), {number: signal.getsignal(number) for number in (signal.SIGHUP, TERM)}
    try:
        signal.signal(signal.SIGHUP, found)
        signal.signal(TERM, process._signal_shutdown)
        heed_hangup()
        for _ in range(2):
            signal.raise_signal(signal.SIGHUP)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert process.heeded == heeded
