"""Answers whose headers say all, whatever becomes of their bodies, and hosts that answer some URLs badly."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

PICTURES = 12


def test_an_error_is_told_by_its_headers(project, web):
    """An error whose body is cut off is that error, and its Retry-After is heeded."""
    world = project.world

    def cut(visit: Any) -> Any:
        return web.Reply(b"HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\nabcd", close=True)

    def busy(visit: Any) -> Any:
        if len(world.visits("busy.test")) == 1:
            head = b"HTTP/1.1 429 Too Many\r\nRetry-After: 2\r\nContent-Length: 1000\r\n\r\nabcd"
            return web.Reply(head, close=True)
        return web.answer(body=web.picture(visit.path))

    world.scripts |= {"cut.test": cut, "busy.test": busy}
    project.write(
        [("cut", world.url("cut.test"), ""), *((f"b{n}", world.url("busy.test", f"/{n}"), "") for n in range(4))]
    )
    assert project.crawl(IMGCRAWL_HOST_CONCURRENCY_START="1").code == 0
    found = project.outcomes()
    assert (found["cut"].error, found["cut"].attempts) == ("http_404", 1)
    assert all(found[f"b{n}"].ok for n in range(4))
    first, second, *_ = world.visits("busy.test")
    assert second.at - first.at >= 2


def test_a_pause_does_not_wait_for_a_body(project, web):
    """A host is paused when the headers of its 429 are there, not when its slow body has ended."""
    world = project.world

    async def slow(visit: Any) -> Any:
        if visit.number == 1 and visit.path == "/0":
            await asyncio.sleep(0)
            return web.Reply(b"HTTP/1.1 429 Too Many\r\nRetry-After: 3\r\nContent-Length: 1000\r\n\r\nabcd")
        await asyncio.sleep(0.2)
        return web.answer(body=web.picture(visit.path))

    world.scripts["slow.test"] = slow
    project.write([(str(n), world.url("slow.test", f"/{n}"), "") for n in range(20)])
    assert project.crawl(IMGCRAWL_HOST_CONCURRENCY="2").code == 0
    assert all(o.ok for o in project.outcomes().values())
    refused = world.visits("slow.test", "/0")[0].at
    assert [v.path for v in world.visits("slow.test") if refused + 1.0 < v.at < refused + 3.0] == []


@pytest.mark.parametrize(
    "field", [{"X_Vercel_Mitigated": "challenge"}, {"x_kpsdk_ct": "0a1b2c"}], ids=["vercel", "kasada"]
)
def test_a_429_that_is_a_challenge_is_not_waited_for(project, web, field):
    """Who wants a browser by 429 is named so after one request for each row, and nobody waits for it."""
    project.world.scripts["shield.test"] = lambda _visit: web.answer(429, **field)
    project.write([(str(n), project.world.url("shield.test", f"/{n}"), "") for n in range(3)])
    assert project.crawl(IMGCRAWL_PAUSE_BASE_SECONDS="150").seconds < 100
    outcomes = project.outcomes().values()
    assert {(o.error, o.attempts) for o in outcomes} <= {("http_429", 1), ("http_429", 0)}
    assert any("a browser that solves its challenge" in (o.reason or "") for o in outcomes)


def test_the_yardstick_asks_every_url(project, web):
    """Without remedies every URL has its one request, though the host refuses others for a while."""
    world = project.world

    def moody(visit: Any) -> Any:
        bad = visit.path in ("/0", "/1", "/2", "/3")
        return web.answer(429, b"", Retry_After="2") if bad else web.answer(body=web.picture(visit.path))

    world.scripts["moody.test"] = moody
    project.write([(str(n), world.url("moody.test", f"/{n}"), "") for n in range(PICTURES)])
    assert project.crawl(profile="baseline").code == 0
    assert sum(o.ok for o in project.outcomes().values()) == PICTURES - 4
    assert {o.attempts for o in project.outcomes().values()} == {1}


def test_outcomes_that_are_dropped_end_the_run(project, web):
    """A pipeline that keeps outcomes from the catalogue is told and ends the run; it does not go on for ever."""
    project.world.scripts["gone.test"] = lambda _: web.answer(404)
    project.write([("0", project.world.url("gone.test"), "")])
    pipelines = {
        "imgcrawl.pipelines.images.ImageStorePipeline": 300,
        "dropping_pipeline.DroppingPipeline": 500,
        "imgcrawl.pipelines.catalogue.CataloguePipeline": 800,
    }
    crawl = project.crawl(ITEM_PIPELINES=json.dumps(pipelines))
    assert (crawl.code, "ITEM_PIPELINES drops or changes them" in crawl.errors) == (1, True)
    assert "Traceback" not in crawl.errors
