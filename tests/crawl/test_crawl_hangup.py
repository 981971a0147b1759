"""Crawls whose terminal is lost, as by a connection that breaks."""

from __future__ import annotations

import signal
import sys
import time

import pytest

from tests.crawl.projects import rows_of
from tests.crawl.scripted import hanging

TERMINAL = """
import os, pty, signal, sys
child, terminal = pty.fork()
if not child:
    os.execvp(sys.argv[1], sys.argv[1:])
signal.signal(signal.SIGUSR1, lambda *_: os.close(terminal))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
"""Gives a program a terminal of its own, and takes it away at SIGUSR1."""


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_crawl_whose_terminal_is_lost_ends_in_order(project, until, processes):
    """It ends as by SIGTERM, with its run stopped, although nobody can be told of it and hosts hang."""
    project.world.scripts |= {f"h{n}.test": hanging for n in range(4)}
    project.write(rows_of(project.world, 8))
    project.prefix = (sys.executable, "-c", TERMINAL)
    process = project.start("-j", processes)
    until(lambda: len(project.world.log) >= 4)
    process.send_signal(signal.SIGUSR1)
    assert project.end(process, time.monotonic()).in_time
    assert project.state() == "stopped"
    assert project.processes() == []
