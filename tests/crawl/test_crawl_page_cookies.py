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
