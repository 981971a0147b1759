"""Ctrl-C while the commands are imported, before any of them runs."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("error", "said", "status"),
    [("KeyboardInterrupt", "Interrupted.\n", -signal.SIGINT), ("ValueError('x')", "ValueError: x\n", 1)],
)
def test_an_interrupt_is_no_traceback(error, said, status):
    """An interrupted program says so and ends by the signal, as shells expect; other errors are shown in full."""
    program = [sys.executable, "-c", f"import imgcrawl.commands\nraise {error}"]
    ended = subprocess.run(program, capture_output=True, text=True, check=False)
    assert ended.returncode == status
    assert ended.stderr.endswith(said)
    assert ("Traceback" in ended.stderr) == (status == 1)
