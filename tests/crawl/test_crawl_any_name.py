"""Hosts that give photographs for names under which there is nothing: none of these is called an image."""

from __future__ import annotations

import asyncio
import io
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from PIL import Image

from tests.crawl import pictures
from tests.crawl.pictures import photo, sketch

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = {"IMGCRAWL_REMEDIES": "look_again,made_up_name,same_origin_referer", "IMGCRAWL_RETRY_BASE_SECONDS": "0.02"}
NAMES = (*pictures.NAMES, "ferry", "chapel")
PATHS = tuple(f"/photos/{name}.jpg" for name in NAMES)
GOODS = tuple(photo(f"goods {number}") for number in range(12))


def encoded(picture: bytes, number: int, size: tuple[int, int] | None = None) -> bytes:
    """Return the *picture* in a quality and with a grain of its own, as a camera or a service makes it anew."""
    with Image.open(io.BytesIO(picture)) as image:
        image.load()
    if size is not None:
        image = image.resize(size, Image.Resampling.LANCZOS)
    rng, buffer = Random(number), io.BytesIO()
    grain = Image.frombytes("RGB", image.size, rng.randbytes(3 * image.width * image.height))
    Image.blend(image, grain, 0.01).save(buffer, "JPEG", quality=85 + number % 8)
    return buffer.getvalue()


@pytest.fixture
def crawl(project):
    """Crawl *paths* of a host, of which *scripts* tell; return the outcomes, and what was asked for beside them."""

    def crawl(script: Callable[[Any], Any], paths: tuple[str, ...] = PATHS, **settings: str) -> Any:
        project.world.scripts["old.test"] = script
        project.write([(path, project.world.url("old.test", path), "") for path in paths])
        done = project.crawl(**QUICK | settings)
        assert done.code == 0, done.errors
        assert done.stats["imgcrawl/attempt"] == len(project.world.log)
        assert project.stray_files() == []
        return project.outcomes(), [v.target for v in project.world.visits("old.test") if v.target not in paths]

    return crawl


def failed(outcomes: Any) -> set[str]:
    """Return which rows have no image; each for the same reason."""
    assert {outcome.error for outcome in outcomes.values()} <= {None, "content_placeholder"}
    return {row for row, outcome in outcomes.items() if not outcome.ok}


@pytest.mark.parametrize("remedies", [QUICK["IMGCRAWL_REMEDIES"], "look_again,made_up_name"])
@pytest.mark.parametrize("is_late", [False, True])
def test_one_of_many_photographs_for_any_name_is_no_image(crawl, web, remedies, is_late):
    """A lapsed domain has a photograph for any name: one that came for a listed one and a made-up one gives it away."""
    seen: list[str] = []
    begun = asyncio.Event()

    async def script(visit: Any) -> Any:
        if is_late and visit.target == PATHS[0]:
            return web.answer(302, Location="/view.jpg")  # so that a name is made up while others are to come
        if visit.target not in (*PATHS, *seen, "/view.jpg"):
            seen.append(visit.target)
            begun.set()
        if is_late and visit.target == PATHS[9]:
            await begun.wait()
        number = (
            9 + seen.index(visit.target) if visit.target in seen else (*PATHS, "/view.jpg").index(visit.target) % 10
        )
        return web.answer(body=photo(f"goods {number}"))

    outcomes, _ = crawl(script, IMGCRAWL_REMEDIES=remedies)
    assert failed(outcomes) == set(PATHS)
    assert len(seen) <= 8 if is_late else len(seen) == 4
    assert not any(outcome.path for outcome in outcomes.values())
    assert any("one of many" in outcome.reason for outcome in outcomes.values())


@pytest.mark.parametrize("draw", [photo, sketch], ids=["photographs", "drawings"])
def test_pictures_that_are_made_for_each_name_are_images(crawl, web, draw):
    """A service makes a picture for any name, and two names share one: none of them came for what is missing."""
    paths = tuple(path.replace(".jpg", ".png") for path in PATHS)
    shown = lambda path: "shared" if path in paths[:2] else path  # noqa: E731
    outcomes, made_up = crawl(lambda visit: web.answer(body=draw(shown(visit.target)), media_type="image/png"), paths)
    assert failed(outcomes) == set()
    assert len(made_up) <= 8


@pytest.mark.parametrize("drawn", [0, 3], ids=["one", "few"])
def test_a_few_photographs_for_what_is_missing_leave_the_others(crawl, web, drawn):
    """What comes for made-up names is no image; the host's own photographs are, also those that two names share."""
    lost, shared = PATHS[:4], PATHS[-2:]

    def script(visit: Any) -> Any:
        if visit.target in PATHS and visit.target not in lost:
            return web.answer(body=photo("shared" if visit.target in shared else visit.target))
        return web.answer(body=GOODS[Random(visit.target).randrange(drawn or 1)])

    outcomes, made_up = crawl(script)
    assert failed(outcomes) <= set(lost)
    assert drawn or failed(outcomes) == set(lost)
    assert len(made_up) <= 8


def test_a_photograph_that_is_made_anew_each_time_is_no_image(crawl, web):
    """Three names have what looks the same in other bytes, and so has a made-up one: all who got it have none."""
    given, lost = count(), PATHS[:5]

    def script(visit: Any) -> Any:
        if visit.target in PATHS and visit.target not in lost:
            return web.answer(body=photo(visit.target))
        return web.answer(body=encoded(GOODS[0], next(given)))

    outcomes, made_up = crawl(script)
    assert failed(outcomes) == set(lost)
    assert 1 <= len(made_up) <= 8
    notes = [entry.get("note") for outcome in outcomes.values() for entry in outcome.trail or ()]
    assert "the host gives the same picture for what does not exist" in notes


@pytest.mark.parametrize("status", [404, 200])
def test_frames_of_a_camera_are_images(crawl, web, status):
    """Nothing moves in front of it, so that a made-up name is asked for; it brings nothing, or another picture."""

    def script(visit: Any) -> Any:
        if visit.target not in PATHS:
            return web.answer(status, body=photo("offline") if status == 200 else b"", media_type="image/jpeg")
        return web.answer(body=encoded(GOODS[0], PATHS.index(visit.target)))

    outcomes, made_up = crawl(script)
    assert failed(outcomes) == set()
    assert 1 <= len(made_up) <= (1 if status == 404 else 6)


def test_a_default_photograph_is_known_in_every_size(crawl, web):
    """An image service cuts its default to each size that is asked for: a made-up name in each size tells."""
    sizes = ((96, 72), (72, 72), (60, 96))
    paths = tuple(
        f"/img/{name}.jpg?w={sizes[number % 3][0]}&h={sizes[number % 3][1]}&fit=crop"
        for number, name in enumerate(NAMES)
    )
    lost = paths[:6]

    def script(visit: Any) -> Any:
        if visit.target in paths and visit.target not in lost:
            return web.answer(body=photo(visit.target))
        asked = parse_qs(visit.target.partition("?")[2])
        width, height = int(asked["w"][0]), int(asked["h"][0])
        with Image.open(io.BytesIO(photo("default", (120, 96)))) as image:
            cut, buffer = image.crop((0, 0, width, height)), io.BytesIO()
        cut.save(buffer, "JPEG")
        return web.answer(body=buffer.getvalue())

    outcomes, made_up = crawl(script, paths)
    assert failed(outcomes) == set(lost)
    assert len(made_up) <= 8


def test_a_host_that_knows_its_names_is_asked_for_none_that_is_made_up(crawl, web):
    """Photographs that have nothing in common are images at no cost."""
    outcomes, made_up = crawl(lambda visit: web.answer(body=photo(visit.target)))
    assert failed(outcomes) == set()
    assert made_up == []


@pytest.mark.parametrize("number", [1, 2, 3, 6])
@pytest.mark.parametrize("header", ["/wp-content/uploads/2021/05/header-2021.jpg", "/images/slider1.jpg"])
def test_the_photograph_of_a_site_is_no_image(crawl, web, number, header):
    """Whatever is gone is redirected to one photograph of another name, and a made-up name is as well."""
    lost = PATHS[:number]

    def script(visit: Any) -> Any:
        if visit.target == header:
            return web.answer(body=photo("header", (480, 240)))
        if visit.target in PATHS and visit.target not in lost:
            return web.answer(body=photo(visit.target))
        return web.answer(302, Location=header)

    outcomes, made_up = crawl(script)
    assert failed(outcomes) == set(lost)
    assert len(set(made_up) - {header}) <= 8


def test_pictures_that_were_renamed_are_images(crawl, web):
    """Redirects may lead to files of other names; one made-up name is asked for."""
    moved = {path: f"/uploads/2021/{name}-scene.jpg" for path, name in zip(PATHS, reversed(NAMES), strict=True)}

    def script(visit: Any) -> Any:
        if visit.target in moved.values():
            return web.answer(body=photo(visit.target))
        found = visit.target in moved
        return web.answer(302, Location=moved[visit.target]) if found else web.answer(404, media_type="text/plain")

    outcomes, made_up = crawl(script)
    assert failed(outcomes) == set()
    assert len(set(made_up) - set(moved.values())) == 1
