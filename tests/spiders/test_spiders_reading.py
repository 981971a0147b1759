"""The list is read in a thread of its own."""

from __future__ import annotations

import asyncio
import threading

import pytest

from imgcrawl.errors import ConfigError
from imgcrawl.spiders.rows.reading import read_in_thread


async def test_rows_and_faults_come_back(task):
    """What the thread reads is returned, and what it raises is raised."""
    assert await read_in_thread(lambda: [task(0)]) == [task(0)]

    def refuse() -> list:
        raise ConfigError("the list is damaged")

    with pytest.raises(ConfigError, match="the list is damaged"):
        await read_in_thread(refuse)


async def test_nobody_waits_for_a_list_that_nobody_wants(task):
    """Who ends while a pipe has nothing to say is not held up; what it says later is of no use."""
    pipe, faults, before = threading.Event(), [], threading.enumerate()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: faults.append(context))
    reading = asyncio.ensure_future(read_in_thread(lambda: [task(0)] if pipe.wait(10) else []))
    await asyncio.sleep(0)
    [thread] = [each for each in threading.enumerate() if each.name == "source" and each not in before]
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    pipe.set()
    await asyncio.to_thread(thread.join)
    assert faults == []


async def test_a_list_that_no_thread_can_read_says_so(task, monkeypatch):
    """Where the system starts no more threads the crawl ends with a sentence that says what to do."""

    def refuse(_thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)
    with pytest.raises(ConfigError, match=r"starts no more processes or threads: .* \(ulimit -u"):
        await read_in_thread(lambda: [task(0)])
