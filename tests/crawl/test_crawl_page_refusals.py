"""Page hosts that refuse: which of it pauses the host, and which is about one page."""

from __future__ import annotations

from time import monotonic
from typing import Any

PAGES = 24


def lay_out(project: Any, web: Any, refuses: Any, *, refusal: Any = None, pages: int = PAGES) -> None:
    """Serve dead images, and pages that show them elsewhere unless *refuses* says otherwise of a visit."""
    world = project.world

    def page(visit: Any) -> Any:
        if refuses(visit):
            return refusal() if refusal else web.answer(503)
        target = world.url("new.test", f"/heron-{visit.path.strip('/')}-48213.jpg")
        return web.answer(body=f'<html><body><img src="{target}"></body></html>'.encode(), media_type="text/html")

    world.scripts["old.test"] = lambda _: web.answer(404)
    world.scripts["new.test"] = lambda visit: web.answer(body=web.picture(visit.path))
    world.scripts["pages.test"] = page
    project.write(
        (str(n), world.url("old.test", f"/heron-{n}-48213.jpg"), world.url("pages.test", f"/{n}")) for n in range(pages)
    )


def test_pages_that_are_refused_once_do_not_pause_their_host(project, web):
    """Each page is given the second time: all images are had, and the host is paused for few of the first refusals."""
    lay_out(project, web, lambda visit: visit.number == 1)
    done = project.crawl(IMGCRAWL_PAUSE_BASE_SECONDS="0.5")
    assert done.code == 0, done.errors
    assert [outcome.ok for outcome in project.outcomes().values()] == [True] * PAGES
    assert done.stats.get("imgcrawl/throttle/incidents", 0) <= 4
    assert len(project.world.visits("pages.test")) <= 2 * PAGES + 4


def test_pages_that_name_nothing_are_not_asked_for_each_row(project, web):
    """A site makes its pages alike: what came of the first tells of the others."""
    lay_out(project, web, lambda _: True, refusal=lambda: web.answer(body=b"<html><p>Gone</p></html>"))
    done = project.crawl(IMGCRAWL_HOST_CONCURRENCY="1")
    assert done.code == 0, done.errors
    assert {outcome.error for outcome in project.outcomes().values()} == {"http_404"}
    assert len(project.world.visits("pages.test")) <= PAGES // 2


def test_pages_of_a_host_that_is_down_pause_it(project, web):
    """A host that refuses every page every time is paused, and not asked for each page as often as it has rows."""
    lay_out(project, web, lambda _: True)
    done = project.crawl()
    assert done.code == 0, done.errors
    assert not any(outcome.ok for outcome in project.outcomes().values())
    assert done.stats["imgcrawl/throttle/incidents"] >= 1
    assert len(project.world.visits("pages.test")) < 2 * PAGES


def test_a_rate_limit_of_the_pages_loses_none_of_them(project, web):
    """A page that is refused behind others, time after time, is not taken for bad: in the end each is given."""
    burst, refill_s = 2, 0.75
    bucket = [float(burst), monotonic()]

    def refuses(_: Any) -> bool:
        now = monotonic()
        bucket[:] = min(burst, bucket[0] + (now - bucket[1]) / refill_s), now
        is_given = bucket[0] >= 1
        bucket[0] -= is_given
        return not is_given

    lay_out(project, web, refuses, refusal=lambda: web.answer(429, Retry_After="1"), pages=10)
    done = project.crawl()
    assert done.code == 0, done.errors
    assert [outcome.error for outcome in project.outcomes().values()] == [None] * 10
