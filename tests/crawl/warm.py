"""Programs in processes forked from one that has imported what they import: their start costs next to nothing.

Apart from the imports such a process is what ``python -m PROGRAM`` starts: an interpreter of its own whose environment,
arguments, output and end are its own. Its folder is the project's.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = (
    "imgcrawl",
    "scrapy.cmdline",
    "scrapy.commands",
    "scrapy.downloadermiddlewares",
    "scrapy.extensions.closespider",
    "scrapy.extensions.logcount",
    "scrapy.extensions.memdebug",
    "scrapy.responsetypes",
    "scrapy.spidermiddlewares",
    "scrapy_poet.commands",
    "fake_useragent.data",
)
_LONGEST_MESSAGE_BYTES = 200_000


class Warm:
    """The process that has imported everything. It ends with this object's :meth:`close`, or with this process."""

    def __init__(self) -> None:
        self._environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", Path(__file__).stem, str(theirs.fileno())],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def start(self, program: str, *arguments: str, output: IO[Any], environment: dict[str, str]) -> WarmProcess:
        """Start ``python -m`` *program*: it reads nothing, and writes both streams to *output*.

        What the interpreter reads of *environment* when it starts is to be what this process's own says.
        """
        assert _interpreters(environment) == _interpreters(self._environment)
        ours, theirs = socket.socketpair()
        with theirs:
            message = json.dumps({"arguments": [program, *arguments], "environment": environment}).encode()
            assert len(message) < _LONGEST_MESSAGE_BYTES
            socket.send_fds(self._socket, [message], [output.fileno(), theirs.fileno()])
        return WarmProcess(ours)

    def close(self) -> None:
        """End the process; what it has started is to have ended."""
        self._socket.close()
        self._process.wait(10)


class WarmProcess:
    """What :class:`subprocess.Popen` is, for a process that is not a child of this one."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self.pid = self._read()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return how the process ended, None if it has not."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Wait for the process's end, for *timeout* seconds at most, and return its status."""
        if self.returncode is None:
            if not select.select([self._channel], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(["warm"], timeout)
            self.returncode = self._read()
            self._channel.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the process at once."""
        self.send_signal(signal.SIGKILL)

    def _read(self) -> int:
        received = self._channel.recv(16)
        assert received, "the process that starts others has ended"
        return int(received)


def _interpreters(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith("PYTHON")}


def _get_warm() -> None:
    """Import what crawls import and compute what never differs, without a thread or a reactor."""
    for name in _PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    importlib.import_module("imgcrawl.identity.browsers").population()
    assert "twisted.internet.reactor" not in sys.modules
    assert len(list(Path("/proc/self/task").iterdir())) == 1
    gc.collect()
    gc.freeze()  # or the end of every process counts the references of all that was imported


def _serve(control: socket.socket) -> list[str]:
    """Fork at every request until none can come; in the forked process, return its arguments."""
    ends: dict[int, tuple[int, int]] = {}
    while True:
        for ready in select.select([control.fileno(), *ends], [], [])[0]:
            if ready != control.fileno():
                _tell_end(ready, *ends.pop(ready))
                continue
            message, descriptors, _, _ = socket.recv_fds(control, _LONGEST_MESSAGE_BYTES, 2)
            if not message:
                sys.exit()
            output, channel = descriptors
            pid = os.fork()
            if not pid:
                control.close()
                return _become(json.loads(message), output, [channel, *ends, *(theirs for _, theirs in ends.values())])
            os.close(output)
            os.write(channel, b"%-16d" % pid)
            ends[os.pidfd_open(pid)] = (pid, channel)


def _tell_end(pidfd: int, pid: int, channel: int) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(pidfd)
    with suppress(OSError):  # nobody waits for it any more
        os.write(channel, b"%-16d" % code)
    os.close(channel)


def _become(process: dict[str, Any], output: int, others: list[int]) -> list[str]:
    """Make this process the one asked for, without *others* of the descriptors; return its arguments."""
    os.dup2(output, 1)
    os.dup2(output, 2)
    for descriptor in (output, *others):
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(process["environment"])
    tempfile.tempdir = None
    return list(process["arguments"])


def main() -> None:
    """Get warm, serve, and be in each forked process the program it asks for."""
    _get_warm()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        sys.argv[1:] = _serve(control)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
