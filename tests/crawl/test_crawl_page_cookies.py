"""Hosts that give their pictures to those who have seen their page."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("remedies", "rescued_by"), [("page,page_cookies", "page_cookies"), ("page", None)], ids=["on", "off"]
)
def test_the_cookies_of_the_page_are_taken_along(project, web, remedies, rescued_by):
    """A refused picture is asked for with the cookies that its page set, unless the remedy is switched off."""
    page = "<!doctype html><html><head><title>x</title></head><body></body></html>"

    def script(visit: Any) -> Any:
        if visit.path == "/page":
            return web.answer(body=page.encode(), media_type="text/html", Set_Cookie="seen=1; Path=/")
        if "seen=1" in visit.headers.get("cookie", ""):
            return web.answer(body=web.picture("shop"))
        return web.answer(403)

    project.world.scripts["shop.test"] = script
    project.write([("1", project.world.url("shop.test", "/1.jpg"), project.world.url("shop.test", "/page"))])
    assert project.crawl(IMGCRAWL_REMEDIES=remedies).code == 0
    outcome = project.outcomes()["1"]
    assert (outcome.ok, outcome.rescued_by) == (rescued_by is not None, rescued_by)


def test_the_cookies_of_a_page_that_is_looked_at_first_come_before_other_ways(project, web):
    """A host that gives others their images is asked with what the page sets, once the page names no other address."""

    def script(visit: Any) -> Any:
        if visit.path == "/page":
            return web.answer(body=b"<!doctype html><p>Hi", media_type="text/html", Set_Cookie="seen=1; Path=/")
        if visit.path != "/shut.jpg" or "seen=1" in visit.headers.get("cookie", ""):
            return web.answer(body=web.picture(visit.path))
        return web.answer(403)

    project.world.scripts["shop.test"] = script
    page = project.world.url("shop.test", "/page")
    names = ("1", "2", "3", "shut")
    project.write((name, project.world.url("shop.test", f"/{name}.jpg"), page) for name in names)
    remedies = "page,page_cookies,no_referer,bot_identity"
    assert project.crawl(IMGCRAWL_REMEDIES=remedies, IMGCRAWL_HOST_CONCURRENCY="1").code == 0
    assert project.outcomes()["shut"].rescued_by == "page_cookies"
    assert len(project.world.visits("shop.test", "/shut.jpg")) == 2


@pytest.fixture
def tickets(project, web):
    """Serve a host whose page hands out tickets, each good for some images; return how to crawl twenty of them."""

    def crawl(*, good_for: int) -> Any:
        left: dict[str, int] = {}

        def script(visit: Any) -> Any:
            if visit.path == "/page":
                ticket = f"t={len(left)}"
                left[ticket] = good_for
                return web.answer(body=b"<!doctype html><p>Hi", media_type="text/html", Set_Cookie=f"{ticket}; Path=/")
            ticket = visit.headers.get("cookie", "")
            if left.get(ticket, 0) < 1:
                return web.answer(403)
            left[ticket] -= 1
            return web.answer(body=web.picture(visit.path))

        project.world.scripts["shop.test"] = script
        page = project.world.url("shop.test", "/page")
        project.write((str(n), project.world.url("shop.test", f"/{n}.jpg"), page) for n in range(20))
        done = project.crawl(IMGCRAWL_HOST_CONCURRENCY="1")
        assert done.code == 0, done.errors
        images = sum(outcome.ok for outcome in project.outcomes().values())
        return images, len(project.world.visits("shop.test", "/page"))

    return crawl


def test_a_cookie_that_is_used_up_is_fetched_anew(tickets):
    """A ticket for six images brings six; then the page is fetched once more, and not for every row."""
    images, pages = tickets(good_for=6)
    assert images == 20
    assert 4 <= pages <= 6


def test_a_cookie_that_brings_nothing_is_not_fetched_anew(tickets):
    """A page whose cookie has not brought an image is fetched once."""
    assert tickets(good_for=0) == (0, 1)


@pytest.mark.parametrize("is_signed", [False, True], ids=["cookie", "signature"])
def test_what_a_page_opens_is_asked_for_before_another_page(project, web, is_signed):
    """Each page opens its own picture alone, and the next page shuts it; a signature is refused once."""
    world, latest, refused = project.world, [""], set()

    def script(visit: Any) -> Any:
        name = visit.path.rpartition("/")[2].partition(".")[0]
        if visit.path.startswith("/page/"):
            latest[0] = f"{name}-{visit.number}"
            field = f"?sig={latest[0]}&expires=9" if is_signed else ""
            body = f'<!doctype html><img src="/full/{name}.jpg{field}">'.encode()
            return web.answer(body=body, media_type="text/html", Set_Cookie=f"t={name}; Path=/")
        is_open = f"t={name}" == visit.headers.get("cookie", "")
        if is_signed and name not in refused:
            refused.add(name)
            is_open = False
        return web.answer(body=web.picture(name)) if visit.path.startswith("/full/") and is_open else web.answer(403)

    world.scripts["shop.test"] = script
    names = [f"heron-lake-{number}" for number in range(4711, 4717)]
    project.write(
        (name, world.url("old.test", f"/{name}.jpg"), world.url("shop.test", f"/page/{name}")) for name in names
    )
    world.scripts["old.test"] = lambda _: web.answer(404)
    done = project.crawl()
    assert done.code == 0, done.errors
    assert [outcome.ok for outcome in project.outcomes().values()] == [True] * len(names)
