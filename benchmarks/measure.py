"""What a command costs, all its processes included."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(slots=True)
class Usage:
    """*wall_s* and *cpu_s* in seconds (user and system), *peak_rss_bytes* summed over the processes, *exit_status*."""

    wall_s: float
    cpu_s: float
    peak_rss_bytes: int
    exit_status: int


@dataclass(slots=True)
class Sample:
    """A moment of a run: seconds since its start, memory of all its processes, which *processes* counts.

    *main_rss_bytes*, *descriptors* and *threads* are those of the first process.
    """

    at_s: float
    rss_bytes: int
    main_rss_bytes: int
    descriptors: int
    threads: int
    processes: int


@dataclass(slots=True)
class Watched:
    """A finished run and its samples."""

    usage: Usage
    samples: list[Sample] = field(default_factory=list)


def watch(
    command: Sequence[str],
    *,
    cwd: Path,
    env: dict[str, str],
    log: Path,
    every_s: float = 0.2,
    on_sample: Callable[[Sample], None] | None = None,
) -> Watched:
    """Run *command* to its end, its output in *log*.

    The processor time is that of the command and of all its descendants that were waited for, as the kernel counts it;
    those that are left when the command has ended are ended, and count too.
    """
    _adopt_orphans()
    others = _children(os.getpid())
    samples: list[Sample] = []
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    due = began
    while True:
        pid, status, spent = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() >= due:
            due += every_s
            sample = _sample(process.pid, time.monotonic() - began)
            samples.append(sample)
            if on_sample:
                on_sample(sample)
        time.sleep(0.01)
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = max((sample.rss_bytes for sample in samples), default=0)
    wall_s = time.monotonic() - began
    cpu_s = spent.ru_utime + spent.ru_stime + _end_left(others)
    usage = Usage(wall_s, cpu_s, peak, process.returncode)
    return Watched(usage, samples)


def _adopt_orphans() -> None:
    """Become the parent of every descendant that loses its own, so that it can be waited for."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_left(others: set[int]) -> float:
    """End all children but *others* and return the processor time of those, in seconds."""
    cpu_s = 0.0
    while left := _children(os.getpid()) - others:
        for pid in left:
            os.kill(pid, signal.SIGKILL)
            spent = os.wait4(pid, 0)[2]
            cpu_s += spent.ru_utime + spent.ru_stime
    return cpu_s


def _sample(pid: int, at_s: float) -> Sample:
    family = _family(pid)
    descriptors, threads = _count(pid, "fd"), _count(pid, "task")
    return Sample(at_s, sum(map(_rss_bytes, family)), _rss_bytes(pid), descriptors, threads, len(family))


def _count(pid: int, folder: str) -> int:
    with suppress(OSError):
        return sum(1 for _ in Path(f"/proc/{pid}/{folder}").iterdir())
    return 0


def _family(pid: int) -> list[int]:
    """Return *pid* and its descendants."""
    family = [pid]
    for member in family:
        family += _children(member)
    return family


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found.update(map(int, children.read_text().split()))
    return found


def _rss_bytes(pid: int) -> int:
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES
    return 0
