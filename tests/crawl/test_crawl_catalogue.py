"""Crawls whose catalogue is taken from them."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from tests.crawl.projects import rows_of
from tests.crawl.scripted import lingering

ROWS, HOSTS = 160, 4


@pytest.fixture
def slow(project):
    """Lay out a list that takes some seconds."""
    project.world.scripts |= {f"h{n}.test": lingering for n in range(HOSTS)}
    project.write(rows_of(project.world, ROWS, HOSTS))
    return project


def begin(project, until):
    """Start a crawl that waits long for a lock, and return its process when something is committed."""
    waits = dict.fromkeys(("IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS", "IMGCRAWL_CATALOGUE_RETRY_SECONDS"), "300")
    process = project.start(
        IMGCRAWL_HOST_CONCURRENCY="2", IMGCRAWL_CATALOGUE_FLUSH_SECONDS="0.1", IMGCRAWL_PLACEHOLDER_REPEATS="0", **waits
    )
    until(lambda: len(project.world.log) >= ROWS // 8 and project.outcomes())
    return process


def assert_gone_on_with(project):
    """Bring the list to its end by the same command, which leaves nothing but what its outcomes name."""
    assert project.crawl().code == 0
    assert sorted(map(int, project.outcomes())) == list(range(ROWS))
    assert project.stray_files() == []


def test_a_catalogue_that_is_removed_ends_the_crawl(slow, until):
    """A crawl whose catalogue is deleted says so once and is not called finished; the next one begins anew."""
    process = begin(slow, until)
    for file in (slow.folder / "data").glob("imgcrawl.db*"):
        file.unlink()
    crawl = slow.end(process)
    said = " ".join(crawl.errors.split())
    assert crawl.code == 1
    assert said.count("was removed, moved, replaced or cut short while it was open") == 1
    assert "the run is finished" not in said
    assert "could not be recorded" in said
    assert "Traceback" not in said
    assert len(slow.world.log) < ROWS
    shutil.rmtree(slow.images)
    assert_gone_on_with(slow)


def test_a_run_that_is_removed_ends_the_crawl(slow, until):
    """A crawl whose run is removed ends at its next outcome, says so, and does not call the run finished."""
    process = begin(slow, until)
    with closing(sqlite3.connect(slow.folder / "data" / "imgcrawl.db", isolation_level=None)) as connection:
        connection.execute("DELETE FROM runs")
    crawl = slow.end(process)
    said = " ".join(crawl.errors.split())
    assert crawl.code == 1
    where = f"{slow.folder}/data/imgcrawl.db (IMGCRAWL_DATA_DIR)"
    assert f"the catalogue {where} cannot be written, the run ends: run" in said
    assert "was removed from it" in said
    assert "the run is finished" not in said
    assert len(slow.world.log) < ROWS


def test_a_run_whose_end_is_not_recorded_is_not_called_finished(slow, until):
    """The status tells that the catalogue does not say finished, where the run is removed with its last outcome."""
    process = begin(slow, until)
    with closing(sqlite3.connect(slow.folder / "data" / "imgcrawl.db", isolation_level=None)) as connection:
        connection.execute(
            f"CREATE TRIGGER t AFTER INSERT ON outcomes WHEN (SELECT count(*) FROM outcomes) = {ROWS} "  # noqa: S608
            "BEGIN DELETE FROM runs; END"
        )
    crawl = slow.end(process)
    said = " ".join(crawl.errors.split())
    assert crawl.code == 1
    assert "the end of the run was not recorded" in said
    assert "the run is finished" not in said


def test_two_interrupts_do_not_wait_for_a_lock(slow, until):
    """Ctrl-C twice ends a crawl at once though its catalogue is locked, and the next one loses and doubles nothing."""
    process = begin(slow, until)
    with closing(sqlite3.connect(slow.folder / "data" / "imgcrawl.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        seen = len(slow.world.log)
        until(lambda: len(slow.world.log) > seen + 8)
        process.send_signal(signal.SIGINT)
        seen = len(slow.world.log)
        time.sleep(0.5)  # signals of one kind that come together are one
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        crawl = slow.end(process, began)
    assert (crawl.code, crawl.in_time) == (130, True)
    assert "not recorded: the same command asks for these rows again" in crawl.errors
    assert "Traceback" not in crawl.errors
    assert_gone_on_with(slow)


def test_a_lock_that_stays_ends_the_crawl_in_time(slow, until):
    """A crawl that cannot write for longer than its settings allow ends soon; usually they allow 90 s."""
    process = slow.start(
        IMGCRAWL_CATALOGUE_FLUSH_SECONDS="0.1",
        IMGCRAWL_PLACEHOLDER_REPEATS="0",
        IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS="1",
        IMGCRAWL_CATALOGUE_RETRY_SECONDS="1",
    )
    until(lambda: len(slow.world.log) >= ROWS // 8 and slow.outcomes())
    with closing(sqlite3.connect(slow.folder / "data" / "imgcrawl.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        crawl = slow.end(process, time.monotonic())
    assert (crawl.code, crawl.in_time) == (1, True)
    assert "another process has locked it" in " ".join(crawl.errors.split())
    assert_gone_on_with(slow)
