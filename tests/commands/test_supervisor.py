"""How the shards of one crawl begin; how they are stopped and summed up is tested with crawls."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from imgcrawl.commands.supervisor import run_shards

if TYPE_CHECKING:
    from imgcrawl.extensions.figures import Figures

PROGRAM = """
import os, sys, time
from pathlib import Path
descriptor = int(sys.argv[-1].partition("=")[2])
other = Path({other!r})
noted = Path({noted!r})
def report(reason):
    os.write(descriptor, b'{{"rows": 1, "reason": "%s"}}\\n' % reason.encode())
def report_read(to_go, reason):
    line = '{{"rows": 1, "list_read": 1, "read": 4, "to_go": %d, "reason": "%s"}}\\n' % (to_go, reason)
    os.write(descriptor, line.encode())
def wait_for_the_other():
    wait_for(other)
def wait_for(file):
    while not file.exists():
        time.sleep(0.01)
"""


@pytest.fixture
def run(tmp_path):
    """Run two programs as shards: the first, and the second, which leaves a file when it is there."""
    other, noted = tmp_path / "other", tmp_path / "noted"

    def run(first: str, second: str, notes: list[Figures] | None = None) -> int:
        begin = PROGRAM.format(other=str(other), noted=str(noted))
        programs = (begin + first, begin + "other.touch()\n" + second)

        def note(total: Figures) -> None:
            noted.touch()
            if notes is not None:
                notes.append(total)

        return run_shards([[sys.executable, "-c", program] for program in programs], progress_s=0, note=note)

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


@pytest.mark.timeout(20)
def test_what_is_to_go_is_noted_when_all_have_read_the_list(run):
    """The sum is handed on while rows are under way, as soon as the last shard has read its part, and at the end."""
    notes: list[Figures] = []
    shard = "report_read({}, ''); wait_for(noted); report_read(0, 'finished')"
    assert run("wait_for_the_other(); " + shard.format(2), shard.format(3), notes) == 0
    assert [(total.list_read, total.read, total.to_go) for total in notes] == [(1, 8, 5), (1, 8, 0)]


@pytest.mark.timeout(20)
def test_what_is_to_go_is_not_noted_before(run):
    """As long as one shard still reads, nobody knows how much there is; at its end a crawl hands on what there is."""
    notes: list[Figures] = []
    assert run("report_read(0, 'finished')", "wait_for_the_other(); time.sleep(0.8); report('finished')", notes) == 0
    assert [total.list_read for total in notes] == [None]


@pytest.mark.timeout(20)
def test_a_note_that_cannot_be_kept_costs_a_crawl_nothing(tmp_path, capfd):
    """The crawl is done; whatever has gone wrong with its note is said, and the sum is."""

    def note(total: Figures) -> None:
        raise OSError("no such thing")

    program = PROGRAM.format(other=str(tmp_path), noted=str(tmp_path)) + "report('finished')"
    assert run_shards([[sys.executable, "-c", program]] * 2, progress_s=0, note=note) == 0
    told = capfd.readouterr()
    assert "could not be recorded: OSError('no such thing')" in told.out + told.err
    assert "2 rows" in told.out + told.err
