"""Ways of asking that bring a picture, the same one to every row: none of them becomes the one to begin with."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from typing import Any

import pytest
from PIL import Image, ImageDraw

from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.identity.provider import BrowserProvider

WITHOUT_PAGES = ",".join(name for name in REMEDY_NAMES if not name.startswith("page"))
NOTICE = "/media/a7.jpg"
CHROME = next(
    name for name in (f"img{n}.test" for n in range(1000)) if BrowserProvider({}).identity_for(name).family == "chrome"
)
"""A host that is asked as Chrome first, then as Firefox and as Safari."""


@cache
def drawing() -> bytes:
    """Return a notice."""
    image, buffer = Image.new("RGB", (320, 240), "#ebebeb"), io.BytesIO()
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 20, 300, 220), outline="#000000")
    pen.text((40, 100), "hotlinking is not allowed", fill="#c80000")
    image.save(buffer, "PNG")
    return buffer.getvalue()


@cache
def photograph(name: str, side: int) -> bytes:
    """Return a picture of *side* times *side* pixels of noise, which takes as many bytes at least."""
    buffer = io.BytesIO()
    pixels = hashlib.shake_256(name.encode()).digest(side * side * 3)
    Image.frombytes("RGB", (side, side), pixels).save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def crawled(project: Any, host: str, rows: int) -> tuple[dict[str, str | None], int]:
    """Crawl *rows* rows of *host*; return the picture that each got by its hash, None if none, and the requests."""
    page = "https://pages.test/show/{}"
    project.write([(str(n), project.world.url(host, f"/{n}.jpg"), page.format(n)) for n in range(rows)])
    done = project.crawl(IMGCRAWL_REMEDIES=WITHOUT_PAGES)
    assert done.code == 0, done.errors
    return {row: outcome.sha256 for row, outcome in project.outcomes().items() if outcome.ok}, len(project.world.log)


@pytest.mark.parametrize("rows", [7, 12])
def test_a_notice_to_which_most_browsers_are_led_is_no_win_for_them(project, web, rows):
    """Two kinds of browser are led to one notice, our own name is refused, and the third kind gives all images."""

    def script(visit: Any) -> Any:
        if visit.path == NOTICE:
            return web.answer(body=drawing(), media_type="image/png")
        if "Version/" in visit.headers["user-agent"]:
            return web.answer(body=web.picture(visit.path))
        return web.answer(302, Location=NOTICE) if "Mozilla/" in visit.headers["user-agent"] else web.answer(403)

    project.world.scripts[CHROME] = script
    got, requests = crawled(project, CHROME, rows)
    assert got == {str(n): hashlib.sha256(web.picture(f"/{n}.jpg")).hexdigest() for n in range(rows)}
    assert requests <= 6 * rows


def test_a_notice_to_which_all_browsers_are_led_hides_no_way_from_three_rows(project, web):
    """Rows that are led to the same notice in every browser share what is left to try: our own name gives all."""

    def script(visit: Any) -> Any:
        if visit.path == NOTICE:
            return web.answer(body=drawing(), media_type="image/png")
        is_led = "Mozilla/" in visit.headers["user-agent"]
        return web.answer(302, Location=NOTICE) if is_led else web.answer(body=web.picture(visit.path))

    project.world.scripts["led.test"] = script
    got, requests = crawled(project, "led.test", 3)
    assert got == {str(n): hashlib.sha256(web.picture(f"/{n}.jpg")).hexdigest() for n in range(3)}
    assert requests <= 24


@pytest.mark.parametrize("way", ["redirect", "in its place"])
def test_a_notice_for_those_who_come_from_elsewhere_is_no_win(project, web, way):
    """Who names no page is refused, who names another gets a notice, and the row's own page opens all."""

    def script(visit: Any) -> Any:
        referer = visit.headers.get("referer", "")
        if visit.path == NOTICE or not referer:
            return web.answer(body=drawing(), media_type="image/png") if referer else web.answer(403)
        if referer == f"https://pages.test/show/{visit.path[1:-4]}":
            return web.answer(body=web.picture(visit.path))
        is_led = way == "redirect"
        return web.answer(302, Location=NOTICE) if is_led else web.answer(body=drawing(), media_type="image/png")

    project.world.scripts["linked.test"] = script
    got, requests = crawled(project, "linked.test", 7)
    assert got == {str(n): hashlib.sha256(web.picture(f"/{n}.jpg")).hexdigest() for n in range(7)}
    assert requests <= 5 * 7


def test_a_photograph_that_two_rows_share_is_looked_at_in_the_way_that_others_got_theirs(project, web):
    """It is large enough to pass under four names, but who asks in another way gets another one for each."""

    def script(visit: Any) -> Any:
        if visit.headers.get("referer") == f"https://pages.test/show/{visit.path[1:-4]}":
            return web.answer(body=photograph(visit.path, 80))
        if int(visit.path[1:-4]) < 3 and "referer" in visit.headers:
            return web.answer(body=photograph("elsewhere", 240))
        return web.answer(403)

    project.world.scripts["linked.test"] = script
    got, _ = crawled(project, "linked.test", 8)
    assert got == {str(n): hashlib.sha256(photograph(f"/{n}.jpg", 80)).hexdigest() for n in range(8)}
