"""Copies in caches on the way that are out of order: retries ask past them, or when they are old."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

ROWS = 8


def damaged(web: Any, name: str) -> bytes:
    """Return a picture of the right length with its inside overwritten."""
    data = bytearray(web.picture(name, "PNG"))
    data[len(data) // 3 : len(data) // 3 + 400] = b"\x00\xff" * 200
    return bytes(data)


def crawl_of(project: Any, host: str, rows: int = ROWS) -> dict[str, Any]:
    """Crawl a few rows of *host* and return their outcomes."""
    project.write([(str(n), project.world.url(host, f"/{n}.png"), "") for n in range(rows)])
    project.crawl()
    return project.outcomes()


@pytest.mark.parametrize("fault", ["unasked 304", "damage"])
def test_a_copy_that_is_out_of_order_is_asked_past(project, web, fault):
    """Every row is asked for once more as browsers reload a page, and over another connection; then others are not."""

    def script(visit: Any) -> Any:
        is_past = visit.headers.get("cache-control") == visit.headers.get("pragma") == "no-cache"
        if is_past:
            return web.answer(body=web.picture(visit.path, "PNG"), media_type="image/png")
        if fault == "damage":
            return web.answer(body=damaged(web, visit.path), media_type="image/png", Vary="Accept")
        return web.answer(304, ETag='"a"')

    project.world.scripts["a.test"] = script
    outcomes = crawl_of(project, "a.test")
    assert [outcome.rescued_by for outcome in outcomes.values()] == ["retry"] * ROWS
    past = {visit.path for visit in project.world.visits("a.test") if "pragma" in visit.headers}
    assert len(past) == ROWS


def test_damage_that_comes_and_goes_costs_no_row(project, web):
    """Whatever helped the rows before, each has a retry of its own."""

    def script(visit: Any) -> Any:
        is_damaged = int(visit.path[1:-4]) % 2 == 0 and visit.number == 1
        body = damaged(web, visit.path) if is_damaged else web.picture(visit.path, "PNG")
        return web.answer(body=body, media_type="image/png", Vary="Accept")

    project.world.scripts["a.test"] = script
    outcomes = crawl_of(project, "a.test", 100)
    assert {row for row, outcome in outcomes.items() if not outcome.ok} == set()


def test_damage_that_stays_is_found_out(project, web):
    """The same bytes once more end the retries of a row, whose error may be another one another day.

    The first rows are also asked for with a plainer Accept: none is asked for twice in the same way.
    """
    project.world.scripts["a.test"] = lambda visit: web.answer(body=damaged(web, visit.path), media_type="image/png")
    outcomes = crawl_of(project, "a.test", 24)
    assert {(outcome.error, outcome.retryable) for outcome in outcomes.values()} == {("content_corrupt", True)}
    ways = [(v.path, v.headers["accept"], v.headers.get("cache-control")) for v in project.world.visits("a.test")]
    assert len(set(ways)) == len(ways)


def test_an_error_that_a_cache_keeps_is_waited_for(project, web):
    """Once it was asked for past the cache at once and in vain, as long as that says that it keeps it."""
    project.world.scripts["a.test"] = lambda visit: (
        web.answer(502, Age="1", Cache_Control="public, max-age=2")
        if visit.number <= 2
        else web.answer(body=web.picture(visit.path))
    )
    outcomes = crawl_of(project, "a.test", 1)
    assert (outcomes["0"].rescued_by, outcomes["0"].attempts) == ("retry", 3)
    visits = project.world.visits("a.test")
    assert visits[2].at - visits[1].at >= 2
    assert [visit.headers.get("cache-control") for visit in visits] == [None, "no-cache", "no-cache"]


def test_an_edge_that_says_no_time_is_asked_ever_later(project, web):
    """An error that comes from a cache for nobody knows how long is waited for four times as long as others."""
    project.world.scripts["a.test"] = lambda visit: web.answer(504, X_Cache="Error from cloudfront")
    outcomes = crawl_of(project, "a.test", 1)
    assert outcomes["0"].attempts == 4
    pauses = [later.at - before.at for before, later in pairwise(project.world.visits("a.test"))]
    assert all(pause >= 0.8 * 0.2 * 2**n for n, pause in enumerate(pauses))


EDGE = (520, 521, 522, 523, 524, 525, 526, 527, 530, 533, 598, 599)


def test_what_an_edge_says_of_the_server_behind_it_passes(project, web):
    """Whatever keeps an edge from its server, the handshake included, is asked about once more."""
    for status in EDGE:
        project.world.scripts[f"edge-{status}.test"] = lambda visit, status=status: (
            web.answer(status, media_type="text/html")
            if visit.number == 1
            else web.answer(body=web.picture(visit.host))
        )
    project.write([(str(status), project.world.url(f"edge-{status}.test"), "") for status in EDGE])
    project.crawl()
    outcomes = project.outcomes()
    assert {status: (outcomes[str(status)].ok, outcomes[str(status)].attempts) for status in EDGE} == dict.fromkeys(
        EDGE, (True, 2)
    )
