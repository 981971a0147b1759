"""Pictures that hosts give for whatever is missing, found out by asking for what cannot exist."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image, ImageDraw

from tests.crawl.pictures import photo, sketch
from tests.crawl.projects import QUICK_LOOKS

LISTED = {"/heron.png", "/bridge.png", "/market.png"}


def drawing(ink: str, size: tuple[int, int] = (200, 150)) -> bytes:
    """Draw something in an *ink* of its own."""
    image, buffer = Image.new("RGB", size, "#ddeeff"), io.BytesIO()
    ImageDraw.Draw(image).rectangle((40, 40, 120, 110), fill=ink)
    image.save(buffer, "PNG")
    return buffer.getvalue()


NOTICE = drawing("#203040")


def serve(project: Any, host: str, *paths: str, given: Any, missing: Any) -> list[tuple[str, str, str]]:
    """Serve *given* for the *paths* of *host* and *missing* for anything else; return the rows."""
    project.world.scripts[host] = lambda visit: given(visit.path) if visit.path in paths else missing(visit.path)
    return [(f"{host}{path}", project.world.url(host, path), "") for path in paths]


def a_notice(web: Any) -> Any:
    """Answer any path with the notice."""
    return lambda _path: web.answer(body=NOTICE, media_type="image/png")


def made_up(outcomes: Any) -> list[Any]:
    """Return what is told of the requests for made-up addresses."""
    return [entry for row in outcomes for entry in row.trail or () if entry["remedy"] == "made_up_name"]


def test_a_picture_for_whatever_is_missing_is_no_image(project, web):
    """Two rows have one drawing, which the host gives for a made-up name too: both fail, a third keeps its own.

    For that one more names are asked for, until the notice has come four times: it looks much the same.
    """

    def given(path: str) -> Any:
        return web.answer(body=drawing("#aa2200") if path == "/heron.png" else NOTICE, media_type="image/png")

    rows = serve(project, "shop.test", *LISTED, given=given, missing=a_notice(web))
    project.write(rows)
    done = project.crawl(**QUICK_LOOKS)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row for row, outcome in outcomes.items() if outcome.ok} == {"shop.test/heron.png"}
    asked = made_up(outcomes.values())
    assert 1 <= len(asked) <= 5
    assert {entry["status"] for entry in asked} == {200}
    assert {entry.get("note") for entry in asked} <= {"the host gives the same picture for what does not exist", None}
    assert sorted(visit.path for visit in project.world.visits("shop.test") if visit.path not in LISTED) == sorted(
        "/" + entry["url"].rsplit("/", 1)[1] for entry in asked
    )
    assert done.stats["imgcrawl/attempt"] == sum(o.attempts for o in outcomes.values()) == len(project.world.log)
    assert project.stray_files() == []


@pytest.mark.parametrize("status", [404, 429, 200])
def test_two_names_of_one_picture_stay(project, web, status):
    """A drawing that is listed twice is an image in both rows if a made-up name brings none, or four bring another."""

    def missing(path: str) -> Any:
        return web.answer(status, body=drawing("#aa2200") if status == 200 else b"", media_type="image/png")

    rows = serve(project, "charts.test", "/heron.png", "/bridge.png", given=a_notice(web), missing=missing)
    project.write(rows)
    done = project.crawl(**QUICK_LOOKS)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert [(outcome.ok, outcome.error, outcome.status) for outcome in outcomes.values()] == [(True, None, 200)] * 2
    assert [entry["status"] for entry in made_up(outcomes.values())] == [status] * (4 if status == 200 else 1)
    assert project.stray_files() == []


def test_nothing_is_made_up_where_that_is_switched_off(project, web):
    """Without the remedy the drawing passes, and nobody asks for anything that is not listed."""
    project.write(serve(project, "shop.test", "/heron.png", "/bridge.png", given=a_notice(web), missing=a_notice(web)))
    done = project.crawl(**QUICK_LOOKS | {"IMGCRAWL_REMEDIES": "look_again"})
    assert done.code == 0, done.errors
    assert all(outcome.ok for outcome in project.outcomes().values())
    assert {visit.path for visit in project.world.visits("shop.test")} == {"/heron.png", "/bridge.png"}


def test_a_banner_of_many_sites_is_no_image(project, web):
    """What sites give under other names each, and one of them for a made-up one, is an image nowhere."""
    banner = web.picture("parked")
    rows = []
    for number in range(5):
        answer = lambda _path: web.answer(body=banner)  # noqa: E731
        rows += serve(project, f"dead{number}.test", f"/picture-{number}.jpg", given=answer, missing=answer)
    own = serve(
        project, "own.test", "/painting.jpg", given=lambda path: web.answer(body=web.picture(path)), missing=None
    )
    project.write([*rows, *own])
    done = project.crawl(**QUICK_LOOKS)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row for row, outcome in outcomes.items() if outcome.ok} == {"own.test/painting.jpg"}
    assert {outcome.error for outcome in outcomes.values()} == {None, "content_placeholder"}
    assert made_up(outcomes.values())
    assert project.stray_files() == []


def test_a_picture_that_is_shown_everywhere_is_an_image(project, web):
    """A photograph on six sites, who say of a made-up name that there is none, stays; two of them are asked."""
    photo = web.picture("syndicated")
    rows = []
    for number in range(6):
        rows += serve(
            project, f"news{number}.test", f"/story-{number}.jpg",
            given=lambda _path: web.answer(body=photo),
            missing=lambda _path: web.answer(404, media_type="text/plain"),
        )  # fmt: skip
    project.write(rows)
    done = project.crawl(CONCURRENT_REQUESTS="1", **QUICK_LOOKS)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert all(outcome.ok for outcome in outcomes.values())
    assert [entry["error"] for entry in made_up(outcomes.values())] == ["http_404"] * 2


@pytest.mark.parametrize("is_drawn", [True, False])
def test_a_drawing_on_each_machine_of_a_site_is_a_notice(project, web, is_drawn):
    """A closed service has one drawing for all its numbered hosts, which know that made-up names are none.

    A photograph may well be on several hosts of a site, and so may drawings of their own.
    """
    body = NOTICE if is_drawn else photo("crowd")
    rows = []
    for number in range(1, 5):
        rows += serve(
            project, f"img{number}.hoster.test", f"/{'abcdef'[number]}7731{number}.png", f"/own{number}.png",
            given=lambda path: web.answer(body=sketch(path) if "own" in path else body, media_type="image/png"),
            missing=lambda _path: web.answer(404, media_type="text/plain"),
        )  # fmt: skip
    project.write(rows)
    done = project.crawl(**QUICK_LOOKS)
    assert done.code == 0, done.errors
    failed = {row for row, outcome in project.outcomes().items() if not outcome.ok}
    assert failed == ({row for row, *_ in rows if "own" not in row} if is_drawn else set())
    assert project.stray_files() == []


def test_a_stray_retry_after_costs_no_image(project, web):
    """A host that says of every picture that it wants to be asked in an hour gives drawings and photographs alike."""

    def script(visit: Any) -> Any:
        body = sketch(visit.path) if visit.path.startswith("/drawn") else web.picture(visit.path)
        return web.answer(body=body, media_type="image/png", Retry_After="3600")

    project.world.scripts["stray.test"] = project.world.scripts["drawn.test"] = script
    names = [("stray.test", f"/{n}.jpg") for n in range(4)]
    names += [(host, f"/drawn{n}.png") for host in ("stray.test", "drawn.test") for n in range(3)]
    project.write([(f"{host}{path}", project.world.url(host, path), "") for host, path in names])
    done = project.crawl()
    assert done.code == 0, done.errors
    assert {row: outcome.error for row, outcome in project.outcomes().items() if not outcome.ok} == {}
    assert done.seconds < 150


@pytest.mark.parametrize(
    ("page", "without", "is_got"),
    [("", "photo", True), ("", "drawing", False), ("", "refused", False), ("http://blog.test/posts/1", "photo", True)],
)
def test_a_lone_writing_is_asked_for_as_from_no_page_as_well(project, web, page, without, is_got):
    """Its row has no page, or one of another site: a photograph that comes then is the image; else it says nothing."""
    other = {
        "photo": web.answer(body=photo("heron")),
        "drawing": web.answer(body=drawing("#005500"), media_type="image/png"),
        "refused": web.answer(403, media_type="text/plain"),
    }[without]

    def answer(visit: Any) -> Any:
        if visit.path != "/heron.png":
            return web.answer(404, media_type="text/plain")
        return other if "referer" not in visit.headers else web.answer(body=NOTICE, media_type="image/png")

    project.world.scripts["lone.test"] = answer
    project.write([("heron", project.world.url("lone.test", "/heron.png"), page)])
    done = project.crawl(**QUICK_LOOKS | {"IMGCRAWL_REMEDIES": "look_again,made_up_name,no_referer"})
    assert done.code == 0, done.errors
    [outcome] = project.outcomes().values()
    assert (outcome.ok, outcome.rescued_by) == (True, "no_referer" if is_got else None)
    assert [entry["remedy"] for entry in outcome.trail or ()][:3] == [None, "made_up_name", "look_again"]
    assert outcome.attempts == 3 + is_got


def test_what_an_unwrapped_address_gives_is_tested_as_what_a_first_one_gives(project, web):
    """The host inside a proxy's dead address has a card for whatever is missing, and the proxy has other pictures."""
    card, own, inner = drawing("#005500"), "/own.jpg", project.world.url("inner.test", "/photos/heron.png")
    found, nothing = web.answer(body=photo(own)), web.answer(404, media_type="text/plain")
    project.world.scripts["proxy.test"] = lambda visit: found if visit.path == own else nothing
    project.world.scripts["inner.test"] = lambda _visit: web.answer(body=card, media_type="image/png")
    paths = {"own": own, "inner": f"/?url={quote(inner, safe='')}"}
    project.write([(row, project.world.url("proxy.test", path), "") for row, path in paths.items()])
    done = project.crawl(**QUICK_LOOKS | {"IMGCRAWL_REMEDIES": "unwrap,made_up_name"})
    assert done.code == 0, done.errors
    assert {row: outcome.error for row, outcome in project.outcomes().items()} == {"own": None, "inner": "http_404"}
    assert len(made_up(project.outcomes().values())) == 1
    assert len(project.world.visits("inner.test")) == 2
