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


def test_what_an_empty_page_names_for_other_sites_is_asked_for(project, web):
    """An application's page says by oEmbed which photo it shows, in which width."""
    world = project.world
    link = '<link rel="alternate" type="application/json+oembed" href="/oembed?url=17">'
    photo = {"type": "photo", "url": world.url("pages.test", f"/m/{NAMES[0]}-1024.jpg"), "width": 1024, "height": 768}

    def answers(visit: Any) -> Any:
        if visit.path == "/oembed":
            return web.answer(body=json.dumps(photo).encode(), media_type="application/json")
        return web.answer(body=web.picture(visit.path))

    lay_out(project, web, link, answers)
    assert project.crawl().code == 0
    outcomes = project.outcomes()
    assert [outcomes[name].ok for name in NAMES] == [True, False, False]
    assert [visit.path for visit in world.visits("pages.test")] == ["/object/17", "/oembed", f"/m/{NAMES[0]}-1024.jpg"]


def test_a_viewer_with_the_wanted_name_is_asked_for_beside_other_pictures(project, web):
    """Each row looks into its own frame."""
    world = project.world
    frames = "".join(f'<iframe src="/viewer?o={name}"></iframe>' for name in NAMES)

    def answers(visit: Any) -> Any:
        if visit.path == "/viewer":
            name = visit.target.rpartition("=")[2]
            body = f'<img id="zoom" src="/z/{name}.jpg">'.encode()
            return web.answer(body=body, media_type="text/html")
        return web.answer(body=web.picture(visit.path))

    lay_out(project, web, f'<img src="/rel/owl-gorge-12.jpg"><img src="/rel/pine.jpg">{frames}', answers)
    assert project.crawl().code == 0
    outcomes = project.outcomes()
    assert {name: outcomes[name].final_url.rpartition("/")[2] for name in NAMES} == {n: f"{n}.jpg" for n in NAMES}
    assert len(world.visits("pages.test", "/viewer")) == 3


def test_a_service_that_does_not_know_one_word_is_asked_by_the_other(project, web):
    """A server has the whole picture as ``max`` alone, and its manifest does not say so."""
    services = [{"@id": project.world.url("new.test", f"/iiif/{name}")} for name in NAMES]
    pictures = [{"@type": "dctypes:Image", "service": service} for service in services]
    manifest = {"@context": "http://iiif.io/api/presentation/2/context.json", "sequences": pictures}
    link = f'<a href="{project.world.url("pages.test", "/iiif/17/manifest")}">IIIF</a>'
    lay_out(project, web, link, lambda _: web.answer(body=json.dumps(manifest).encode(), media_type="application/json"))
    project.world.scripts["new.test"] = lambda visit: (
        web.answer(body=web.picture(visit.path)) if "/full/max/" in visit.path else web.answer(404)
    )
    assert project.crawl().code == 0
    assert [outcome.ok for outcome in project.outcomes().values()] == [True] * 3
    assert len(project.world.visits("new.test")) == 6


def test_a_page_that_nobody_serves_under_its_name_is_asked_for_under_the_other(project, web):
    """It is fetched once for all its rows, wherever it was found."""
    lay_out(project, web, "", lambda _: web.answer(404))
    world = project.world
    shown = "".join(f'<img src="{world.url("new.test", f"/a/{name}.jpg")}">' for name in NAMES)
    world.scripts["www.dead.test"] = lambda _: web.answer(body=shown.encode(), media_type="text/html")
    project.write((name, world.url("old.test", f"/{name}.jpg"), world.url("dead.test", "/17")) for name in NAMES)
    done = project.crawl(
        IMGCRAWL_ALLOW_NETWORKS="127.0.0.1/32,127.0.0.3/32",
        IMGCRAWL_DNS_OVERRIDES='{"*.test": "127.0.0.1", "dead.test": "127.0.0.3"}',
    )
    assert done.code == 0, done.errors
    assert [outcome.ok for outcome in project.outcomes().values()] == [True] * 3
    assert len(world.visits("www.dead.test")) == 1


def test_a_page_has_retries_of_its_own(project, web):
    """Those that its image has used up at another host do not count."""
    lay_out(project, web, "", lambda _: web.answer(404))
    world = project.world
    world.scripts["old.test"] = lambda _: web.answer(500)
    shown = "".join(f'<img src="{world.url("new.test", f"/a/{name}.jpg")}">' for name in NAMES)
    world.scripts["shaky.test"] = lambda visit: (
        web.answer(500) if visit.number < 3 else web.answer(body=shown.encode(), media_type="text/html")
    )
    project.write([(NAMES[0], world.url("old.test", f"/{NAMES[0]}.jpg"), world.url("shaky.test", "/17"))])
    done = project.crawl()
    assert done.code == 0, done.errors
    assert [outcome.ok for outcome in project.outcomes().values()] == [True]


def test_what_a_page_calls_by_a_files_name_is_that_file_if_it_proves_to_be_a_picture(project, web):
    """Its address tells nothing, so that it is asked for as a page, again after an error, and then as a picture."""
    links = "".join(f'<a href="/media/{at}/full">Download {name}.jpg</a>' for at, name in enumerate(NAMES[:2]))

    def answers(visit: Any) -> Any:
        return web.answer(503) if visit.number == 1 else web.answer(body=web.picture(visit.path))

    lay_out(project, web, links, answers)
    done = project.crawl(IMGCRAWL_PAUSE_BASE_SECONDS="0.2", IMGCRAWL_RETRY_BASE_SECONDS="0.1")
    assert done.code == 0, done.errors
    found = {
        name: outcome.final_url.rpartition("/media/")[2] for name, outcome in project.outcomes().items() if outcome.ok
    }
    assert found == {NAMES[0]: "0/full", NAMES[1]: "1/full"}


def test_the_site_that_a_forwarded_domain_has_in_a_frame_is_looked_at(project, web):
    """Its page names the image, and is asked for once for all rows of the page, as any other that one leads to."""
    world = project.world
    shown = "".join(f'<figure><img src="{world.url("new.test", f"/a/{name}.jpg")}"></figure>' for name in NAMES)
    world.scripts["real.test"] = lambda _: web.answer(body=f"<h1>Herons</h1>{shown}".encode(), media_type="text/html")
    frame = f'<frameset rows="100%,*"><frame src="{world.url("real.test", "/herons/")}"></frameset>'.encode()
    world.scripts["old.test"] = lambda visit: (
        web.answer(body=frame, media_type="text/html") if visit.path == "/herons.html" else web.answer(404)
    )
    page = world.url("old.test", "/herons.html")
    project.write([(name, world.url("old.test", f"/pics/{name}.jpg"), page) for name in NAMES])
    done = project.crawl()
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert [outcomes[name].ok for name in NAMES] == [True] * 3
    assert len(world.visits("real.test")) == 1
    assert [visit.path for visit in world.visits("old.test")].count("/herons.html") == 1
    assert outcomes[NAMES[0]].trail[-2]["url"] == world.url("real.test", "/herons/")
