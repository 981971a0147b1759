"""Programs in processes forked from one that has imported what they import: their start costs next to nothing.

Apart from the imports such a process is what ``python -m PROGRAM`` starts: an interpreter of its own whose environment,
arguments, output, end and folder are its own.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import platform
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TextIO

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
    "rich._emoji_codes",
)
_INTERPRETERS = ("sys", "builtins", "__main__")
_IMPORTED: dict[str, Any] = {}
_LONGEST_MESSAGE_BYTES = 200_000
_LONGEST_RUN_S = 100


class Warm:
    """The process that has imported everything. It ends with this object's :meth:`close`, or with this process."""

    def __init__(self) -> None:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("SCRAPY_")}
        self._environment = ours | {"PYTHONPATH": str(Path(__file__).parent)}
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

    def start(
        self,
        program: str,
        *arguments: str,
        output: IO[Any],
        errors: IO[Any] | None = None,
        environment: dict[str, str] | None = None,
        folder: Path = ROOT,
    ) -> WarmProcess:
        """Start ``python -m`` *program*, or the script of that path, in *folder*.

        It reads nothing, and writes both streams to *output* unless there is a file for *errors*. What the interpreter
        reads of *environment* when it starts is to be what this process's own says.
        """
        environment = self._environment if environment is None else environment
        assert _interpreters(environment) == _interpreters(self._environment)
        process = {"arguments": [program, *arguments], "environment": environment, "folder": str(folder)}
        ours, theirs = socket.socketpair()
        with theirs:
            message = json.dumps(process).encode()
            assert len(message) < _LONGEST_MESSAGE_BYTES
            descriptors = [output.fileno(), (errors or output).fileno(), theirs.fileno()]
            socket.send_fds(self._socket, [message], descriptors)
        return WarmProcess(ours)

    def run(self, program: str, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
        """Start a program as :meth:`start` does, wait for its end and return what it wrote to either stream."""
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
            code = self.start(program, *arguments, output=output, errors=errors, **how).wait(_LONGEST_RUN_S)
            for stream in (output, errors):
                stream.seek(0)
            return subprocess.CompletedProcess([program, *arguments], code, output.read(), errors.read())

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
            arrivals = select.poll()  # select() takes no descriptor above 1,023
            arrivals.register(self._channel, select.POLLIN)
            if not arrivals.poll(timeout * 1000):
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
    atexit.register(_leave_to_the_kernel)  # the first to be registered is called last
    for name in _PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    importlib.import_module("imgcrawl.identity.browsers").population()
    platform.platform()  # Scrapy says it in its log; it takes a process to find out
    assert "twisted.internet.reactor" not in sys.modules
    assert len(list(Path("/proc/self/task").iterdir())) == 1
    _IMPORTED.update((name, module) for name, module in sys.modules.items() if name not in _INTERPRETERS)
    _IMPORTED[""] = _IMPORTED  # a cycle, and with what follows one that nobody finds
    gc.collect()
    gc.freeze()  # or the end of every process counts the references of all that was imported


def _leave_to_the_kernel() -> None:
    """Hide the modules that a process was forked with from the interpreter's end: to free them takes half of many runs.

    All others are cleared as ever.
    """
    for name in _IMPORTED:
        sys.modules.pop(name, None)


def _serve(control: socket.socket) -> list[str]:
    """Fork at every request until none can come; in the forked process, return its arguments."""
    ends: dict[int, tuple[int, int]] = {}
    while True:
        for ready in select.select([control.fileno(), *ends], [], [])[0]:
            if ready != control.fileno():
                _tell_end(ready, *ends.pop(ready))
                continue
            message, descriptors, _, _ = socket.recv_fds(control, _LONGEST_MESSAGE_BYTES, 3)
            if not message:
                sys.exit()
            *streams, channel = descriptors
            pid = os.fork()
            if not pid:
                control.close()
                return _become(json.loads(message), streams, [channel, *ends, *(theirs for _, theirs in ends.values())])
            for stream in streams:
                os.close(stream)
            os.write(channel, b"%-16d" % pid)
            ends[os.pidfd_open(pid)] = (pid, channel)


def _tell_end(pidfd: int, pid: int, channel: int) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(pidfd)
    with suppress(OSError):  # nobody waits for it any more
        os.write(channel, b"%-16d" % code)
    os.close(channel)


def _become(process: dict[str, Any], streams: list[int], others: list[int]) -> list[str]:
    """Make this process the one asked for, without *others* of the descriptors; return its arguments."""
    for number, (name, stream) in enumerate(zip(("stdout", "stderr"), streams, strict=True), 1):
        os.dup2(stream, number)
        setattr(sys, name, _opened(number, like=getattr(sys, name)))
    for descriptor in (*streams, *others):
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(process["environment"])
    os.chdir(process["folder"])
    tempfile.tempdir = None
    del sys.modules["imgcrawl.commands"]  # its import looks at which program it is in
    return list(process["arguments"])


def _opened(number: int, *, like: TextIO) -> IO[str]:
    """Return a stream to that descriptor: what the interpreter has made knows whether another one can be sought in."""
    buffering = 1 if like.line_buffering else -1
    return open(number, "w", buffering, encoding=like.encoding, errors=like.errors, closefd=False)


def main() -> None:
    """Get warm, serve, and be in each forked process the program it asks for."""
    _get_warm()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        sys.argv[1:] = _serve(control)
    del sys.argv[0]
    program = sys.argv[0]
    if program.endswith(".py"):
        for name in [name for name in sys.modules if name.partition(".")[0] == "imgcrawl"]:
            del sys.modules[name]  # a script has to know where they are
        sys.path[0] = str(Path(program).parent)
        runpy.run_path(program, run_name="__main__")
    else:
        sys.path[0] = str(Path.cwd())
        runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
