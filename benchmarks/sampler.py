"""Runs a Scrapy command in this process and writes where its processor time went: ``sampler.py OUTPUT COMMAND``.

A timer that counts processor time interrupts the process; then what every thread has used since the last interruption
is booked on the stack that the thread has now. Time inside C code counts for the Python function that called it.
"""

from __future__ import annotations

import argparse
import gc
import json
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

_EVERY_S = 0.001
"""Asked of the kernel, which rounds up to its own tick (1-10 ms)."""


class Sampler:
    """Processor seconds by stack: ``module:function`` from the outermost to the innermost, joined by ``;``.

    Time of the garbage collector and of threads that Python does not know has a stack of its own.
    """

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._seen: dict[int, float] = {}
        self._is_sampling = False
        self._process_s = time.process_time()
        self._collection_began = self._collected_s = 0.0
        self.seconds["start of the interpreter:all"] = self._process_s

    def start(self) -> None:
        """Begin to sample."""
        self._seen = {ident: _thread_s(ident) for ident in sys._current_frames()}  # noqa: SLF001
        gc.callbacks.append(self._on_collection)
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, _EVERY_S, _EVERY_S)

    def stop(self) -> None:
        """End to sample."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        gc.callbacks.remove(self._on_collection)

    def _sample(self, _number: int, current: FrameType | None) -> None:
        collects = gc.isenabled()
        gc.disable()  # a collection inside of ``sys._current_frames`` would wait for ever for a lock that it holds
        if not self._is_sampling:
            self._is_sampling = True
            self._book(current)
            self._is_sampling = False
        if collects:
            gc.enable()

    def _book(self, current: FrameType | None) -> None:
        own, collected_s = threading.get_ident(), self._collected_s
        self._collected_s = 0.0
        frames = sys._current_frames() | {own: current}  # noqa: SLF001
        now = {ident: _thread_s(ident) for ident in frames}
        process_s = time.process_time()
        spent = {ident: now[ident] - self._seen.get(ident, 0.0) for ident in frames}
        self.seconds["threads without Python:all"] += process_s - self._process_s - sum(spent.values())
        self.seconds["gc:collect"] += collected_s
        spent[own] -= collected_s
        for ident, seconds in spent.items():
            if seconds > 0:
                self.seconds[_stack(frames[ident])] += seconds
        self._seen, self._process_s = now, process_s

    def _on_collection(self, phase: str, _info: dict[str, int]) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        if phase == "start":
            self._collection_began = time.thread_time()
        else:
            self._collected_s += time.thread_time() - self._collection_began


def _thread_s(ident: int) -> float:
    return time.clock_gettime(time.pthread_getcpuclockid(ident))


def _stack(frame: FrameType | None) -> str:
    names = []
    while frame:
        names.append(f"{frame.f_globals.get('__name__')}:{frame.f_code.co_qualname}")
        frame = frame.f_back
    return ";".join(reversed(names))


def main() -> None:
    """Run the command that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", metavar="OUTPUT", type=Path, help="file for the seconds by stack, as JSON")
    parser.add_argument("command", metavar="COMMAND", nargs=argparse.REMAINDER, help="what would follow scrapy")
    options = parser.parse_args()
    sampler = Sampler()
    sampler.start()
    try:
        _run(options.command)
    finally:
        sampler.stop()
        options.output.write_text(json.dumps(sampler.seconds))


def _run(command: list[str]) -> Any:
    from scrapy.cmdline import execute  # noqa: PLC0415 - what importing it costs belongs to the profile

    sys.path[0] = ""  # as ``python -m scrapy`` has it
    return execute(["scrapy", *command])


if __name__ == "__main__":
    main()
