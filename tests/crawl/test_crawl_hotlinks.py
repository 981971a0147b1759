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


def test_rows_are_asked_for_as_from_the_site_whose_pages_are_given_images(project, web):
    """Those without a page, and those found elsewhere: what their host is the images' host of shows in the others."""

    def script(visit: Any) -> Any:
        is_from_site = visit.headers.get("referer", "").startswith("http://www.site.test")
        return web.answer(body=web.picture(visit.path)) if is_from_site else web.answer(403)

    project.world.scripts = {"cdn.test": script, "site.test": lambda _visit: web.answer(404)}
    url = project.world.url
    pages = [url("www.site.test", "/a"), url("www.site.test", "/b"), "", url("blog.test", "/c"), ""]
    project.write([(str(n), url("cdn.test", f"/{n}.jpg"), page) for n, page in enumerate(pages)])
    done = project.crawl("-s", "IMGCRAWL_HOST_CONCURRENCY_START=1", "-s", "IMGCRAWL_HOST_CONCURRENCY=1")
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert [outcome.error for outcome in outcomes.values() if not outcome.ok] == []
    assert [outcomes[str(n)].rescued_by for n in range(5)] == [None, None, *["same_origin_referer"] * 3]
    assert len(project.world.visits("cdn.test")) <= 3 * len(pages)
