"""What a confined process can still do."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
import json, os, resource, socket, sys, threading
from imgcrawl.validation.workers.confinement import confine

tasks = {
    "write": lambda: open(sys.argv[1], "w"),
    "append": lambda: open(sys.argv[1], "a"),
    "create": lambda: open(sys.argv[1] + ".new", "x"),
    "remove": lambda: os.unlink(sys.argv[1]),
    "rename": lambda: os.rename(sys.argv[1], sys.argv[1] + ".new"),
    "link": lambda: os.symlink(sys.argv[1], sys.argv[1] + ".new"),
    "folder": lambda: os.mkdir(sys.argv[1] + ".new"),
    "execute": lambda: os.execv(sys.executable, [sys.executable, "-V"]),
    "tcp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "udp": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "process": os.fork,
    "thread": lambda: threading.Thread(target=print).start(),
    "others' limits": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE),
    "read": lambda: open(sys.argv[1]).read(),
    "import": lambda: __import__("colorsys"),
}
confined, refused = confine(), []
for name, task in tasks.items():
    try:
        task()
    except (OSError, RuntimeError):
        refused.append(name)
print(json.dumps([*confined, refused]))
"""

FILES = {"write", "append", "create", "remove", "rename", "link", "folder", "execute"}
CALLS = {"tcp", "udp", "unix", "process", "thread", "others' limits"}


@pytest.fixture(scope="module")
def confined(tmp_path_factory):
    """Return whether Landlock and seccomp could be had, and what a process was refused with them."""
    path = tmp_path_factory.mktemp("confined") / "file"
    path.write_text("whole")
    done = subprocess.run([sys.executable, "-c", PROGRAM, path], capture_output=True, text=True, check=True, timeout=60)
    files, calls, refused = json.loads(done.stdout)
    assert not files or path.read_text() == "whole"
    return files, calls, set(refused)


def test_files_are_out_of_reach(confined):
    """With Landlock nothing can be written, created, removed or executed."""
    files, _, refused = confined
    if not files:
        pytest.skip("this kernel has no Landlock")
    assert refused >= FILES


def test_network_and_processes_are_out_of_reach(confined):
    """With seccomp there are no sockets, no further processes or threads, and no power over others."""
    _, calls, refused = confined
    if not calls:
        pytest.skip("this machine has no seccomp, or is of another kind")
    assert refused >= CALLS


def test_nothing_else_is_taken(confined):
    """Files can be read and modules imported, as decoding needs."""
    assert confined[2] <= FILES | CALLS


def test_where_there_is_nothing_to_be_had(monkeypatch):
    """On another system the process goes on as it is."""
    from imgcrawl.validation.workers import confinement  # noqa: PLC0415

    class Libc:
        prctl = staticmethod(lambda *_: -1)

    monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_options: Libc())
    assert confinement.confine() == (False, False)
    monkeypatch.setattr(Libc, "prctl", lambda *args: 0 if args[-5] == 38 else -1)
    monkeypatch.setattr(Libc, "syscall", lambda *_: -1, raising=False)
    assert confinement.confine() == (False, False)
    monkeypatch.setattr(os, "uname", lambda: type("Uname", (), {"machine": "riscv64"}))
    assert confinement.confine() == (False, False)
