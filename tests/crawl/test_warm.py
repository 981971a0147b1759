"""A process forked from a warm one is what a person would have started, only sooner."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawl.warm import ROOT


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """Return an environment that differs from this process's."""
    return os.environ | {"PYTHONPATH": str(Path(__file__).parent), "TMPDIR": str(tmp_path), "SCRAPY_PROJECT": "study"}


@pytest.fixture
def start(warm, environment, tmp_path):
    """Start the program that tells its facts, and return the process and the file it writes to."""
    numbers = itertools.count()

    def started(*arguments: str):
        path = tmp_path / f"output-{next(numbers)}"
        with path.open("wb") as output:
            return warm.start("own_facts", *arguments, output=output, environment=environment), path

    return started


def test_it_is_as_if_started_anew(start, environment):
    """Arguments, environment, folder, streams, descriptors, signals and end are those of ``python -m``."""
    process, path = start("3", "ü")
    command = [sys.executable, "-m", "own_facts", "3", "ü"]
    new = subprocess.run(command, cwd=ROOT, env=environment, stdin=-3, capture_output=True, check=False)
    assert process.wait(100) == new.returncode == 3
    facts, end = path.read_bytes().splitlines()
    assert json.loads(facts) == json.loads(new.stdout)
    for told in (end, new.stderr):
        assert re.fullmatch(rb"ended after [\d.e-]+, and cleared\n?", told)


def test_each_has_its_own(start):
    """Each process has its id, end and random numbers, and no descriptor of those that run at the same time."""
    others = [start("sleep") for _ in range(2)]
    (first, one), (last, path) = start("4"), start("5")
    assert (first.wait(100), last.wait(100)) == (4, 5)
    assert one.read_bytes().splitlines()[1] != path.read_bytes().splitlines()[1]
    assert json.loads(path.read_bytes().splitlines()[0])["descriptors"] == ["0", "1", "2", "3"]
    assert [process.poll() for process, _ in others] == [None, None]
    with pytest.raises(subprocess.TimeoutExpired):
        others[0][0].wait(0.01)
    others[0][0].send_signal(signal.SIGTERM)
    others[1][0].kill()
    assert [process.wait(100) for process, _ in others] == [-signal.SIGTERM, -signal.SIGKILL]
    assert len({last.pid, *(process.pid for process, _ in others)}) == 3


def test_what_an_interpreter_reads_first_cannot_differ(warm, environment, tmp_path):
    """What only a new interpreter would heed is refused."""
    with (tmp_path / "output").open("wb") as output, pytest.raises(AssertionError):
        warm.start("own_facts", "0", output=output, environment=environment | {"PYTHONOPTIMIZE": "1"})
