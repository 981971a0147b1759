"""How long a row may take in all, as its host sees it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("deadline_s", "requests"), [("1", 1), ("5", 3)])
def test_no_row_waits_for_what_comes_after_its_deadline(project, web, deadline_s, requests):
    """A host that says 429 for ever, and names a second each time, is asked again only within the row's time.

    It is left alone for a second more.
    """
    project.world.scripts["busy.test"] = lambda _visit: web.answer(429, Retry_After="1")
    project.write([("1", project.world.url("busy.test"), "")])
    done = project.crawl(IMGCRAWL_URL_DEADLINE_SECONDS=deadline_s)
    assert done.code == 0, done.errors
    assert [outcome.error for outcome in project.outcomes().values()] == ["http_429"]
    assert len(project.world.visits("busy.test")) == requests
