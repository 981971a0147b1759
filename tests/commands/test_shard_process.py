"""One shard's process: what it says and reports, how its end is told, and when it is started again."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from imgcrawl.commands.shard_process import ShardProcess

REPORT = """
import os, signal, sys
descriptor = int(sys.argv[-1].partition("=")[2])
def report(rows, reason=""):
    os.write(descriptor, b'{"rows": %d, "in_flight": 1, "reason": "%s"}\\n' % (rows, reason.encode()))
"""


def shard(program: str) -> tuple[ShardProcess, list[str]]:
    """Make a shard whose process is a Python program."""
    said: list[str] = []
    return ShardProcess("1/2", [sys.executable, "-c", REPORT + program], said.append), said


async def test_a_shard_that_finishes():
    """Its last figures are the result, and what it says is passed on with its name, controls made visible."""
    process, said = shard("print('odd \\x1b[2J', file=sys.stderr, flush=True); report(3); report(5, 'finished')")
    await process.run()
    assert (process.status, process.figures.rows, process.ending) == (0, 5, "finished")
    assert said == [r"[shard 1/2] odd \x1b[2J"]
    assert process.began.is_set()


async def test_a_shard_that_gives_up():
    """A shard that ends with a reason is not started again."""
    process, said = shard("report(3, 'storage_full'); sys.exit(1)")
    await process.run()
    assert (process.status, process.figures.rows, process.ending, said) == (1, 3, "storage_full", [])


async def test_a_shard_that_fails_at_its_very_end():
    """A shard that says it has finished and ends with another status has not, and is not started again."""
    process, said = shard("report(3, 'finished'); sys.exit(1)")
    await process.run()
    assert (process.ending, said) == ("shard 1/2 ended with status 1", [])


async def test_a_shard_that_dies():
    """A shard that dies is started again once; its rows add up, and nothing of it is in flight any more."""
    process, said = shard("report(3)\nos.kill(os.getpid(), signal.SIGKILL)")
    await process.run()
    assert (process.status, process.figures.rows, process.figures.in_flight) == (-9, 6, 0)
    assert process.ending == "shard 1/2 ended by SIGKILL (status -9)"
    assert said == [
        "shard 1/2 ended by SIGKILL (status -9): it is started again",
        "shard 1/2 ended by SIGKILL (status -9): its rows are left to the next crawl",
    ]


async def test_a_shard_reads_the_list_anew():
    """How far the list has been read is what the last process tells, not a sum over all that the shard had."""
    line = '{"rows": 3, "list_read": 0.5, "read": 8, "to_go": 5}'
    process, _ = shard(f"os.write(descriptor, b'{line}\\n')\nos.kill(os.getpid(), signal.SIGKILL)")
    await process.run()
    figures = process.figures
    assert (figures.rows, figures.list_read, figures.read, figures.to_go) == (6, 0.5, 8, 5)


async def test_a_shard_that_has_ended_waits_for_nothing():
    """What a process was waiting for when it ended is no longer waited for."""
    line = '{"awaited": [["a.test", 9]], "awaited_count": 1, "outage": ["no name server answers", 1]}'
    process, _ = shard(f"os.write(descriptor, b'{line}\\n')")
    await process.run()
    assert (process.figures.awaited, process.figures.awaited_count, process.figures.outage) == ([], 0, [])


async def test_a_shard_that_crashes_at_the_start():
    """What a process said before it crashed is told, though it never began."""
    process, said = shard("sys.exit('broken')")
    await process.run()
    assert not process.has_begun
    assert said[:2] == ["[shard 1/2] broken", "shard 1/2 ended with status 1: it is started again"]


async def test_a_shard_that_is_refused():
    """A refusal before the beginning is kept for whoever tells it, and not tried again."""
    process, said = shard("print('error: no'); sys.exit(2)")
    await process.run()
    assert (process.refusal, said, process.has_begun) == (["error: no"], [], False)


async def test_a_stopped_shard_is_not_started_again():
    """A shard that was told to stop stays stopped, also when it dies of it."""
    process, said = shard("report(1)\nsignal.pause()")
    running = asyncio.create_task(process.run())
    await process.began.wait()
    process.stop()
    await running
    assert (process.status, said) == (-15, [])


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("error", [BlockingIOError("no process"), RuntimeError("can't start new thread")])
async def test_a_shard_that_the_system_does_not_start(error, monkeypatch):
    """Where there is no process to be had, or no thread that waits for it, the shard is refused with a sentence."""
    monkeypatch.setattr("asyncio.create_subprocess_exec", AsyncMock(side_effect=error))
    before = _open_files()
    process, said = shard("")
    await process.run()
    assert (process.status, process.has_begun, process.began.is_set(), said) == (2, False, True, [])
    assert [line.partition(": ")[0] for line in process.refusal] == ["the system starts no more processes or threads"]
    assert str(error) in process.refusal[0]
    assert _open_files() == before


async def test_a_shard_that_the_system_does_not_start_again(monkeypatch):
    """What had begun was not refused: it is told that there are no more processes, and its rows are left."""
    process, said = shard("report(3)\nos.kill(os.getpid(), signal.SIGKILL)")
    starts = iter([asyncio.create_subprocess_exec, AsyncMock(side_effect=BlockingIOError())])
    monkeypatch.setattr("asyncio.create_subprocess_exec", lambda *args, **options: next(starts)(*args, **options))  # noqa: PLW0108 - one for each call
    await process.run()
    assert (process.refusal, process.ending) == ([], "shard 1/2 ended with status 2")
    assert [line[:30] for line in said] == ["shard 1/2 ended by SIGKILL (st", "[shard 1/2] the system starts "]
