"""Crawls whose catalogue is on PostgreSQL, through restarts and outages of the server."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from imgcrawl.lab.running import running_lab
from tests.crawl.projects import rows_of
from tests.crawl.scripted import lingering

ROWS, HOSTS = 120, 4
SECRET = "known-to-nobody-else"


@pytest.fixture
def slow(projects, postgresql_url) -> Any:
    """Make a project with a list that takes some seconds."""
    project = projects("postgresql", database_url=postgresql_url)
    project.world.scripts |= {f"h{n}.test": lingering for n in range(HOSTS)}
    project.write(rows_of(project.world, ROWS, HOSTS))
    return project


def begin(project: Any, until: Any, **settings: str) -> Any:
    """Start a crawl that commits often, and return its process when something is committed."""
    often = {"IMGCRAWL_CATALOGUE_FLUSH_SECONDS": "0.1", "IMGCRAWL_PLACEHOLDER_REPEATS": "0"}
    process = project.start(IMGCRAWL_HOST_CONCURRENCY="2", **often, **settings)
    until(lambda: len(project.world.log) >= ROWS // 4 and project.outcomes())
    return process


def assert_whole(project: Any) -> None:
    """Every row is stored, and nothing else is there."""
    outcomes = project.outcomes()
    assert sorted(outcomes, key=int) == [str(n) for n in range(ROWS)]
    assert all(outcome.ok for outcome in outcomes.values())
    assert project.stray_files() == []


def told(crawl: Any) -> str:
    """Return what the crawl said, in one line; the password is not in it, nor are there traces of a program."""
    assert SECRET not in crawl.errors
    assert "Traceback" not in crawl.errors
    return " ".join(crawl.errors.split())


def test_the_lab_on_both_databases(projects, postgresql_url, tmp_path):
    """A crawl of a small lab leaves the same outcomes on PostgreSQL as on SQLite, and its log has no password."""
    kinds = [
        "plain",
        "listed-twice",
        "row-short",
        "url-words",
        "no-such-host",
        "status-404",
        "moved",
        "opt-out",
        "text",
    ]
    with running_lab(rows=60, out=tmp_path, kinds=kinds) as lab:
        found = []
        for url in ("", postgresql_url):
            project = projects("lab", database_url=url)
            crawl = project.crawl("-a", f"source={lab.source}", LOG_LEVEL="DEBUG", **lab.settings)
            assert crawl.code == 0
            told(crawl)
            found.append({row: (o.ok, o.error, o.sha256, o.path) for row, o in project.outcomes().items()})
            assert project.stray_files() == []
    assert found[0] == found[1]
    assert len(found[0]) == len(lab.truth)


def test_a_restart_of_the_server_is_sat_out(slow, postgresql, until):
    """A crawl waits for a server that is restarted twice in the middle, and goes on without a word or a loss."""
    process = begin(slow, until)
    for _ in range(2):
        postgresql.stop()
        seen = len(slow.world.log)
        until(lambda seen=seen: len(slow.world.log) >= min(seen + 10, ROWS))
        postgresql.start()
    crawl = slow.end(process)
    assert crawl.code == 0
    told(crawl)
    assert_whole(slow)
    assert len(slow.world.log) == ROWS


@pytest.mark.parametrize("retry_s", ["0", "1"])
def test_an_outage_ends_the_crawl_and_the_next_goes_on(slow, postgresql, until, retry_s):
    """A crawl whose server stays away ends with a sentence; when it is back the same command completes the list."""
    process = begin(slow, until, IMGCRAWL_CATALOGUE_RETRY_SECONDS=retry_s)
    postgresql.stop()
    crawl = slow.end(process)
    said = told(crawl)
    assert crawl.code == 1
    assert "(IMGCRAWL_DATABASE_URL) cannot be written, the run ends" in said
    assert "check that the server runs" in said
    refused = slow.crawl()
    assert refused.code == 2
    assert "check that the server runs" in told(refused)
    postgresql.start()
    assert 0 < len(slow.outcomes()) < ROWS
    again = slow.crawl()
    assert again.code == 0
    assert_whole(slow)


def test_a_run_that_another_machine_took_up_is_left_to_it(slow, postgresql, until):
    """A crawl that lost its lock for a moment, in which another machine came, ends with a sentence and undoes nothing.

    Nothing is lost by that: the same command, when nobody has the run any more, completes the list.
    """
    process = begin(slow, until)
    postgresql.execute("UPDATE owners SET pid = 4242, host = 'far.test'")
    postgresql.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory'")
    crawl = slow.end(process)
    assert crawl.code == 1
    assert "the run ends: another process took up run 'urls'" in told(crawl)
    assert len(slow.outcomes()) < ROWS
    with psycopg.connect(postgresql.url()) as connection:
        assert connection.execute("SELECT pid, host FROM owners").fetchall() == [(4242, "far.test")]
    assert slow.crawl().code == 0
    assert_whole(slow)
