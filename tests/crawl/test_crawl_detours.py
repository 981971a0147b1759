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


@pytest.fixture
def choosy(stale, web):
    """Have the same host give the image to its own pages; its other answers stay."""
    home = stale.world.scripts["moved.test"]
    stale.world.scripts["moved.test"] = lambda visit: (
        web.answer(body=web.picture("heron")) if "moved.test" in visit.headers.get("referer", "") else home(visit)
    )
    return stale


def test_a_row_that_is_sent_home_is_sought_on_its_page_at_once(stale, web):
    """Four requests: the old address, the home page, the row's page and the image at its present address."""
    stale.world.scripts["pages.test"] = pages(web, stale.world.url("pages.test", "/2024/grey-heron-48213.jpg"))
    done = stale.crawl()
    assert done.code == 0, done.errors
    [outcome] = stale.outcomes().values()
    assert (outcome.ok, outcome.rescued_by, outcome.attempts) == (True, "page", 4)


def test_a_page_that_is_called_missing_is_read_before_the_host_is_asked_otherwise(stale, web):
    """Some sites send all pages with 404; what such a page shows by the image's name is where it is."""
    target = stale.world.url("pages.test", "/2024/grey-heron-48213.jpg")
    given = pages(web, target)

    def script(visit: Any) -> Any:
        if visit.path.endswith(".jpg"):
            return given(visit)
        return web.answer(404, body=f'<html><img src="{target}"></html>'.encode(), media_type="text/html")

    stale.world.scripts["pages.test"] = script
    done = stale.crawl()
    assert done.code == 0, done.errors
    [outcome] = stale.outcomes().values()
    assert (outcome.ok, outcome.rescued_by, outcome.attempts) == (True, "page", 4)


def test_a_page_that_is_called_missing_and_names_nothing_leads_back_to_the_host(choosy, web):
    """The row goes on as after a page that came."""
    choosy.world.scripts["pages.test"] = lambda _: web.answer(404)
    done = choosy.crawl()
    assert done.code == 0, done.errors
    [outcome] = choosy.outcomes().values()
    assert (outcome.ok, outcome.rescued_by, outcome.attempts) == (True, "same_origin_referer", 4)


def test_a_page_that_is_led_home_is_gone(choosy, web):
    """The home page of its site is not asked for, and the row goes on as after a page that names nothing."""
    choosy.world.scripts["pages.test"] = lambda _: web.answer(302, Location="/")
    done = choosy.crawl()
    assert done.code == 0, done.errors
    [outcome] = choosy.outcomes().values()
    assert (outcome.ok, outcome.rescued_by, outcome.attempts) == (True, "same_origin_referer", 4)
    assert [visit.path for visit in choosy.world.visits("pages.test")] == ["/heron"]


def test_a_page_that_knows_no_better_leads_back_to_the_host(choosy, web):
    """A page that names the very address that was refused is no way out: then the host is asked otherwise."""
    project, address = choosy, choosy.world.url("moved.test", "/grey-heron-48213.jpg")
    project.world.scripts["pages.test"] = pages(web, address)
    done = project.crawl()
    assert done.code == 0, done.errors
    [outcome] = project.outcomes().values()
    assert (outcome.ok, outcome.rescued_by, outcome.attempts) == (True, "same_origin_referer", 4)


def test_rows_that_are_led_to_pictures_of_other_things_cost_little(project, web):
    """A shop leads what it does not sell any more to one of four pictures; none is taken, and none is waited for."""
    world = project.world

    def script(visit: Any) -> Any:
        if visit.path.startswith("/gone/"):
            return web.answer(302, Location=f"/category/{len(visit.path) % 4}.jpg")
        return web.answer(body=web.picture(visit.path))

    world.scripts["shop.test"] = script
    gone = [(f"gone{n}", world.url("shop.test", f"/gone/{'x' * (n % 4)}{n:02}.jpg"), "") for n in range(24)]
    sold = [(f"sold{n}", world.url("shop.test", f"/sold/{n}.jpg"), "") for n in range(20)]
    project.write([*sold, *gone])
    assert project.crawl().code == 0
    outcomes = project.outcomes()
    assert {name for name, outcome in outcomes.items() if outcome.ok} == {name for name, *_ in sold}
    assert len(world.log) <= 20 + 24 * 5  # of two requests each; nine to each row where they were waited for


def test_where_dead_links_are_led_is_asked_for_once(project, web):
    """Ten rows that are led home cost one request for the home page, whatever else is tried for them."""
    world = project.world
    home = web.answer(body=b"<html><title>Welcome</title></html>", media_type="text/html")
    world.scripts["moved.test"] = lambda visit: home if visit.path == "/" else web.answer(302, Location="/")
    project.write([(str(n), world.url("moved.test", f"/grey-heron-{n}.jpg"), "") for n in range(10)])
    assert project.crawl(IMGCRAWL_HOST_CONCURRENCY="1").code == 0
    outcomes = project.outcomes().values()
    assert {outcome.error for outcome in outcomes} == {"content_html"}
    assert {outcome.final_url for outcome in outcomes} == {world.url("moved.test", "/")}
    assert len(world.visits("moved.test", "/")) == 1
    assert sum(outcome.attempts for outcome in outcomes) == len(world.visits("moved.test")) <= 10 + 1 + 2
