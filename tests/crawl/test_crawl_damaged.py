"""Damaged addresses, and pages of archives, at hosts that say in many ways that they have nothing."""

from __future__ import annotations

from typing import Any

STORE = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
PAGE = b"<!doctype html><title>Oops</title><p>Something else is here"


def test_what_is_damaged_is_asked_for_without_the_damage_at_once(project, web):
    """One request more brings the picture, whatever came first; a sound address costs its host nothing."""
    world = project.world
    archived = f"/web/20130823152057{{}}/{world.url('kept.test', '/users/a/albums/1/SK-2004-4109.jpg')}"
    answers = {
        "forbidden": lambda: web.answer(403),
        "store": lambda: web.answer(403, STORE, media_type="application/xml"),
        "entry": lambda: web.answer(401),
        "request": lambda: web.answer(400),
        "page": lambda: web.answer(body=PAGE, media_type="text/html", Vary="Accept"),
        "home": lambda: web.answer(302, Location="/"),
        "elsewhere": lambda: web.answer(302, Location=world.url("www.other.test", "/")),
    }
    paths = {name: (f"/{name}%2520{n}.jpg)", f"/{name}%20{n}.jpg") for n, name in enumerate(answers)}
    paths["archive"], answers["archive"] = (archived.format(""), archived.format("im_")), answers["page"]
    homes = web.answer(body=PAGE, media_type="text/html")
    world.scripts["www.other.test"] = lambda _visit: homes
    for name, (_, sound) in paths.items():

        def script(visit: Any, sound: str = sound, name: str = name) -> Any:
            if visit.target == "/":
                return homes
            return web.answer(body=web.picture(visit.target)) if visit.target == sound else answers[name]()

        world.scripts[f"{name}.test"] = script
    project.write([(name, world.url(f"{name}.test", path), "") for name, (path, _) in paths.items()])
    assert project.crawl().code == 0
    outcomes = project.outcomes()
    assert {name: outcome.rescued_by for name, outcome in outcomes.items()} == dict.fromkeys(paths, "respelled") | {
        "archive": "shown"
    }
    assert {name: [v.target for v in world.visits(f"{name}.test") if v.target != "/"] for name in paths} == {
        name: list(pair) for name, pair in paths.items()
    }
