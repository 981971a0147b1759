"""A site that has moved its pictures: some rows' pages show where, and the others are asked for there."""

from __future__ import annotations

from typing import Any

ONLY_THESE = {"IMGCRAWL_REMEDIES": "page,moved"}
OLD, NEW, PAGES = "old.test", "cdn.test", "site.test"
BIRDS = ("heron", "stork", "kite", "owl", "plover", "avocet", "dipper", "linnet", "osprey", "puffin", "rook", "teal")


def name(number: int) -> str:
    """Return the name of a picture that no other has."""
    return f"{BIRDS[number]}-beside-river-{4711 + number}"


def path(number: int, folder: str, ending: str) -> str:
    """Return where the picture of that *number* is kept in a *folder*."""
    return f"/{folder}/2019/0{number % 9 + 1}/{name(number)}.{ending}"


def serve(project: Any, web: Any, answers: Any) -> None:
    """Let the old site have nothing any more, its pages name the new one, and that have *answers*, by number."""
    places = {path(number, "media", "png"): number for number in range(len(BIRDS))}

    def page(visit: Any) -> Any:
        shown = project.world.url(NEW, path(int(visit.target.rpartition("/")[2]), "media", "png"))
        return web.answer(body=f'<html><body><img src="{shown}"></body></html>'.encode(), media_type="text/html")

    project.world.scripts |= {
        OLD: lambda _visit: web.answer(404),
        PAGES: page,
        NEW: lambda visit: answers(places[visit.target]) if visit.target in places else web.answer(404),
    }


def write(project: Any, paged: range) -> None:
    """Write a list with a row for each picture; those in *paged* have a page."""
    url = project.world.url
    pages = {number: url(PAGES, f"/bird/{number}") for number in paged}
    project.write([(str(n), url(OLD, path(n, "uploads", "png")), pages.get(n, "")) for n in range(len(BIRDS))])


def test_rows_without_pages_are_found_where_others_have_moved(project, web):
    """Some rows' pages show where the host's pictures are now; all others are asked for there, before their pages.

    So are those that had failed already, and wait without an outcome; the next crawl begins with what this one learnt.
    """
    serve(project, web, lambda number: web.answer(body=web.picture(str(number))))
    write(project, range(6, 12))
    done = project.crawl(**ONLY_THESE)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {n: (o.ok, o.rescued_by, o.attempts) for n, o in outcomes.items() if int(n) < 6} == dict.fromkeys(
        map(str, range(6)), (True, "moved", 2)
    )
    assert {outcomes[str(n)].ok for n in range(6, 12)} == {True}
    assert len({o.sha256 for o in outcomes.values()}) == 12
    visits = len(project.world.log)
    write(project, range(0))
    assert project.crawl("-a", "run=again", **ONLY_THESE).code == 0
    assert len(project.world.log) - visits == 24


def test_what_is_not_there_fails_as_it_had(project, web):
    """A place that has nothing, or one picture for whatever is missing, gives no row its image, and has no say."""
    gone = web.picture("gone")

    def answers(number: int) -> Any:
        if number < 4:
            return web.answer(body=gone)
        return web.answer(404) if number < 6 else web.answer(body=web.picture(str(number)))

    serve(project, web, answers)
    write(project, range(6, 12))
    done = project.crawl(**ONLY_THESE)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    lost = [outcomes[str(n)] for n in range(6)]
    assert {(o.ok, o.error, o.rescued_by) for o in lost} == {(False, "http_404", None)}
    assert {outcomes[str(n)].ok for n in range(6, 12)} == {True}
