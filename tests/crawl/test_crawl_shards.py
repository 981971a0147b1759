"""A crawl in several processes is one crawl: one display, one summary, one end."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawl.projects import assert_whole, rows_of
from tests.crawl.scripted import hanging

if TYPE_CHECKING:
    from tests.crawl.projects import Process

GROUP = ("one.test", "two.test", "three.test", "four.test", "five.test", "six.test")
HOSTS = 8
"""h3.test and h6.test are in the first of two shards, the others in the second."""
POLICY = f"[museum]\ndomains = [{', '.join(map(repr, GROUP))}]\nconcurrency = 1\n"


def shards_of(process: Process) -> dict[str, int]:
    """Return the processes of the shards by their names."""
    found = {}
    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        with suppress(OSError):  # it has just ended
            words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
            found.update({word.removeprefix("shard="): int(child) for word in words if word.startswith("shard=")})
    return found


def test_one_crawl_in_two_processes(project, web):
    """Two processes fetch a list once between them, keep a group's limit and end as one; again there is nothing to do.

    Images that several rows or hosts share are stored once. How long the list is stands in the catalogue.
    """
    world, asked, most = project.world, 0, 0

    async def one_by_one(visit: Any) -> Any:
        nonlocal asked, most
        asked, most = asked + 1, max(most, asked + 1)
        await asyncio.sleep(0.02)
        asked -= 1
        return web.answer(body=web.picture("the same" if visit.path == "/same.jpg" else visit.host + visit.path))

    world.scripts |= dict.fromkeys(GROUP, one_by_one)
    world.scripts["h1.test"] = lambda _: web.answer(404)
    (project.folder / "policies.toml").write_text(POLICY)
    rows = rows_of(world, 24, HOSTS)
    rows += [(str(24 + n), world.url(GROUP[n % 6], f"/{n}.jpg"), "") for n in range(18)]
    rows += [(str(42 + n), world.url(host, "/same.jpg"), "") for n, host in enumerate(("h0.test", "six.test") * 2)]
    project.write(rows)
    world.scripts["h0.test"] = one_by_one
    settings = {"IMGCRAWL_HOST_POLICIES": str(project.folder / "policies.toml"), "IMGCRAWL_PROGRESS_SECONDS": "0.2"}
    settings |= {"IMGCRAWL_HOST_CONCURRENCY": "2", "IMGCRAWL_REMEDIES": "retry,wait"}
    crawl = project.crawl("-j", "2", **settings)
    said = " ".join(crawl.errors.split())
    assert (crawl.code, project.state(), project.last_run().total_rows) == (0, "finished", 46)
    assert re.search(r"46 rows, 43 images \(93\.5%\), 44 requests( in \d+ s)?; the run is finished\.", said)
    assert "beginning run urls of" in said
    assert said.count("the run is") == 1
    assert "http_404 │ 3 " in said
    assert "h1.test 3 of 3" in said
    assert ", 2 processes" in said
    assert "WARNING" not in said
    assert len(world.log) == 44
    assert most <= 3  # one of the group, two of h0.test
    assert_whole(project, 46)
    before = project.last_run()
    again = project.crawl("-j", "2", **settings)
    assert (before.started_at, before.finished_at) == (project.last_run().started_at, project.last_run().finished_at)
    assert (again.code, again.errors.count("Nothing to do"), len(world.log)) == (0, 1, 44)
    assert project.state() == "finished"


def test_stopped_as_one(project, web, until):
    """Ctrl-C ends all shards in time although hosts hang; a second crawl is refused; the same command goes on."""
    world, open_again = project.world, False

    async def hanging(visit: Any) -> Any:
        if not open_again:
            await asyncio.sleep(60)
        return web.answer(body=web.picture(visit.path))

    world.scripts |= {"h0.test": hanging, "h3.test": hanging}
    project.write(rows_of(world, 16, HOSTS))
    process = project.start("-j", "2")
    until(lambda: len(world.visits("h0.test")) and len(world.visits("h3.test")))
    shards = shards_of(process)
    twin = project.crawl("-j", "2", IMGCRAWL_RUN_WAIT_SECONDS="0.1")
    assert (twin.code, twin.errors.count("is being worked on by process")) == (2, 1)
    process.send_signal(signal.SIGINT)
    stopped = project.end(process, time.monotonic())
    assert (stopped.code, stopped.in_time) == (130, True)
    assert "the same command goes on with it" in " ".join(stopped.errors.split())
    assert "Traceback" not in stopped.errors
    assert project.state() == "stopped"
    assert sorted(shards) == ["0/2", "1/2"]
    assert project.processes() == []
    open_again = True
    assert project.crawl().code == 0
    assert all(outcome.ok for outcome in project.outcomes().values())
    assert_whole(project, 16)


@pytest.mark.parametrize(("processes", "number"), [("1", signal.SIGINT), ("2", signal.SIGINT), ("2", signal.SIGTERM)])
def test_signals_that_were_ignored_before(project, until, processes, number):
    """A crawl that a script starts with ``&`` or nohup ends in order when told to; a lost terminal does not end it.

    In one process it is Scrapy that heeds SIGTERM, whatever was before.
    """
    project.world.scripts |= {"h0.test": hanging, "h3.test": hanging}
    project.write(rows_of(project.world, 16, HOSTS))
    project.prefix = ("sh", "-c", 'trap "" HUP INT TERM; exec "$@"', "sh")
    process = project.start("-j", processes)
    until(lambda: len(project.world.visits("h0.test")) and len(project.world.visits("h3.test")))
    process.send_signal(signal.SIGHUP)
    process.send_signal(number)
    stopped = project.end(process, time.monotonic())
    assert (stopped.code, stopped.in_time, project.state()) == (130, True, "stopped")
    assert project.processes() == []


def test_a_second_signal_kills(project, until):
    """Whoever cannot wait says so twice, and nothing is left running."""
    project.world.scripts |= {"h0.test": hanging, "h3.test": hanging}
    project.write(rows_of(project.world, 16, HOSTS))
    process = project.start("-j", "2")
    until(lambda: len(project.world.visits("h0.test")) and len(project.world.visits("h3.test")))
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    assert project.end(process).code == 130
    assert project.processes() == []


@pytest.fixture
def slow(project, web):
    """Write a list that takes two shards some seconds."""

    async def slowly(visit: Any) -> Any:
        await asyncio.sleep(0.03)
        return web.answer(body=web.picture(visit.path))

    for n in range(8):
        project.world.scripts[f"h{n}.test"] = slowly
    project.write(rows_of(project.world, 400, HOSTS))
    return project


def test_a_shard_that_dies_is_started_again_once(slow, until):
    """A killed shard is named with its signal and started again, the second time left; no row is lost or doubled."""
    process = slow.start("-j", "2", IMGCRAWL_CATALOGUE_FLUSH_SECONDS="0.1")
    seen = 0
    for _ in range(2):
        until(lambda seen=seen: len(slow.world.visits("h0.test")) > seen + 5)
        seen = len(slow.world.visits("h0.test"))
        victim = shards_of(process)["1/2"]
        os.kill(victim, signal.SIGKILL)
        until(lambda victim=victim: shards_of(process).get("1/2") != victim)
    crawl = slow.end(process)
    said = " ".join(crawl.errors.split())
    assert crawl.code == 1
    assert "shard 1/2 ended by SIGKILL (status -9): it is started again" in said
    assert "shard 1/2 ended by SIGKILL (status -9): its rows are left to the next crawl" in said
    assert "was stopped (shard 1/2 ended by SIGKILL (status -9)): the same command goes on with it." in said
    assert slow.state() != "finished"
    assert slow.crawl().code == 0
    assert slow.state() == "finished"
    assert_whole(slow, 400)


def test_shards_end_with_their_supervisor(slow, until):
    """Shards whose supervisor was killed stop although hosts hang; the same command waits for them and goes on."""
    world, quick = slow.world, slow.world.scripts["h3.test"]
    world.scripts |= {"h0.test": hanging, "h3.test": hanging}
    process = slow.start("-j", "2")
    until(lambda: len(world.visits("h0.test")) and len(world.visits("h3.test")))
    assert len(shards_of(process)) == 2
    process.kill()
    process.wait(10)
    world.scripts |= {"h0.test": quick, "h3.test": quick}
    assert slow.crawl("-j", "2").code == 0
    assert slow.processes() == []
    assert_whole(slow, 400)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"IMAGES_STORE": "{file}/images"}, "images cannot be stored in {file}/images"),
        ({"IMGCRAWL_DATA_DIR": "{file}/data"}, "{file}"),
    ],
    ids=["store", "data"],
)
def test_what_cannot_start_is_said_once(project, settings, sentence):
    """What only a shard can find wrong is found by the first one, and said once."""
    project.write(rows_of(project.world, 8, HOSTS))
    file = str(project.source)
    crawl = project.crawl("-j", "2", **{name: value.format(file=file) for name, value in settings.items()})
    said = " ".join(crawl.errors.split())
    assert crawl.code == 2
    assert said.count("error: ") == 1
    assert sentence.format(file=file) in said
    assert "Traceback" not in said
    assert project.world.log == []
