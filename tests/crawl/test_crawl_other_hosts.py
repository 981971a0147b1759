"""Uploads that their service keeps on another host of its own, as both hosts see them asked for."""

from __future__ import annotations

import json
from typing import Any

OPEN, STATIC = "inaturalist-open-data.s3.amazonaws.com", "static.inaturalist.org"
DENIED = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"


def names(**overrides: str) -> str:
    """Return the addresses of the hosts of this test."""
    return json.dumps(dict.fromkeys((OPEN, STATIC, "i.pinimg.com"), "127.0.0.1") | {"*.test": "127.0.0.1"} | overrides)


def test_a_photo_whose_licence_has_changed_is_found_in_the_other_bucket(project, web, tmp_path):
    """One request more for each that has moved; what is in neither stays denied and costs the others nothing."""
    world, moved, gone = project.world, ("/photos/3/", "/photos/5/", "/photos/7/"), "/photos/8/"

    def open_data(visit: Any) -> Any:
        if visit.target.startswith((*moved, gone)):
            return web.answer(403, body=DENIED, media_type="application/xml")
        return web.answer(body=web.picture(visit.target))

    def static(visit: Any) -> Any:
        return web.answer(body=web.picture(visit.target)) if visit.target.startswith(moved) else web.answer(403)

    world.scripts |= {OPEN: open_data, STATIC: static}
    policies = tmp_path / "policies.toml"
    policies.write_text("[inaturalist]\ndelay_s = 0\n")
    project.write([(str(n), world.url(OPEN, f"/photos/{n}/medium.jpeg"), "") for n in range(1, 9)])
    done = project.crawl(IMGCRAWL_DNS_OVERRIDES=names(), IMGCRAWL_HOST_POLICIES=str(policies))
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row: outcome.rescued_by for row, outcome in outcomes.items() if outcome.ok} == {
        str(n): "other_host" if n in (3, 5, 7) else None for n in range(1, 8)
    }
    assert (outcomes["8"].ok, outcomes["8"].error) == (False, "http_403")
    assert [visit.target for visit in world.visits(STATIC)][:3] == [f"/photos/{n}/medium.jpeg" for n in (3, 5, 7)]
    assert outcomes["3"].final_url == world.url(STATIC, "/photos/3/medium.jpeg")


def test_a_name_that_its_service_has_left_is_known(project, web):
    """Where the old host is no more each row is asked for at the present one, with one request that is answered."""
    old, paths = "media-cache-ak0.pinimg.com", [f"/736x/01/23/45/{n:032x}.jpg" for n in range(0xA0, 0xA6)]
    project.write([(path[-6:-4], project.world.url(old, path), "") for path in paths])
    done = project.crawl(
        IMGCRAWL_DNS_OVERRIDES=names(**{old: "127.0.0.3"}), IMGCRAWL_ALLOW_NETWORKS="127.0.0.1/32,127.0.0.3/32"
    )
    assert done.code == 0, done.errors
    assert {outcome.rescued_by for outcome in project.outcomes().values()} == {"other_host"}
    assert sorted(visit.target for visit in project.world.visits("i.pinimg.com")) == paths


def test_the_shell_of_a_repository_leads_to_its_files(project, web):
    """One page for scripts in the place of every file: each row is asked for by its key where the file is.

    That is no sign that the host, which gives its images there, has turned.
    """
    world, ids = project.world, [f"1e532eb6-0bb1-4b78-94ea-7c7052cb48{n}" for n in range(10, 30)]
    shell = b"<html><head><title>Repository</title></head><body><ds-app></ds-app></body></html>"

    def repository(visit: Any) -> Any:
        if visit.target.startswith("/server/api/core/bitstreams/"):
            return web.answer(body=web.picture(visit.target))
        return web.answer(body=shell, media_type="text/html")

    world.scripts["dspace.test"] = repository
    project.write([(key[-2:], world.url("dspace.test", f"/bitstreams/{key}/download"), "") for key in ids])
    done = project.crawl()
    assert done.code == 0, done.errors
    assert {outcome.rescued_by for outcome in project.outcomes().values()} == {"unwrap"}
    assert len(world.visits("dspace.test")) == 2 * len(ids)
