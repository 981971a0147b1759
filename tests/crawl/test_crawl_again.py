"""Failed rows that a second crawl asks for again."""

from __future__ import annotations

import re
from typing import Any


def untimed(said: str) -> str:
    """Return what was *said* without how long it took."""
    return re.sub(r" in \d+ s;", ";", said)


def test_a_second_crawl_adds_to_the_first(project, web):
    """Requests of both crawls are the row's cost, and the end tells the rows asked for again from the whole run."""

    def script(visit: Any) -> Any:
        is_up = visit.path == "/1.jpg" or visit.number > 1
        return web.answer(body=web.picture(visit.path)) if is_up else web.answer(404)

    project.world.scripts["a.test"] = script
    project.write([(str(n), project.world.url("a.test", f"/{n}.jpg"), "") for n in (1, 2)])
    first = project.crawl()
    assert "2 rows, 1 image (50.0%), 2 requests; the run is finished." in untimed(first.errors)
    assert "whole run" not in first.errors
    again = project.crawl("-a", "retry=failed")
    assert "asked again for 1 row, 1 image (100.0%), 1 request; the run is finished." in untimed(again.errors)
    assert "the whole run: 2 rows, 2 images (100.0%)." in again.errors
    assert f"images      {project.images}" in again.errors
    assert {row: outcome.attempts for row, outcome in project.outcomes().items()} == {"1": 1, "2": 2}
    assert (again.stats["imgcrawl/attempt"], again.stats["imgcrawl/run/ok"]) == (1, 2)


def test_a_retry_finishes_no_run_that_was_stopped(project, web):
    """Failed rows that were asked for again are not all rows: the run stays stopped, and the end says what is left."""
    world = project.world
    world.scripts["a.test"] = lambda visit: web.answer(404)
    project.write([(str(n), world.url("a.test", f"/{n}.jpg"), "") for n in range(4)])
    assert project.crawl("-a", "limit=1").code == 0
    ended = "1 row, 0 images (0.0%), 1 request; these rows are done."
    for which, counted in (("failed", ended), ("tcp", "Nothing to ask again")):
        again = project.crawl("-a", f"retry={which}")
        assert (again.code, project.state()) == (0, "stopped")
        assert counted in untimed(again.errors)
        assert "the run is finished" not in again.errors
        assert "not finished: 3 rows of the list without an outcome; without -a retry the same" in again.errors
    assert "the run is finished" in project.crawl().errors
    assert project.state() == "finished"


def test_a_row_that_stands_in_the_list_twice_counts_once(project):
    """A finished run has an outcome for every row of its list, also where a row is repeated."""
    rows = [(str(n), project.world.url("a.test", f"/{n}.jpg"), "") for n in range(3)]
    project.write([*rows, rows[0]])
    assert project.crawl().code == 0
    run = project.last_run()
    assert (run.state, run.total_rows) == ("finished", 3)
