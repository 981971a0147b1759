"""Hosts that have pictures of their own for who comes from elsewhere: none of these is called an image."""

from __future__ import annotations

import hashlib
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawl.pictures import NAMES, photo

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "/posts/12"
REMEDIES = "look_again,made_up_name,same_origin_referer,no_referer,other_browser,third_browser"


ADS = [photo(f"ad {number}", (80 + 8 * number, 60)) for number in range(5)]


def sha256(body: bytes) -> str:
    """Return the name of a picture in the catalogue."""
    return hashlib.sha256(body).hexdigest()


def by_lot(path: str, given: int) -> int:
    """Return the number of an ad, by chance: all ads come before one comes again."""
    return Random(path).sample(range(len(ADS)), len(ADS))[given % len(ADS)]


def in_turn(path: str, given: int) -> int:
    """Return the number of the next ad, which is another for each name at first."""
    return (by_address(path, given) + given) % len(ADS)


def by_address(path: str, _given: int) -> int:
    """Return the number of the ad that an address always has."""
    return NAMES.index(path[1:-4]) % len(ADS)


def from_its_site(visit: Any) -> bool:
    """Say whether a request comes from a page of the host."""
    return visit.host in visit.headers.get("referer", "")


def from_the_page(visit: Any) -> bool:
    """Say whether a request comes from the page on which the image was found."""
    return visit.headers.get("referer", "").endswith(PAGE)


def from_nowhere(visit: Any) -> bool:
    """Say whether a request names no page."""
    return "referer" not in visit.headers


@pytest.fixture
def crawl_of(project, web):
    """Crawl *names* of a host that gives ads to all but those who are *let_in*, and return statistics and outcomes."""

    def crawl(choose: Callable[[str, int], int], let_in: Callable[[Any], bool], names: tuple[str, ...] = NAMES) -> Any:
        given: Counter[str] = Counter()

        def script(visit: Any) -> Any:
            if visit.path[1:-4] not in NAMES:
                return web.answer(404, media_type="text/plain")
            if let_in(visit):
                return web.answer(body=photo(visit.path))
            given[visit.path] += 1
            return web.answer(body=ADS[choose(visit.path, given[visit.path])])

        project.world.scripts["club.test"] = script
        page = project.world.url("blog.test", PAGE)
        return crawl_rows(project, [(name, project.world.url("club.test", f"/{name}.jpg"), page) for name in names])

    return crawl


def crawl_rows(project: Any, rows: list[tuple[str, str, str]]) -> Any:
    """Crawl *rows* with hardly any delay."""
    project.write(rows)
    done = project.crawl(IMGCRAWL_REMEDIES=REMEDIES, IMGCRAWL_RETRY_BASE_SECONDS="0.02")
    assert done.code == 0, done.errors
    assert project.stray_files() == []
    return done.stats, project.outcomes()


@pytest.mark.parametrize("choose", [by_lot, in_turn, by_address])
def test_what_outsiders_get_is_no_image(crawl_of, choose):
    """Every row has its image in the end, also where its ad was seen only once and had passed before."""
    stats, outcomes = crawl_of(choose, from_its_site)
    assert {name: outcome.sha256 for name, outcome in outcomes.items()} == {
        name: sha256(photo(f"/{name}.jpg")) for name in NAMES
    }
    assert all(outcome.ok for outcome in outcomes.values())
    assert stats["imgcrawl/attempt"] == sum(outcome.attempts for outcome in outcomes.values())
    assert stats["imgcrawl/outcome/ok"] == stats["imgcrawl/rows"] == len(NAMES)


@pytest.mark.parametrize("let_in", [from_the_page, from_nowhere])
def test_the_way_that_shows_images_is_searched_for(crawl_of, let_in):
    """Where the host's own pages are given the ad of the address too, the next that is given the image tells it."""
    _, outcomes = crawl_of(by_address, let_in)
    assert {name: (outcome.ok, outcome.sha256) for name, outcome in outcomes.items()} == {
        name: (True, sha256(photo(f"/{name}.jpg"))) for name in NAMES
    }


@pytest.mark.parametrize("choose", [by_lot, in_turn])
def test_where_nobody_gets_images_there_are_none(crawl_of, choose):
    """Whatever comes for an address that has another picture each time is refused."""
    _, outcomes = crawl_of(choose, lambda _visit: False)
    assert {outcome.error for outcome in outcomes.values()} == {"content_placeholder"}


def test_pictures_with_two_names_stay(project, web):
    """A host that lists some photographs twice costs three more looks and two made-up names at most."""
    shown = {
        f"/{name}.jpg": photo(NAMES[number - number % 2 if number < 8 else number]) for number, name in enumerate(NAMES)
    }

    def script(visit: Any) -> Any:
        if visit.path in shown:
            return web.answer(body=shown[visit.path])
        return web.answer(404, media_type="text/plain")

    project.world.scripts["gallery.test"] = script
    page = project.world.url("blog.test", PAGE)
    stats, outcomes = crawl_rows(project, [(path, project.world.url("gallery.test", path), page) for path in shown])
    assert {path: (o.ok, o.sha256, o.rescued_by) for path, o in outcomes.items()} == {
        path: (True, sha256(body), None) for path, body in shown.items()
    }
    assert stats["imgcrawl/attempt"] == len(project.world.visits("gallery.test"))
    assert len(shown) + 3 <= stats["imgcrawl/attempt"] <= len(shown) + 3 + 2


def test_who_comes_from_within_is_not_asked_to_come_from_elsewhere(project, web):
    """Photographs that two names share, on a page of their own host, stay where outsiders are given something else."""
    shown = {f"/{name}.jpg": photo(NAMES[number // 2]) for number, name in enumerate(NAMES)}

    def script(visit: Any) -> Any:
        if not from_its_site(visit):
            return web.answer(body=ADS[by_lot(visit.path, visit.number)])
        if visit.path in shown:
            return web.answer(body=shown[visit.path])
        return web.answer(404, media_type="text/plain")

    project.world.scripts["club.test"] = script
    page = project.world.url("club.test", PAGE)
    _, outcomes = crawl_rows(project, [(path, project.world.url("club.test", path), page) for path in shown])
    assert {path: (outcome.ok, outcome.sha256) for path, outcome in outcomes.items()} == {
        path: (True, sha256(body)) for path, body in shown.items()
    }


def test_a_quota_that_was_used_up_for_a_while_says_nothing_of_the_way(project, web):
    """From some moment on all get one photograph, whoever asks, and later images again: those that came so far stay."""
    given: list[str] = []

    def script(visit: Any) -> Any:
        if visit.path[1:-4] not in NAMES:
            return web.answer(404, media_type="text/plain")
        given.append(visit.path)
        return web.answer(body=ADS[0] if 6 < len(given) <= 10 else photo(visit.path))

    project.world.scripts["club.test"] = script
    page = project.world.url("blog.test", PAGE)
    rows = [(name, project.world.url("club.test", f"/{name}.jpg"), page) for name in NAMES]
    _, outcomes = crawl_rows(project, rows)
    assert {name: outcome.sha256 for name, outcome in outcomes.items()} == {
        name: sha256(photo(f"/{name}.jpg")) for name in NAMES
    }
    assert {given.count(path) for path in given[:6]} == {1}
