"""A lab in a process of its own, for tests and benchmarks."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import imgcrawl
from imgcrawl.lab.accesslog import read_access
from imgcrawl.lab.listing import read_truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imgcrawl.lab.accesslog import Access
    from imgcrawl.lab.listing import Truth

STOP_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLab:
    """A lab that is being served. *settings* lead imgcrawl into it; *source* is the list of URLs."""

    folder: Path
    source: Path
    settings: dict[str, str]
    ports: dict[str, int]
    truth: dict[str, Truth]
    pid: int

    def access(self) -> list[Access]:
        """Return the visits that have been written to the access log; the last second's may not be among them."""
        return list(read_access(self.folder))


@contextlib.contextmanager
def running_lab(
    *, rows: int, out: Path, seed: int = 1, kinds: Iterable[str] | None = None, http_port: int = 0, https_port: int = 0
) -> Iterator[RunningLab]:
    """Serve a lab of *rows* rows into the folder *out* while the context lasts; *kinds* limits it to those named.

    A port of 0 is chosen by the system; a lab on the ports of an earlier one has the same list, all else being equal.
    Ctrl-C reaches the caller and not the lab, which ends with the context or with the caller's process.

    :raises RuntimeError: if the lab does not start.
    """
    command = [sys.executable, "-m", "imgcrawl.lab", "--out", str(out), "--rows", str(rows), "--seed", str(seed)]
    command += ["--http-port", str(http_port), "--https-port", str(https_port)]
    if kinds is not None:
        command += ["--kinds", *kinds]
    process = subprocess.Popen(  # noqa: S603 - this interpreter, our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(), process_group=0
    )  # fmt: skip
    with process:
        try:
            yield _describe(process, out)
        finally:
            _stop(process)


def _describe(process: subprocess.Popen[bytes], out: Path) -> RunningLab:
    line = process.stdout.readline() if process.stdout else b""
    if not line:
        raise RuntimeError("the lab did not start; its error stands above")
    description: dict[str, Any] = json.loads(line)
    return RunningLab(
        folder=out, source=Path(description["source"]), settings=description["settings"], ports=description["ports"],
        truth=read_truth(out), pid=process.pid,
    )  # fmt: skip


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()


def _environment() -> dict[str, str]:
    """Return this process's environment with the folder of this package first on the module path."""
    paths = [str(Path(imgcrawl.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
