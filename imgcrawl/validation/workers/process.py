"""The crawling process's end of one decoding process."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgcrawl.validation.workers.worker import READY

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    from imgcrawl.validation.facts import ImageFacts

_START_LIMIT_S = 60.0
_READ_BYTES = 65536
_LONGEST_ANSWER_BYTES = 4096
_READY_LINE = json.dumps(READY).encode()
_ENVIRONMENT = ("PATH", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONWARNINGS")
"""What a decoding process inherits: no password or key of the operator's is among it."""


@dataclass(slots=True, eq=False)
class Job:
    """One file to decode; *deaths* counts the processes that died on it."""

    path: str
    future: asyncio.Future[ImageFacts]
    deaths: int = 0


class DecoderProcess:
    """A decoding process with the jobs it was given, which it answers in their order.

    *task* is what :func:`imgcrawl.validation.workers.worker.main` takes. A job may take *timeout_s* seconds. The
    process is started by an exec of its own, never by a bare fork, and ends when its socket is closed.
    """

    def __init__(self, task: dict[str, Any], *, timeout_s: float) -> None:
        self.jobs: deque[Job] = deque()
        self.is_ready = False
        self.has_ended = False
        self.exit_status = 0
        self._timeout_s = timeout_s
        self._deadline = time.monotonic() + _START_LIMIT_S
        self._unread = b""
        self._longest_bytes = _LONGEST_ANSWER_BYTES + _thumbs_bytes(task["limits"]["thumbs"])
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        try:
            self._process = _start(task, theirs.fileno())
        except OSError:
            self._socket.close()
            raise
        finally:
            theirs.close()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def is_overdue(self) -> bool:
        """Whether the start or the first job has taken too long."""
        return time.monotonic() > self._deadline and (bool(self.jobs) or not self.is_ready)

    def send(self, jobs: list[Job]) -> None:
        """Hand *jobs* over in one message."""
        if not self.jobs:
            self._restart_clock()
        self.jobs.extend(jobs)
        with contextlib.suppress(OSError):  # it has just died, which is found when its answers are read
            self._socket.sendall(b"".join(json.dumps(job.path).encode() + b"\n" for job in jobs))

    def receive(self) -> list[bytes]:
        """Return the answers that have come in, to be settled with :attr:`jobs` from the left.

        A process that begins an answer longer than any counts as ended.
        """
        try:
            received = self._socket.recv(_READ_BYTES)
        except BlockingIOError:
            return []
        except ConnectionResetError:
            received = b""
        *answers, self._unread = (self._unread + received).split(b"\n")
        self.has_ended = not received or len(self._unread) > self._longest_bytes
        if not answers:
            return []
        if not self.is_ready:
            self.is_ready = answers.pop(0) == _READY_LINE
        self._restart_clock()
        return answers

    def excuse(self, seconds: float) -> None:
        """Do not count the last *seconds*."""
        self._deadline += seconds

    def end(self) -> None:
        """End the process at once; :attr:`exit_status` is known afterwards."""
        self._socket.close()
        self._process.kill()
        self.exit_status = self._process.wait()

    def _restart_clock(self) -> None:
        if self.is_ready:
            self._deadline = time.monotonic() + self._timeout_s


def _thumbs_bytes(sizes: Iterable[tuple[int, int]]) -> int:
    """Return how much longer thumbnails can make an answer: three bytes a pixel, more than any JPEG, and its tables."""
    return sum((3 * width * height + _LONGEST_ANSWER_BYTES) * 4 // 3 for width, height in sizes)  # base64


def _start(task: dict[str, Any], channel: int) -> subprocess.Popen[bytes]:
    """Start the worker's program with this interpreter and import path, apart from the terminal's Ctrl-C."""
    return subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
        [sys.executable, "-P", "-m", "imgcrawl.validation.workers.worker", json.dumps(task)],
        stdin=channel,
        stdout=channel,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        | {"PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)},
        start_new_session=True,
    )
