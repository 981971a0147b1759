"""Crawls on a machine where no decoding process comes to work."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def crippled(project, web):
    """Make a project whose decoding processes run some code before anything else."""

    def with_code(code: str) -> Any:
        folder = project.folder / "site"
        folder.mkdir()
        first = "import os, sys, time\nif 'imgcrawl.validation.workers.worker' in sys.orig_argv:\n    "
        (folder / "sitecustomize.py").write_text(first + code)
        project.prefix = ("env", f"PYTHONPATH={folder}:{Path(__file__).parent}")
        project.world.scripts["h.test"] = lambda visit: web.answer(body=web.picture(visit.path))
        project.write([(str(n), project.world.url("h.test", f"/{n}.jpg"), "") for n in range(40)])
        return project

    return with_code


def test_a_decoder_that_dies_at_its_start_ends_the_crawl(crippled):
    """The crawl fails with one sentence; the files are not blamed, and the rows are left to the next crawl."""
    project = crippled("os._exit(3)")
    crawl = project.crawl()
    assert crawl.code == 1
    assert crawl.errors.count("a decoding process does not start: exit status 3") == 1
    assert "Traceback" not in crawl.errors
    assert project.outcomes() == {}
    assert project.processes() == []


def test_a_decoder_that_never_starts_does_not_delay_a_stop(crippled, until):
    """SIGTERM ends the crawl in time although images wait for a decoding process; they are left to the next one."""
    project = crippled("time.sleep(600)")
    process = project.start()
    until(lambda: len(project.world.visits("h.test")) >= 4)
    process.send_signal(signal.SIGTERM)
    stopped = project.end(process, time.monotonic())
    assert (stopped.code, stopped.in_time) == (130, True)
    assert "Traceback" not in stopped.errors
    assert project.outcomes() == {}
    assert project.processes() == []
    assert project.stray_files() == []
