"""What is so from the import of the commands on, before any of them runs."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

SHOWN = [("KeyboardInterrupt", "Interrupted.\n", -signal.SIGINT), ("ValueError('x')", "ValueError: x\n", 1)]


def ended(program: str, error: str) -> subprocess.CompletedProcess[str]:
    """Import the commands in a process started as *program*, and raise *error* in it."""
    text = f"import sys\nsys.argv[0] = {program!r}\nimport imgcrawl.commands\nraise {error}"
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("program", ["/bin/scrapy", "scrapy.exe", "/lib/scrapy/__main__.py"])
@pytest.mark.parametrize(("error", "said", "status"), SHOWN)
def test_an_interrupt_is_no_traceback(program, error, said, status):
    """An interrupted program says so and ends by the signal, as shells expect; other errors are shown in full."""
    found = ended(program, error)
    assert found.returncode == status
    assert found.stderr.endswith(said)
    assert ("Traceback" in found.stderr) == (status == 1)


@pytest.mark.parametrize("program", ["own.py", "/lib/pytest/__main__.py", "/home/scrapy/own.py"])
def test_other_programs_keep_their_hook(program):
    """A script that imports the commands sees its own interrupts as it would without them."""
    assert "Traceback" in ended(program, "KeyboardInterrupt").stderr


STREAMS = """
import os, subprocess, sys
sys.argv[0] = "scrapy"
import imgcrawl.commands
print("\u2603 nobody reads this")
print("nor this", file=sys.stderr)
child = "import os; [os.fstat(number) for number in range(3)]"
os._exit(subprocess.run([sys.executable, "-c", child]).returncode or sys.stdin.read() != "")
"""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_mended(closed):
    """A program that is started without a standard stream has one that leads nowhere, and so have its children."""
    command = ["bash", "-c", f"exec {sys.executable} -c '{STREAMS}' {closed}"]
    found = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (found.returncode, "Traceback" in found.stderr) == (0, False)


def test_output_takes_every_text():
    """What the terminal's encoding has no character for is written as its escape."""
    text = "import sys; sys.argv[0] = 'scrapy'; import imgcrawl.commands; print('\u00e4\u2603')"
    command = [sys.executable, "-c", text]
    found = subprocess.run(command, env={"PYTHONIOENCODING": "ascii"}, capture_output=True, text=True, check=True)
    assert found.stdout == "\\xe4\\u2603\n"
