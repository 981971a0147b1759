"""Where other addresses are asked before other ways of asking, as the host sees it."""

from __future__ import annotations

from typing import Any

import pytest

PAGE = b'<html><head><meta property="og:image" content="%s"></head><body><img src="%s"></body></html>'


def pages(web: Any, target: str) -> Any:
    """Return the script of a host all of whose pages show the picture *target*, which it gives."""
    html = PAGE % (target.encode(), target.encode())
    return lambda visit: (
        web.answer(body=web.picture(visit.target))
        if visit.path.endswith(".jpg")
        else web.answer(body=html, media_type="text/html")
    )


@pytest.fixture
def stale(project, web):
    """Serve a host that sends old addresses home, and one row with such an address and its page."""
    home = project.world.url("moved.test", "/")

    def script(visit: Any) -> Any:
        if visit.path == "/":
            return web.answer(body=b"<html>Welcome</html>", media_type="text/html")
        return web.answer(302, Location=home)

    project.world.scripts["moved.test"] = script
    address, page = project.world.url("moved.test", "/grey-heron-48213.jpg"), project.world.url("pages.test", "/heron")
    project.write([("1", address, page)])
    return project


def test_a_row_that_is_sent_home_is_sought_on_its_page_at_once(stale, web):
    """Four requests: the old address, the home page, the row's page and the image at its present address."""
    stale.world.scripts["pages.test"] = pages(web, stale.world.url("pages.test", "/2024/grey-heron-48213.jpg"))
    done = stale.crawl()
    assert done.code == 0, done.errors
    [outcome] = stale.outcomes().values()
    assert (outcome.ok, outcome.rescued_by, outcome.attempts) == (True, "page", 4)


def test_a_page_that_knows_no_better_leads_back_to_the_host(stale, web):
    """A page that names the very address that was refused is no way out: then the host is asked otherwise."""
    project, address = stale, stale.world.url("moved.test", "/grey-heron-48213.jpg")
    project.world.scripts["pages.test"] = pages(web, address)
    home = project.world.scripts["moved.test"]
    project.world.scripts["moved.test"] = lambda visit: (
        web.answer(body=web.picture("heron")) if "moved.test" in visit.headers.get("referer", "") else home(visit)
    )
    done = project.crawl()
    assert done.code == 0, done.errors
    [outcome] = project.outcomes().values()
    assert (outcome.ok, outcome.rescued_by, outcome.attempts) == (True, "same_origin_referer", 4)
