"""Placeholders that had passed for images before they were known: taken back, asked for again, none left."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import signal
from functools import cache
from random import Random
from typing import Any

import pytest
from PIL import Image, ImageDraw

NAMES = ("heron", "bridge", "market", "tower", "mill", "lake", "harbour")


@cache
def large() -> bytes:
    """Return a picture that is too large to wait for others of its host."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (200, 200), Random(1).randbytes(120_000)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def web_with_a_notice(project, web):
    """Serve one large picture for every name of a host; the first name has its image when it is asked for again."""

    def script(visit: Any) -> Any:
        if visit.path == f"/{NAMES[0]}.png" and visit.number > 1:
            return web.answer(body=web.picture("the real heron", "PNG"), media_type="image/png")
        return web.answer(body=large(), media_type="image/png")

    project.world.scripts["early.test"] = script
    return project


def rows(project: Any, names: tuple[str, ...] = NAMES) -> list[tuple[str, str, str]]:
    """Return a row for each name."""
    return [(name, project.world.url("early.test", f"/{name}.png"), "") for name in names]


QUICK = {"IMGCRAWL_REMEDIES": "wait,retry", "CONCURRENT_REQUESTS_PER_DOMAIN": "1"}


@pytest.mark.parametrize("is_shared", [False, True], ids=["alone", "also-elsewhere"])
def test_what_passed_is_taken_back(web_with_a_notice, web, is_shared):
    """No row keeps the placeholder, a row that has an image by now gets it, and figures, files and feed agree."""
    project, feed = web_with_a_notice, web_with_a_notice.folder / "feed.csv"
    other = ("other", project.world.url("other.test", "/painting.png"), "")
    project.world.scripts["other.test"] = lambda _: web.answer(body=large(), media_type="image/png")
    twin = ("twin", rows(project)[1][1], "")
    listed = [*rows(project), twin, *([other] if is_shared else [])]
    project.write(listed)
    done = project.crawl("-O", str(feed), **QUICK)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    good = {"heron", "other"} if is_shared else {"heron"}
    assert {row for row, outcome in outcomes.items() if outcome.ok} == good
    assert {outcome.error for row, outcome in outcomes.items() if row not in good} == {"content_placeholder"}
    assert (outcomes["heron"].format, outcomes["heron"].attempts) == ("PNG", 2)
    assert project.stray_files() == []
    stats = done.stats
    assert (stats["imgcrawl/rows"], stats["imgcrawl/outcome/ok"]) == (len(listed), len(good))
    assert stats["imgcrawl/outcome/content/content_placeholder"] == len(listed) - len(good)
    assert stats["imgcrawl/attempt"] == sum(outcome.attempts for outcome in outcomes.values()) == len(project.world.log)
    lines = list(csv.DictReader(feed.read_text().splitlines()))
    assert sorted((line["id"], line["ok"]) for line in lines) == sorted((o.id, str(o.ok)) for o in outcomes.values())


def test_a_twin_that_is_recorded_late_is_taken_back(project, web):
    """A row that was handed an outcome which is withdrawn before the row is recorded gets its image with the others."""
    project.world.scripts["early.test"] = lambda visit: web.answer(
        body=large() if visit.number == 1 else web.picture(visit.path, "PNG"), media_type="image/png"
    )
    listed = rows(project)
    project.write([*listed, ("twin", listed[0][1], "")])
    settings = {
        "imgcrawl.pipelines.images.ImageStorePipeline": 300,
        "slow_pipeline.SlowPipeline": 500,
        "imgcrawl.pipelines.catalogue.CataloguePipeline": 900,
    }
    done = project.crawl(CONCURRENT_REQUESTS_PER_DOMAIN="1", ITEM_PIPELINES=json.dumps(settings))
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert all(outcome.ok for outcome in outcomes.values())
    assert outcomes["twin"].sha256 == outcomes[NAMES[0]].sha256 != hashlib.sha256(large()).hexdigest()
    assert project.stray_files() == []


def test_a_stopped_crawl_leaves_no_withdrawn_file(web_with_a_notice, until):
    """A crawl that is stopped between a withdrawal and the end of its list clears up after it."""
    project = web_with_a_notice
    project.world.scripts["late.test"] = lambda _visit: asyncio.sleep(60)
    late = ("late", project.world.url("late.test"), "")
    project.write([*rows(project), late])
    process = project.start(**QUICK)
    until(lambda: len(project.world.visits("early.test")) > len(NAMES) and _has_failed(project, NAMES[1]))
    process.send_signal(signal.SIGINT)
    done = project.end(process)
    assert done.code == 130
    assert "late" not in project.outcomes()
    assert project.stray_files() == [], done.errors
    assert list((project.folder / "data" / "incoming").iterdir()) == []


def _has_failed(project: Any, row: str) -> bool:
    outcome = project.outcomes().get(row)
    return outcome is not None and not outcome.ok


def test_what_an_earlier_crawl_took_is_taken_back(web_with_a_notice):
    """A crawl that goes on finds in the catalogue what the one before it had let pass."""
    project = web_with_a_notice
    project.write(rows(project))
    assert project.crawl("-a", "limit=2", **QUICK).code == 0
    assert [outcome.ok for outcome in project.outcomes().values()] == [True, True]
    done = project.crawl(**QUICK)
    assert done.code == 0, done.errors
    assert {row for row, outcome in project.outcomes().items() if outcome.ok} == {"heron"}
    assert project.stray_files() == []
    assert done.stats["imgcrawl/rows"] == len(NAMES)


@pytest.mark.parametrize("first", [1, 3, 4])
def test_crawls_together_know_what_one_would(web_with_a_notice, first):
    """A list that was stopped on its way ends as one that was not, although no crawl saw enough by itself."""
    project = web_with_a_notice
    project.write(rows(project, NAMES[:5]))
    assert project.crawl("-a", f"limit={first}", **QUICK).code == 0
    assert all(outcome.ok for outcome in project.outcomes().values())
    done = project.crawl(**QUICK)
    assert done.code == 0, done.errors
    assert {row for row, outcome in project.outcomes().items() if outcome.ok} == {"heron"}
    assert project.stray_files() == []


@pytest.mark.parametrize("retry", ["failed", "content_placeholder"])
def test_a_crawl_knows_the_placeholders_of_the_one_before(web_with_a_notice, web, retry):
    """What was refused once is no image for the rows that come later, or are asked for again, however few they are."""
    project = web_with_a_notice
    project.write(rows(project))
    assert project.crawl("-a", "limit=5", **QUICK).code == 0
    assert project.crawl(**QUICK).code == 0
    assert {row for row, outcome in project.outcomes().items() if outcome.ok} == {"heron"}
    mended = set(NAMES[1:5])
    project.world.scripts["early.test"] = lambda v: web.answer(
        body=web.picture(v.path, "PNG") if v.path[1:-4] in mended else large(), media_type="image/png"
    )
    assert project.crawl("-a", f"retry={retry}", **QUICK).code == 0
    assert {row for row, outcome in project.outcomes().items() if outcome.ok} == {"heron"} | mended
    assert project.stray_files() == []


@pytest.mark.parametrize(("retry", "brought"), [("content_placeholder", 6), ("failed", 0)])
def test_placeholders_that_are_asked_for_by_name_are_judged_anew(web_with_a_notice, retry, brought):
    """With a higher limit pictures that were refused by the old one are images, for who asks for them by name."""
    project = web_with_a_notice
    project.write(rows(project)[1:])
    assert project.crawl(**QUICK).code == 0
    assert [outcome.error for outcome in project.outcomes().values()] == ["content_placeholder"] * 6
    assert project.crawl("-a", f"retry={retry}", IMGCRAWL_PLACEHOLDER_REPEATS="10", **QUICK).code == 0
    assert project.crawl(IMGCRAWL_PLACEHOLDER_REPEATS="10", **QUICK).code == 0
    assert sum(outcome.ok for outcome in project.outcomes().values()) == brought
    assert project.stray_files() == []


def test_a_drawing_at_an_address_that_works_once_is_kept(project, web):
    """What is asked for once more as it may be a notice, and has gone by then, is the image that came at first."""
    image, buffer = Image.new("RGB", (200, 150), "#ddeeff"), io.BytesIO()
    ImageDraw.Draw(image).rectangle((40, 40, 120, 110), fill="#203040")
    image.save(buffer, "PNG")

    def script(visit: Any) -> Any:
        if visit.number > 1:
            return web.answer(410, media_type="text/plain")
        return web.answer(body=buffer.getvalue(), media_type="image/png", Cache_Control="no-store")

    project.world.scripts["once.test"] = script
    project.write([("chart", project.world.url("once.test", "/chart.png"), "")])
    done = project.crawl(IMGCRAWL_REMEDIES="look_again", IMGCRAWL_RETRY_BASE_SECONDS="0")
    assert done.code == 0, done.errors
    outcome = project.outcomes()["chart"]
    assert (outcome.ok, outcome.error, outcome.status, outcome.attempts) == (True, None, 200, 2)
    assert outcome.trail[-1]["status"] == 410
    assert (project.stray_files(), done.stats["imgcrawl/outcome/ok"]) == ([], 1)


def test_a_notice_for_who_comes_from_elsewhere_is_seen_through(project, web):
    """Two rows that were given one drawing have their images when it is looked at again from the host's own page."""
    notice, buffer = Image.new("RGB", (200, 150), "#ddeeff"), io.BytesIO()
    ImageDraw.Draw(notice).rectangle((40, 40, 120, 110), fill="#203040")
    notice.save(buffer, "PNG")

    def script(visit: Any) -> Any:
        is_theirs = "club.test" in visit.headers.get("referer", "")
        body = web.picture(visit.path, "PNG") if is_theirs else buffer.getvalue()
        return web.answer(body=body, media_type="image/png")

    project.world.scripts["club.test"] = script
    page = "https://pages.test/gallery"
    project.write([(name, project.world.url("club.test", f"/{name}.png"), page) for name in NAMES[:2]])
    done = project.crawl(
        IMGCRAWL_REMEDIES="look_again,same_origin_referer",
        IMGCRAWL_RETRY_BASE_SECONDS="0",
    )
    assert done.code == 0, done.errors
    outcomes = project.outcomes().values()
    assert {outcome.sha256 for outcome in outcomes if outcome.ok} == {
        hashlib.sha256(web.picture(f"/{name}.png", "PNG")).hexdigest() for name in NAMES[:2]
    }
    assert project.stray_files() == []
