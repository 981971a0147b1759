"""Services of IIIF that keep files in a few sizes, and make no others."""

from __future__ import annotations

import json
from typing import Any

HOST = "iiif.test"


def test_the_sizes_that_a_service_keeps_are_asked_for(project, web):
    """In as many requests as it takes: what was asked for, a guess, what is kept, and that."""
    world = project.world
    sizes = [{"width": width, "height": width // 2} for width in (300, 1200)]

    def host(visit: Any) -> Any:
        name = visit.path.split("/")[2]
        if visit.path.endswith("/info.json"):
            told: dict[str, Any] = {
                "@context": "http://iiif.io/api/image/2/context.json",
                "@id": f"http://x.test/iiif/{name}",
            }
            told |= {"profile": ["http://iiif.io/api/image/2/level0.json"], "sizes": sizes, "width": 1200}
            return web.answer(body=json.dumps(told).encode(), media_type="application/json")
        is_kept = visit.path.endswith("/full/1200,/0/default.jpg")
        return web.answer(body=web.picture(name)) if is_kept else web.answer(404)

    world.scripts[HOST] = host
    names = ("heron", "otter", "finch", "lynx", "stoat", "raven")
    project.write([(name, world.url(HOST, f"/iiif/{name}/full/max/0/default.jpg"), "") for name in names])
    done = project.crawl()
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {outcomes[name].rescued_by for name in names} == {"iiif"}
    assert max(outcomes[name].attempts for name in names) <= 5
    assert len([visit for visit in world.visits(HOST) if visit.path.endswith("info.json")]) == len(names)


def test_services_without_the_picture_are_seldom_asked_what_they_have(project, web):
    """Those that have nothing of it have no description either."""
    project.world.scripts[HOST] = lambda _: web.answer(404)
    project.write([(str(n), project.world.url(HOST, f"/iiif/p{n}/full/max/0/default.jpg"), "") for n in range(64)])
    assert project.crawl(IMGCRAWL_HOST_CONCURRENCY="1", IMGCRAWL_REMEDIES="iiif").code == 0
    assert {outcome.error for outcome in project.outcomes().values()} == {"http_404"}
    assert len([visit for visit in project.world.visits(HOST) if visit.path.endswith("info.json")]) <= 12
