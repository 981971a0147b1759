"""The program of a decoding process: paths come in, one answer a line goes out.

It is started by :mod:`imgcrawl.validation.workers.process` and imports neither Scrapy nor an event loop. Answers are
JSON, so that a decoder taken over by a hostile file has nothing to say that could run in the crawling process.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import pkgutil
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import AvifImagePlugin

from imgcrawl.validation.facts import ImageFacts, InvalidImage, Limits
from imgcrawl.validation.workers.confinement import confine

if TYPE_CHECKING:
    from collections.abc import Callable

READY = ["ready"]
OUT_OF_MEMORY = 97
"""Exit status of a process that ran out of memory."""

_ORPHAN_FACTOR = 2  # the crawling process kills sooner, if it is still there


def main() -> None:
    """Answer every path on standard input until it is closed; the only argument describes the task as JSON."""
    task = json.loads(sys.argv[1])
    decoder = pkgutil.resolve_name(task["decoder"])
    limits = Limits(**task["limits"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # further ones are forbidden below
    answers = _take_over_stdout()
    _lower_rights(task["memory_bytes"])
    _write(answers, READY)
    for line in sys.stdin.buffer:
        signal.setitimer(signal.ITIMER_REAL, task["timeout_s"] * _ORPHAN_FACTOR)
        _write(answers, _answer(json.loads(line), decoder, limits))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _take_over_stdout() -> int:
    """Return a descriptor of standard output, and lead what libraries print to nowhere."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _lower_rights(memory_bytes: int) -> None:
    """Forbid this process to write, to dump core, to start others, to talk, and to grow by more than *memory_bytes*."""
    for right in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        resource.setrlimit(right, (0, 0))
    with contextlib.suppress(FileNotFoundError):  # only Linux tells, and only Linux enforces
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
        limit = pages * resource.getpagesize() + memory_bytes
        granted = resource.getrlimit(resource.RLIMIT_AS)[1]
        if granted == resource.RLIM_INFINITY or limit < granted:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    confine()


def _answer(path: str, decoder: Callable[..., ImageFacts], limits: Limits) -> list[Any]:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - half of a path's time
            return ["facts", *decoder(file.read(), limits=limits).as_json()]
    except InvalidImage as exc:
        return ["invalid", exc.slug.value, exc.detail]
    except OSError as exc:
        return ["unreadable", exc.errno, exc.strerror]
    except MemoryError:  # nothing in this process can be trusted to work any more
        os._exit(OUT_OF_MEMORY)


def _write(descriptor: int, answer: list[Any]) -> None:
    os.write(descriptor, json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
