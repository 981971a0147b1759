"""Standstills are noticed, and excuse a test of short limits once the limits were longer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.pace import Pulse, in_time, longer

PROGRAM = """
import sys
from tests.pace import Pulse
with Pulse() as pulse:
    print("begun", flush=True)
    sys.stdin.read(1)
print(pulse.has_paused)
"""


def test_a_standstill_is_noticed():
    """A process that is stopped for a while knows."""
    command = [sys.executable, "-c", PROGRAM]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        time.sleep(0.1)
        process.send_signal(signal.SIGCONT)
        assert process.communicate(b".")[0] == b"True\n"


def test_seconds_alone_are_lengthened():
    """What is no time stays."""
    assert longer({"limit_s": 0.5, "most": 3}, 4) == {"limit_s": 2.0, "most": 3}


async def attempts(monkeypatch, gap_s: float, needed: int) -> list[float]:
    """Return the factors with which an attempt was made that succeeds at one of *needed*."""
    made = []

    async def attempt(factor):
        made.append(factor)
        return factor >= needed

    monkeypatch.setattr(Pulse, "_beat", lambda pulse: setattr(pulse, "longest_gap_s", gap_s))
    await in_time(True, attempt)
    return made


async def test_after_a_standstill_limits_are_longer(monkeypatch):
    """The attempt is made again until it gives what is expected; without a standstill the first one counts."""
    assert await attempts(monkeypatch, 0.2, 4) == [1, 2, 4]
    assert await attempts(monkeypatch, 0.0, 1) == [1]
    with pytest.raises(AssertionError):
        await attempts(monkeypatch, 0.0, 2)
    with pytest.raises(AssertionError):
        await attempts(monkeypatch, 0.2, 17)
