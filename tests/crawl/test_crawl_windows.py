"""An announced wait outlives the crawl that was told of it, and holds for all processes that share the catalogue."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.catalogue import open_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_S = 6.0
HEARD_WITHIN_S = 4.5
"""What a process tells the others hear within a second or so; the rest is for a machine that has much else to do."""


def told(project: Any) -> bool:
    """Whether a pause is on record."""
    try:
        catalogue = open_catalogue("", data_dir=str(project.folder / "data"), lock_timeout_s=10, create=False)
    except Exception:  # noqa: BLE001 - it is not there yet
        return False
    try:
        return bool(catalogue.host_news(0, now=0.0, since=0.0)[1])
    finally:
        catalogue.close()


def busy_once(web: Any, wait_s: float = WAIT_S) -> Callable[[Any], Any]:
    """Return a script that asks for a wait at the first request, and then has its pictures."""
    seen = []

    def script(visit: Any) -> Any:
        seen.append(visit)
        if len(seen) == 1:
            return web.answer(429, b"later", Retry_After=f"{wait_s:.0f}")
        return web.answer(body=web.picture(visit.host + visit.path))

    return script


@pytest.mark.parametrize("direct", [True, False], ids=["in-the-list", "by-redirect"])
def test_a_killed_crawl_leaves_its_word(project, web, until, direct):
    """After kill -9 the next crawl keeps the wait that its host announced, be the host in the list or not."""
    world = project.world
    world.scripts["busy.test"] = busy_once(web)
    world.scripts["leads.test"] = lambda v: web.answer(302, Location=world.url("busy.test", v.path))
    host = "busy.test" if direct else "leads.test"
    project.write([(str(n), world.url(host, f"/{n}.jpg"), "") for n in range(4)])
    process = project.start()
    until(lambda: told(project))
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    before = world.visits("busy.test")
    crawl = project.crawl()
    assert crawl.code == 0
    assert [o.ok for o in project.outcomes().values()] == [True] * 4
    later = world.visits("busy.test")[len(before) :]
    assert later[0].at >= before[0].answered_at + WAIT_S


def test_a_wait_of_a_day_is_kept_by_the_next_crawl(project, web):
    """Rows of a host that wants to be left alone for a day fail unsent in the next crawl too, and can be retried."""
    world = project.world
    world.scripts["busy.test"] = busy_once(web, wait_s=86_400)
    project.write([(str(n), world.url("busy.test", f"/{n}.jpg"), "") for n in range(3)])
    settings = {"IMGCRAWL_HOST_CONCURRENCY_START": "1"}
    project.crawl(**settings)
    project.crawl("-a", "retry=failed", **settings)
    assert len(world.visits("busy.test")) == 1
    assert {(o.error, o.retryable) for o in project.outcomes().values()} == {("http_429", True)}


def test_shards_share_a_wait(project, web):
    """A host that redirects of several shards lead to is left alone by all when it has asked one of them."""
    world, shards = project.world, ("h0.test", "h3.test")  # in different ones, see test_crawl_shards.py
    asked: list[Any] = []
    refused: list[Any] = []

    def busy(visit: Any) -> Any:
        asked.append(visit)
        if not refused and len({v.path.split("/")[1] for v in asked}) == len(shards):
            refused.append(visit)
            return web.answer(429, b"later", Retry_After=f"{WAIT_S:.0f}")
        return web.answer(body=web.picture(visit.host + visit.path))

    world.scripts["busy.test"] = busy
    for host in shards:
        world.scripts[host] = lambda v: web.answer(302, Location=world.url("busy.test", f"/{v.host}{v.path}"))
    rows = [(f"{host}/{n}", world.url(host, f"/{n}.jpg"), "") for n in range(70) for host in shards]
    project.write(rows)
    delays = {"IMGCRAWL_HOST_DELAY_SECONDS": "0.1", "IMGCRAWL_HOST_CONCURRENCY": "1"}
    crawl = project.crawl("-j", "2", **delays)
    assert crawl.code == 0
    assert all(o.ok for o in project.outcomes().values())
    announced = refused[0].answered_at
    inside = [v.at - announced for v in world.visits("busy.test") if 0 < v.at - announced < WAIT_S]
    assert not [late_s for late_s in inside if late_s > HEARD_WITHIN_S]
