"""Ctrl-C while the commands are imported, before any of them runs."""

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
