"""How the shards of one crawl begin; how they are stopped and summed up is tested with crawls."""

from __future__ import annotations

import sys

import pytest

from imgcrawl.commands.supervisor import run_shards

PROGRAM = """
import os, sys, time
from pathlib import Path
descriptor = int(sys.argv[-1].partition("=")[2])
other = Path({other!r})
def report(reason):
    os.write(descriptor, b'{{"rows": 1, "reason": "%s"}}\\n' % reason.encode())
def wait_for_the_other():
    while not other.exists():
        time.sleep(0.01)
"""


@pytest.fixture
def run(tmp_path):
    """Run two programs as shards: the first, and the second, which leaves a file when it is there."""
    other = tmp_path / "other"

    def run(first: str, second: str) -> int:
        begin = PROGRAM.format(other=str(other))
        programs = (begin + first, begin + "other.touch()\n" + second)
        return run_shards([[sys.executable, "-c", program] for program in programs], progress_s=0)

    return run


@pytest.mark.timeout(20)
def test_shards_start_side_by_side(run):
    """No shard waits for another one to begin: on an idle core it would waste a second."""
    assert run("wait_for_the_other(); report('finished')", "report('finished')") == 0


@pytest.mark.timeout(20)
def test_a_crawl_that_is_refused_has_no_shards_left(run, capfd):
    """When the first shard cannot begin the others end, and only what that one says is told."""
    status = run(
        "wait_for_the_other(); print('error: no such list'); sys.exit(2)",
        "print('error: me too', flush=True); time.sleep(60)",
    )
    assert (status, capfd.readouterr().err) == (2, "error: no such list\n")
