"""How long a row may take in all, as its host sees it, and what is told of one that had nothing but refusals."""

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


def test_a_row_that_was_refused_to_the_end_tells_how(project, web):
    """The rows of a host that says 429 for ever tell that status, but for those that were not asked for any more."""
    project.world.scripts["busy.test"] = lambda _visit: web.answer(429)
    project.write([(str(n), project.world.url("busy.test", f"/{n}.jpg"), "") for n in range(8)])
    done = project.crawl()
    assert done.code == 0, done.errors
    outcomes = project.outcomes().values()
    assert {outcome.error for outcome in outcomes} == {"http_429"}
    assert {(outcome.attempts > 0, outcome.status) for outcome in outcomes} == {(True, 429), (False, None)}
