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


ELSEWHERE = """
import os, sys
os.environ.pop("PYTHONUNBUFFERED", None)  # what is held back is what can be lost
if sys.argv[1] == "nobody":
    reader, there = os.pipe()
    os.close(reader)
else:
    there = os.open(sys.argv[1], os.O_WRONLY)
for number in map(int, sys.argv[2].split(",")):
    os.dup2(there, number)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""Runs a program with some of its streams led to a pipe that nobody reads, or to a file."""


@pytest.mark.parametrize(
    ("where", "arguments", "ended"),
    [
        (("nobody", "1,2"), (), (0, "")),
        (("nobody", "1,2"), ("-j", "2"), (0, "")),
        (("/dev/full", "1,2"), (), (0, "")),
        (("nobody", "1"), ("-o", "-:jsonl"), (0, "WARNING: whoever read a feed has left before its end")),
        (
            ("/dev/full", "1"),
            ("-o", "-:jsonl"),
            (1, "ERROR: a feed is not complete: [Errno 28] No space left on device"),
        ),
        (
            ("/dev/full", "1"),
            ("-o", "-:json"),
            (1, "ERROR: a feed is not complete: [Errno 28] No space left on device"),
        ),
    ],
)
def test_the_status_says_what_became_of_the_rows(project, web, where, arguments, ended):
    """That nobody reads what a crawl says, or enough of a feed, makes no failure of it; a feed that is cut does."""
    project.world.scripts["a.test"] = lambda visit: web.answer(body=web.picture(visit.path))
    project.write([(str(n), project.world.url("a.test", f"/{n}.jpg"), "") for n in range(3)])
    project.prefix = (sys.executable, "-c", ELSEWHERE, *where)
    crawl = project.crawl(*arguments, IMGCRAWL_PROGRESS_SECONDS="0.2")
    status, said = ended
    assert (crawl.code, project.state()) == (status, "finished")
    assert (crawl.errors.count(said) == 1) if said else crawl.errors == ""
    assert "Exception ignored" not in crawl.errors


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_crawl_whose_terminal_is_lost_ends_in_order(project, until, processes):
    """It ends as by SIGTERM, with its run stopped, although nobody can be told of it and hosts hang."""
    project.world.scripts |= {f"h{n}.test": hanging for n in range(4)}
    project.write(rows_of(project.world, 8))
    project.prefix = (sys.executable, "-c", TERMINAL)
    process = project.start("-j", processes)
    until(lambda: len(project.world.log) >= 4)
    process.send_signal(signal.SIGUSR1)
    crawl = project.end(process, time.monotonic())
    assert (crawl.code, crawl.in_time) == (130, True)
    assert project.state() == "stopped"
    assert project.processes() == []
