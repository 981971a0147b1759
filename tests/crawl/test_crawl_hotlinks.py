"""Hosts that mind the page for which their images are asked for, and do not say so."""

from __future__ import annotations

from typing import Any

import pytest

ROWS = 4


@pytest.mark.parametrize("refusal", ["404", "reset", "closed"])
@pytest.mark.parametrize("likes", ["none", "own"])
def test_rows_are_asked_for_as_from_elsewhere(project, web, refusal, likes):
    """All of a host get their images, those included that failed before it was known how, by few requests."""

    def script(visit: Any) -> Any:
        page = visit.headers.get("referer", "")
        if not page if likes == "none" else page.startswith("http://fussy.test"):
            return web.answer(body=web.picture(visit.path))
        return web.answer(404) if refusal == "404" else web.Reply(b"", reset=refusal == "reset", close=True)

    project.world.scripts = {"fussy.test": script, "pages.test": lambda _visit: web.answer(404)}
    url = project.world.url
    project.write([(str(n), url("fussy.test", f"/{n}.jpg"), url("pages.test", f"/{n}")) for n in range(ROWS)])
    done = project.crawl()
    assert done.code == 0, done.errors
    outcomes = project.outcomes().values()
    assert [outcome.error for outcome in outcomes if not outcome.ok] == []
    assert {outcome.rescued_by for outcome in outcomes} <= {"no_referer", "same_origin_referer", None}
    assert len(project.world.visits("fussy.test")) <= 4 * ROWS
