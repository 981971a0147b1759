"""Pages in an image's place that promise it: from hosts that are closed for a while, and for images in the making."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

ROWS = 8
CLOSED = b"<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>"
MADE = b'<!doctype html><title>Preview</title><meta http-equiv="refresh" content="%s"><p>One moment'


def page(web: Any, body: bytes, **headers: str) -> Any:
    """Return a page with status 200."""
    return web.answer(body=body, media_type="text/html", **headers)


def crawl_of(project: Any, host: str, rows: int = ROWS, **settings: str) -> dict[str, Any]:
    """Crawl a few rows of *host* and return their outcomes."""
    project.write([(str(n), project.world.url(host, f"/{n}.jpg"), "") for n in range(rows)])
    project.crawl(**settings)
    return project.outcomes()


def test_a_host_that_is_closed_for_a_while_is_waited_for(project, web):
    """Nothing is sent meanwhile but what asks whether it is back, ever more seldom, and no other client asks."""

    def script(visit: Any) -> Any:
        is_closed = len(project.world.visits("a.test")) <= 6
        return page(web, CLOSED) if is_closed else web.answer(body=web.picture(visit.path))

    project.world.scripts["a.test"] = script
    outcomes = crawl_of(project, "a.test")
    visits = project.world.visits("a.test")
    assert [outcome.rescued_by for outcome in outcomes.values() if not outcome.ok] == []
    assert {outcome.rescued_by for outcome in outcomes.values()} <= {None, "wait"}
    assert len(visits) == ROWS + 6
    assert len({visit.headers["user-agent"] for visit in visits}) == 1
    pauses = [later.at - before.at for before, later in pairwise(visits[1:7])]
    assert all(pause >= 0.049 * 2**n for n, pause in enumerate(pauses[:4]))


def test_a_host_that_stays_closed_costs_little(project, web):
    """Once it was waited for as long as it may, all rows fail with one request each, and may be had another day."""
    project.world.scripts["a.test"] = lambda _: page(web, CLOSED)
    outcomes = crawl_of(project, "a.test", 12)
    assert {(outcome.error, outcome.retryable) for outcome in outcomes.values()} == {("content_html", True)}
    assert "closed for a while" in outcomes["0"].reason
    assert len({visit.headers["user-agent"] for visit in project.world.visits("a.test")}) == 1
    assert len(project.world.visits("a.test")) <= 12 + 10


@pytest.mark.parametrize("stays", [False, True], ids=["all", "but-one"])
def test_rows_that_were_put_off_for_too_long_are_asked_for_once_their_host_is_back(project, web, stays):
    """They ended before another of their host was given its image; each is asked for once more, and no more often."""

    def script(visit: Any) -> Any:
        is_closed = visit.at < project.world.visits("a.test")[0].at + 2.5 or (stays and visit.path == "/0.jpg")
        return page(web, CLOSED) if is_closed else web.answer(body=web.picture(visit.path))

    project.world.scripts["a.test"] = script
    outcomes = crawl_of(project, "a.test", 12, IMGCRAWL_HOST_DELAY_SECONDS="0.25")
    assert {int(row) for row, outcome in outcomes.items() if not outcome.ok} == ({0} if stays else set())
    assert max(outcome.attempts for outcome in outcomes.values()) <= (1 + 5 + 1 if stays else 2)
    assert len(project.world.visits("a.test")) <= 2 * 12 + 6


def test_one_row_alone_does_not_close_its_host(project, web):
    """A host that gives others their images meanwhile is left alone once, and that row waits by itself."""

    def script(visit: Any) -> Any:
        is_closed = visit.path == "/0.jpg" and visit.number <= 4
        return page(web, CLOSED) if is_closed else web.answer(body=web.picture(visit.path))

    project.world.scripts["a.test"] = script
    outcomes = crawl_of(project, "a.test")
    assert all(outcome.ok for outcome in outcomes.values())
    assert outcomes["0"].attempts == 5
    others = [visit.at for visit in project.world.visits("a.test") if visit.path != "/0.jpg"]
    assert max(others) < project.world.visits("a.test", "/0.jpg")[-1].at


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (MADE % b"1", {}),
        (MADE % b"1; url=/0.jpg", {}),
        (b"<!doctype html><title>x</title>", {"Refresh": "1"}),
        (b"<!doctype html><title>x</title><script>setTimeout(() => location.reload(), 1000)</script>", {}),
    ],
    ids=["markup", "own address", "header", "script"],
)
def test_a_page_that_loads_itself_again_is_asked_for_again_when_it_says(project, web, body, headers):
    """The same client waits as long as it is told, and the host's other rows are not kept waiting."""

    def script(visit: Any) -> Any:
        is_made = visit.path != "/0.jpg" or visit.number > 2
        return web.answer(body=web.picture(visit.path)) if is_made else page(web, body, **headers)

    project.world.scripts["a.test"] = script
    outcomes = crawl_of(project, "a.test")
    assert all(outcome.ok for outcome in outcomes.values())
    assert (outcomes["0"].rescued_by, outcomes["0"].attempts) == ("wait", 3)
    visits = project.world.visits("a.test", "/0.jpg")
    assert len({visit.headers["user-agent"] for visit in visits}) == 1
    assert all(later.at - before.at >= 1 for before, later in pairwise(visits))
    others = [visit.at for visit in project.world.visits("a.test") if visit.path != "/0.jpg"]
    assert max(others) < visits[1].at


def test_an_image_that_is_never_made_is_given_up(project, web):
    """Four times for each row, until two of them were promised it in vain."""
    words = b"<!doctype html><title>Your thumbnail is being generated</title>"
    project.world.scripts["a.test"] = lambda _: page(web, words)
    crawl_of(project, "a.test", 1)
    waits = [attempt for attempt in project.outcomes()["0"].trail if attempt["remedy"] == "wait"]
    assert len(waits) == 4
