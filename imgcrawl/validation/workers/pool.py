"""Decoding in processes of its own: what a hostile file does to a decoder costs that file its verdict, nothing else."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from dataclasses import asdict
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug, ImgcrawlError, RunStopped
from imgcrawl.validation.facts import ImageFacts, InvalidImage, Limits
from imgcrawl.validation.workers.process import DecoderProcess, Job
from imgcrawl.validation.workers.verdicts import read_verdict
from imgcrawl.validation.workers.worker import OUT_OF_MEMORY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.config import ValidationConfig

DECODER = "imgcrawl.validation.decoding.decode:inspect_image"
_TURN_S = 0.02  # between readings of the answers
_WINDOW = 32  # files handed to a process ahead of its answers: as many as it decodes from turn to turn
_STANDSTILL_S = 1.0  # a reading that comes so late means that this process stood still, and perhaps all others, too
_DEATHS = 2  # an innocent may be hit once: the kernel short of memory, an operator's kill


class DecoderUnavailable(ImgcrawlError):
    """No decoding process could be started; the files are not to blame."""


class DecoderPool:
    """Validates files in up to ``config.workers`` processes, started when there is work for them.

    A file on which two processes died, or one that takes longer than ``config.timeout_s``, fails alone: the files
    behind it are validated by the next process. Time in which this process stood still does not count. Memory beyond
    ``config.memory_bytes`` counts as a death. *decoder* names the function that decodes, as ``package.module:function``
    with the signature of :func:`~imgcrawl.validation.decoding.decode.inspect_image`. All methods belong to one event
    loop; POSIX only.
    """

    def __init__(
        self,
        config: ValidationConfig,
        *,
        min_width: int = 0,
        min_height: int = 0,
        thumbs: Iterable[tuple[int, int]] = (),
        decoder: str = DECODER,
    ) -> None:
        limits = Limits(
            max_pixels=config.max_pixels,
            min_width=min_width,
            min_height=min_height,
            sha256=False,
            phash=config.phash,
            thumbs=tuple(thumbs),
        )
        self._task = {
            "decoder": decoder,
            "limits": asdict(limits),
            "memory_bytes": config.memory_bytes,
            "timeout_s": config.timeout_s,
        }
        self._timeout_s = config.timeout_s
        self._size = config.workers or max(1, (os.cpu_count() or 1) // 2)
        self._processes: list[DecoderProcess] = []
        self._waiting: deque[Job] = deque()
        self._turn: asyncio.TimerHandle | None = None
        self._due = 0.0  # when the turn should begin, on the loop's clock
        self._is_closed = False

    @property
    def pids(self) -> list[int]:
        """The ids of the running processes."""
        return [process.pid for process in self._processes]

    async def validate(self, path: str) -> ImageFacts:
        """Return the facts of the image in the file at *path*, but for its SHA-256.

        :raises InvalidImage: if the file is not an acceptable image, or its decoder crashed or took too long.
        :raises OSError: if the file cannot be read.
        :raises DecoderUnavailable: if no process can be started.
        :raises RunStopped: if the pool is or gets closed.
        """
        if self._is_closed:
            raise RunStopped("the decoding processes have ended")
        job = Job(path, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._turn_soon(0)
        return await job.future

    async def close(self) -> None:
        """End all processes; files without a verdict fail with :class:`~imgcrawl.errors.RunStopped`."""
        self._is_closed = True
        if self._turn:
            self._turn.cancel()
        jobs = [*self._waiting]
        for process in self._processes:
            process.end()
            jobs += process.jobs
        self._processes.clear()
        self._waiting.clear()
        for job in jobs:
            _fail(job, RunStopped("the decoding processes have ended"))

    def _turn_soon(self, delay_s: float) -> None:
        if not self._turn:
            loop = asyncio.get_running_loop()
            self._due = loop.time() + delay_s
            self._turn = loop.call_at(self._due, self._take_turn)

    def _take_turn(self) -> None:
        """Settle what was answered, bury the dead, hand out what waits; again soon while anything is at work.

        Answers are read at intervals, several at once, which costs the crawling process less than a wake-up for each.
        """
        self._turn = None
        late_s = asyncio.get_running_loop().time() - self._due
        for process in list(self._processes):
            if late_s > _STANDSTILL_S:
                process.excuse(late_s)
            self._read(process)
        self._deal()
        if any(process.jobs for process in self._processes):
            self._turn_soon(_TURN_S)

    def _read(self, process: DecoderProcess) -> None:
        try:
            for answer in process.receive():
                self._settle(process.jobs[0], answer)
                process.jobs.popleft()
        except (LookupError, ValueError):  # not the program that was started speaks there any more
            process.has_ended = True
        if process.has_ended or process.is_overdue:
            self._bury(process)

    def _deal(self) -> None:
        while self._waiting and (process := self._freest_process()):
            room = _WINDOW - len(process.jobs)
            share = -(-len(self._waiting) // self._size)
            jobs = [self._waiting.popleft() for _ in range(min(room, share))]
            process.send([job for job in jobs if not job.future.done()])

    def _freest_process(self) -> DecoderProcess | None:
        """Return the process with the least to do, a new one rather than one at work; None if all have enough."""
        freest = min(self._processes, key=lambda process: len(process.jobs), default=None)
        if (freest is None or freest.jobs) and len(self._processes) < self._size:
            freest = self._start_process() or freest
        return freest if freest and len(freest.jobs) < _WINDOW else None

    def _start_process(self) -> DecoderProcess | None:
        """Return a new process; if the system gives none and none is there already, the waiting files fail."""
        try:
            process = DecoderProcess(self._task, timeout_s=self._timeout_s)
        except OSError as exc:
            while self._waiting and not self._processes:
                _fail(self._waiting.popleft(), DecoderUnavailable(f"a decoding process does not start: {exc}"))
            return None
        self._processes.append(process)
        return process

    def _settle(self, job: Job, answer: bytes) -> None:
        verdict = read_verdict(answer, job.path)
        if isinstance(verdict, Exception):
            _fail(job, verdict)
        elif not job.future.done():
            job.future.set_result(verdict)

    def _bury(self, process: DecoderProcess) -> None:
        """Blame the end of *process* on the file it was at, and have the others validated again."""
        process.end()
        self._processes.remove(process)
        jobs = process.jobs
        for job in list(jobs)[: 1 if process.is_ready else None]:
            job.deaths += 1
            if error := self._verdict(process, job):
                jobs.remove(job)
                _fail(job, error)
        self._waiting.extendleft(reversed(jobs))

    def _verdict(self, process: DecoderProcess, job: Job) -> Exception | None:
        """Return the error with which *job* fails now that *process* ended at it; None if it gets another chance."""
        if process.is_ready and not process.has_ended:
            return InvalidImage(ErrorSlug.CONTENT_DECODER_TIMEOUT, f"no verdict after {self._timeout_s:g} s")
        if job.deaths < _DEATHS:
            return None
        if process.is_ready:
            return InvalidImage(ErrorSlug.CONTENT_DECODER_CRASH, _cause(process.exit_status))
        return DecoderUnavailable(f"a decoding process does not start: {_cause(process.exit_status)}")


def _fail(job: Job, error: Exception) -> None:
    if not job.future.done():
        job.future.set_exception(error)


def _cause(exit_status: int) -> str:
    if exit_status == OUT_OF_MEMORY:
        return "out of memory"
    return f"signal {-exit_status}" if exit_status < 0 else f"exit status {exit_status}"
