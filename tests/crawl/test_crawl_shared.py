"""Photographs that a shop has under many article numbers, and notices that come for as many."""

from __future__ import annotations

from typing import Any

import pytest

from tests.crawl.pictures import photo
from tests.crawl.projects import QUICK_LOOKS

SHARED = [f"/img/trailshoe-{number}.jpg" for number in (4852, 4917, 5205, 6208, 7210)]
OTHERS = [f"/img/{number}.jpg" for number in (120471, 233918, 377002, 590118, 660124, 781190)]


def crawl(project: Any, web: Any, shared: list[str], others: list[str], body: bytes, *, status: int) -> dict[str, str]:
    """Crawl a host that gives *body* for *shared*, pictures of their own for *others*, and *status* for any other name.

    Return the errors of the rows.
    """

    def script(visit: Any) -> Any:
        if visit.path in shared:
            return web.answer(body=body)
        if visit.path in others:
            return web.answer(body=photo(visit.path))
        return web.answer(status, media_type="text/plain")

    project.world.scripts["shop.test"] = script
    project.write([(path, project.world.url("shop.test", path), "") for path in [*shared, *others]])
    done = project.crawl(**QUICK_LOOKS)
    assert done.code == 0, done.errors
    assert project.stray_files() == []
    return {row: outcome.error or "" for row, outcome in project.outcomes().items()}


def test_one_photograph_of_many_articles_is_an_image(project, web):
    """Five article numbers of one thing have it, the others of the shop have their own, and a made-up one has none."""
    errors = crawl(project, web, SHARED, OTHERS, photo("shoe"), status=404)
    assert set(errors.values()) == {""}


@pytest.mark.parametrize(
    ("shared", "status"),
    [(SHARED, 500), ([f"/img/{number}.jpg" for number in (485203, 485204, 485205, 485208)], 404)],
    ids=["unclear", "numbers"],
)
def test_a_photograph_of_many_names_is_a_notice(project, web, shared, status):
    """Nothing speaks for it after no plain answer to a made-up name, or where its names have numbers alone."""
    errors = crawl(project, web, shared, OTHERS, photo("shoe"), status=status)
    assert {errors[path] for path in shared} == {"content_placeholder"}
    assert {errors[path] for path in OTHERS} == {""}
