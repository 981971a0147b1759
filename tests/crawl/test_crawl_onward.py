"""Pages that do not show the image and name the document that does."""

from __future__ import annotations

import json
from typing import Any

NAMES = [f"heron-lake-{number}" for number in (4711, 4712, 4713)]


def lay_out(project: Any, web: Any, head: str, answers: Any) -> None:
    """Serve dead images whose page has *head* and no picture, and what it names by *answers*."""
    world = project.world
    world.scripts["old.test"] = lambda _: web.answer(404)
    world.scripts["new.test"] = lambda visit: web.answer(body=web.picture(visit.path))
    world.scripts["pages.test"] = lambda visit: (
        web.answer(body=f"<html><head>{head}</head><body>viewer</body></html>".encode(), media_type="text/html")
        if visit.path == "/object/17"
        else answers(visit)
    )
    project.write(
        (name, world.url("old.test", f"/{name}.jpg"), world.url("pages.test", "/object/17")) for name in NAMES
    )


def test_a_manifest_is_fetched_once_for_all_rows_of_a_page(project, web):
    """Each row is given its own picture of the object."""
    services = [{"@id": project.world.url("new.test", f"/iiif/{name}")} for name in (*NAMES, "heron-lake-4714")]
    pictures = [{"@type": "dctypes:Image", "service": service} for service in services]
    manifest = {"@context": "http://iiif.io/api/presentation/2/context.json", "sequences": pictures}
    link = f'<a href="{project.world.url("pages.test", "/iiif/17/manifest")}">IIIF</a>'
    lay_out(project, web, link, lambda _: web.answer(body=json.dumps(manifest).encode(), media_type="application/json"))
    done = project.crawl()
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert [outcomes[name].ok for name in NAMES] == [True] * 3
    assert {outcomes[name].final_url.split("/")[4] for name in NAMES} == set(NAMES)
    assert len(project.world.visits("pages.test")) == 2


def test_a_page_names_one_document_more_and_no_chain(project, web):
    """What that one names is not asked for."""
    links = '<link rel="canonical" href="/next/1">'

    def answers(visit: Any) -> Any:
        number = int(visit.path.rsplit("/", 1)[-1])
        body = f'<html><head><link rel="canonical" href="/next/{number + 1}"></head></html>'
        return web.answer(body=body.encode(), media_type="text/html")

    lay_out(project, web, links, answers)
    done = project.crawl()
    assert done.code == 0, done.errors
    assert [outcome.error for outcome in project.outcomes().values()] == ["http_404"] * 3
    assert [visit.path for visit in project.world.visits("pages.test")] == ["/object/17", "/next/1"]


def test_a_document_that_fails_at_first_is_asked_for_again(project, web):
    """As a page is; it stays apart from the page that named it."""
    world = project.world

    def answers(visit: Any) -> Any:
        if visit.number == 1:
            return web.answer(503)
        body = "".join(f'<img src="{world.url("new.test", f"/a/{name}.jpg")}">' for name in NAMES)
        return web.answer(body=f"<html><body>{body}</body></html>".encode(), media_type="text/html")

    lay_out(project, web, '<link rel="canonical" href="/full/17">', answers)
    done = project.crawl(IMGCRAWL_PAUSE_BASE_SECONDS="0.2", IMGCRAWL_RETRY_BASE_SECONDS="0.1")
    assert done.code == 0, done.errors
    assert [outcome.ok for outcome in project.outcomes().values()] == [True] * 3
    assert [visit.path for visit in world.visits("pages.test")] == ["/object/17", "/full/17", "/full/17"]
