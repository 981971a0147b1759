"""Failed rows that a second crawl asks for again."""

from __future__ import annotations

from typing import Any


def test_a_second_crawl_adds_to_the_first(project, web):
    """Requests of both crawls are the row's cost, and the end tells the rows asked for again from the whole run."""

    def script(visit: Any) -> Any:
        is_up = visit.path == "/1.jpg" or visit.number > 1
        return web.answer(body=web.picture(visit.path)) if is_up else web.answer(404)

    project.world.scripts["a.test"] = script
    project.write([(str(n), project.world.url("a.test", f"/{n}.jpg"), "") for n in (1, 2)])
    first = project.crawl()
    assert "2 rows, 1 image (50.0%), 2 requests; the run is finished." in first.errors
    assert "whole run" not in first.errors
    again = project.crawl("-a", "retry=failed")
    assert "asked again for 1 row, 1 image (100.0%), 1 request; the run is finished." in again.errors
    assert "the whole run: 2 rows, 2 images (100.0%)." in again.errors
    assert f"images      {project.images}" in again.errors
    assert {row: outcome.attempts for row, outcome in project.outcomes().items()} == {"1": 1, "2": 2}
    assert (again.stats["imgcrawl/attempt"], again.stats["imgcrawl/run/ok"]) == (1, 2)
