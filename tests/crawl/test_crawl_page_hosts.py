"""Hosts of pages that give none of them."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Any

import pytest

_ROWS = 24


@pytest.mark.parametrize(("status", "most"), [(403, 6), (404, 18), (200, _ROWS)])
def test_a_host_that_gives_no_page_is_asked_for_few(project, web, status, most):
    """Each row of a dead host is; one that is not says so, and counts no request."""
    world = project.world

    def pages(visit: Any) -> Any:
        return web.answer(status, f"<!doctype html><p>{visit.path}".encode(), "text/html")

    world.scripts |= {"dead.test": lambda _: web.answer(410), "pages.test": pages}
    project.write((f"{n}", world.url("dead.test", f"/{n}.jpg"), world.url("pages.test", f"/{n}")) for n in range(_ROWS))
    done = project.crawl(IMGCRAWL_REMEDIES="page", IMGCRAWL_HOST_CONCURRENCY="1")
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {outcome.error for outcome in outcomes.values()} == {"http_410"}
    asked = len(world.visits("pages.test"))
    assert asked <= most
    assert sum(outcome.attempts for outcome in outcomes.values()) == len(world.log)
    told = [entry.get("note", "") for outcome in outcomes.values() for entry in outcome.trail]
    assert sum("not asked for" in note for note in told) == _ROWS - asked


def test_pages_that_come_have_the_others_asked_for(project, web):
    """A host that refuses every other page gives all that it gives."""
    world = project.world

    def pages(visit: Any) -> Any:
        name = visit.path.rpartition("/")[2]
        body = f'<!doctype html><img src="/full/heron-lake-{name}.jpg">'.encode()
        return web.answer(403) if int(name) % 2 else web.answer(200, body, "text/html")

    def images(visit: Any) -> Any:
        return pages(visit) if visit.path.startswith("/page/") else web.answer(200, web.picture(visit.path))

    world.scripts |= {"dead.test": lambda _: web.answer(410), "pages.test": images}
    rows = range(4711, 4711 + _ROWS)
    project.write(
        (f"{n}", world.url("dead.test", f"/heron-lake-{n}.jpg"), world.url("pages.test", f"/page/{n}")) for n in rows
    )
    assert project.crawl(IMGCRAWL_REMEDIES="page", IMGCRAWL_HOST_CONCURRENCY="1").code == 0
    outcomes = project.outcomes()
    assert [int(name) for name, outcome in outcomes.items() if outcome.ok] == [n for n in rows if n % 2 == 0]


def test_pages_that_are_there_whatever_their_status_says_have_the_others_asked_for(project, web):
    """A host that says 404 with pages that name their images is asked for all of them."""
    world = project.world

    def pages(visit: Any) -> Any:
        if not visit.path.startswith("/page/"):
            return web.answer(200, web.picture(visit.path))
        name = visit.path.rpartition("/")[2]
        folder = sha256(name.encode()).hexdigest()[:8]  # so that nothing can be learnt of where they have moved
        return web.answer(404, f'<!doctype html><img src="/{folder}/heron-{name}.jpg">'.encode(), "text/html")

    world.scripts |= {"dead.test": lambda _: web.answer(410), "pages.test": pages}
    project.write(
        (f"{n}", world.url("dead.test", f"/heron-{4711 + n}.jpg"), world.url("pages.test", f"/page/{4711 + n}"))
        for n in range(_ROWS)
    )
    assert project.crawl(IMGCRAWL_REMEDIES="page", IMGCRAWL_HOST_CONCURRENCY="1").code == 0
    assert [outcome.error for outcome in project.outcomes().values() if not outcome.ok] == []


def test_retries_that_bring_a_page_count_as_having_helped(project, web):
    """Each page, and each picture that it names, comes when it is asked for again, however many there are."""
    world = project.world

    async def failing_first(visit: Any) -> Any:
        await asyncio.sleep(0.05)  # a retry is under way before the next row fails
        if visit.number == 1:
            return web.answer(502)
        name = visit.path.rpartition("/")[2]
        folder = sha256(name.encode()).hexdigest()[:8]
        page = f'<!doctype html><img src="{world.url("images.test", f"/{folder}/heron-{name}.jpg")}">'.encode()
        return web.answer(200, page, "text/html") if visit.host == "pages.test" else web.answer(body=web.picture(name))

    world.scripts |= {"dead.test": lambda _: web.answer(410), "pages.test": failing_first, "images.test": failing_first}
    project.write(
        (f"{n}", world.url("dead.test", f"/heron-{4711 + n}.jpg"), world.url("pages.test", f"/page/{4711 + n}"))
        for n in range(_ROWS)
    )
    quick = {"IMGCRAWL_HOST_CONCURRENCY": "1", "IMGCRAWL_RETRY_BASE_SECONDS": "0.01"}
    assert project.crawl(IMGCRAWL_REMEDIES="page,retry", **quick).code == 0
    assert [outcome.error for outcome in project.outcomes().values() if not outcome.ok] == []
