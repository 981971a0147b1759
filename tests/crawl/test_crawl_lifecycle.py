"""The life of a run: begun, cut short in every way, gone on with, and never losing or doubling a row."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import time
from contextlib import closing, suppress
from typing import Any

import pytest

from imgcrawl.errors import ImgcrawlError
from tests.crawl.projects import assert_whole, rows_of

LONG, HELD = 2_000, 200


def test_a_journal_that_was_cut_short(project, until):
    """What a power cut takes of the catalogue, after a kill, is fetched again; its files are there and not doubled."""
    world, count = project.world, 60
    project.write(rows_of(world, count, hosts=12))
    process = project.start(IMGCRAWL_THROTTLE_DELAY_SECONDS="0.3", IMGCRAWL_PLACEHOLDER_REPEATS="0")
    log = project.folder / "data" / "imgcrawl.db-wal"
    until(lambda: len([*project.images.rglob("*.jpg")]) >= 25)
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    os.truncate(log, log.stat().st_size - 8_192)  # two pages: what was committed last
    asked, stored, found = len(world.log), len([*project.images.rglob("*.jpg")]), len(project.outcomes())
    assert found <= stored
    assert project.crawl(IMGCRAWL_PLACEHOLDER_REPEATS="0").code == 0
    assert len(world.log) - asked == count - found
    assert_whole(project, count)


def test_limit_then_the_rest_then_the_failed(project, web):
    """-a limit stops early, the same command without it goes on, -a retry asks for failed rows alone and in place."""
    world, well = project.world, False

    def moody(visit: Any) -> Any:
        return web.answer(body=web.picture(visit.path)) if well else web.answer(404)

    world.scripts["h1.test"] = moody
    project.write(rows_of(world, 8))
    assert project.crawl("-a", "limit=3").code == 0
    assert sorted(project.outcomes()) == ["0", "1", "2"]
    assert project.crawl().code == 0
    before = project.outcomes()
    assert sorted(row for row, o in before.items() if not o.ok) == ["1", "5"]
    assert len(world.log) == 8
    well = True
    assert project.crawl("-a", "retry=http").code == 0
    assert sorted(v.path for v in world.log[8:]) == ["/1.jpg", "/5.jpg"]
    after = project.outcomes()
    assert all(o.ok for o in after.values())
    assert {row: o for row, o in after.items() if row not in "15"} == {r: o for r, o in before.items() if r not in "15"}
    assert_whole(project, 8)


def test_a_retry_does_not_look_at_the_clock(project, web):
    """Failed rows are asked for again although their outcomes are later than now: the clock has been set back."""
    world, well = project.world, False
    world.scripts["h0.test"] = lambda visit: web.answer(body=web.picture(visit.path)) if well else web.answer(404)
    project.write(rows_of(world, 3, hosts=1))
    assert project.crawl().code == 0
    with closing(sqlite3.connect(project.folder / "data" / "imgcrawl.db", isolation_level=None)) as connection:
        connection.execute("UPDATE outcomes SET finished_at = '2100-01-01T00:00:00.000Z'")
    well = True
    assert project.crawl("-a", "retry=failed").code == 0
    assert all(o.ok for o in project.outcomes().values())


def test_reused_ids_lose_no_row(project):
    """An id that the list uses twice, for two URLs, gives two outcomes: the second with its row number added.

    That holds when the crawl was stopped between the two, and when they are in different shards.
    """
    world = project.world
    project.write([("a", world.url("h0.test", "/1.jpg"), ""), ("a", world.url("h3.test", "/2.jpg"), "")])
    assert project.crawl("-a", "limit=1").code == 0
    for shard in ("0/2", "1/2"):
        assert project.crawl("-a", f"shard={shard}").code == 0
    assert {row: o.url for row, o in project.outcomes().items()} == {
        "a": world.url("h0.test", "/1.jpg"),
        "a#1": world.url("h3.test", "/2.jpg"),
    }
    assert project.stray_files() == []


def test_shards_divide_the_list_by_host(project):
    """Two shards of one run, at work at once, ask for all rows between them, no host from both."""
    project.write(rows_of(project.world, 24, hosts=8))
    began = time.monotonic()
    both = [project.start("-a", f"shard={n}/2", STATS_FILE=str(project.folder / f"stats-{n}.json")) for n in (0, 1)]
    assert [project.end(process, began).code for process in both] == [0, 0]
    assert_whole(project, 24)
    assert len(project.world.log) == 24
    agents_by_host = {v.host: v.headers["user-agent"] for v in project.world.log}
    assert len(agents_by_host) == 8


def test_interrupted_run_refused_twin_and_resumption(project, web, until):
    """Ctrl-C ends a run in time, with code 130 although hosts hang; a second process is refused meanwhile."""
    world, open_again = project.world, False

    async def hanging(visit: Any) -> Any:
        if not open_again:
            await asyncio.sleep(60)
        return web.answer(body=web.picture(visit.path))

    world.scripts["h1.test"] = hanging
    project.write(rows_of(world, 12))
    process = project.start()
    until(lambda: len(world.visits("h1.test")) and len(world.log) >= 11)
    twin = project.crawl(IMGCRAWL_RUN_WAIT_SECONDS="0.1", STATS_FILE=str(project.folder / "twin.json"))
    assert twin.code == 2
    assert f"process {process.pid} " in twin.errors
    assert "Traceback" not in twin.errors
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    stopped = project.end(process, began)
    assert (stopped.code, stopped.in_time) == (130, True)
    assert "Traceback" not in stopped.errors
    assert "the same command goes on with it" in " ".join(stopped.errors.split())
    assert {o.ok for o in project.outcomes().values()} == {True}
    open_again = True
    assert project.crawl().code == 0
    assert all(o.ok for o in project.outcomes().values())
    assert_whole(project, 12)


def _begun(project):
    with suppress(ImgcrawlError):  # there is no catalogue yet, or no run in it
        return len(project.outcomes())
    return 0


def test_a_stop_among_rows_that_need_no_request(project, until):
    """Ctrl-C ends a run in time while rows turn into outcomes without any request, and none of them is lost."""
    rows = 12_000
    project.write([(str(n), f"ftp://h{n}.test/1.jpg", "") for n in range(rows)])
    feed = project.folder / "out.jsonl"
    process = project.start("-o", str(feed))
    until(lambda: _begun(project))
    process.send_signal(signal.SIGINT)
    stopped = project.end(process, time.monotonic())
    assert (stopped.code, stopped.in_time) == (130, True)
    assert 0 < len(project.outcomes()) < rows
    assert [json.loads(line)["id"] for line in feed.read_text().splitlines()] == list(project.outcomes())
    again = project.crawl(DOWNLOAD_TIMEOUT="1")
    assert (again.code, len(project.outcomes())) == (0, rows)
    assert "DOWNLOAD_TIMEOUT has no effect here; use IMGCRAWL_TOTAL_TIMEOUT_SECONDS" in " ".join(again.errors.split())


def test_relative_addresses_lead_to_the_images_of_their_pages(project, web):
    """The same relative address on two pages is two images; each page of a dead address is asked."""
    world = project.world
    scripts = {"/gone.jpg": web.answer(404), "/p": web.answer(404, media_type="text/html")}
    for host in ("h1.test", "h2.test"):
        world.scripts[host] = lambda v, h=host: scripts.get(v.path) or web.answer(body=web.picture(h + v.path))
    project.write(
        [
            ("a", "img/1.jpg", world.url("h1.test", "/x/")),
            ("b", "img/1.jpg", world.url("h2.test", "/x/")),
            ("c", "1.jpg", world.url("h1.test", "/x/img/page.html")),
            ("d", world.url("h1.test", "/gone.jpg"), world.url("h1.test", "/p?1")),
            ("e", world.url("h1.test", "/gone.jpg"), world.url("h2.test", "/p?2")),
        ]
    )
    assert project.crawl().code == 0
    found = project.outcomes()
    assert found["a"].sha256 == found["c"].sha256 != found["b"].sha256
    assert len(world.visits("h1.test", "/x/img/1.jpg")) == len(world.visits("h2.test", "/x/img/1.jpg")) == 1
    assert [found[row].error for row in "de"] == ["http_404", "http_404"]
    assert len(world.visits("h1.test", "/p")) == len(world.visits("h2.test", "/p")) == 1


@pytest.fixture(scope="module")
def long(projects, web):
    """Crawl a long list of which the first row and one far behind share their URL."""
    project, absent = projects("long"), web.answer(404)
    for n in range(20):
        project.world.scripts[f"h{n}.test"] = lambda _: absent
    rows = rows_of(project.world, LONG, hosts=20)
    rows[1700] = ("1700", rows[0][1], "")
    project.write(rows)
    return project, project.crawl(IMGCRAWL_SCHEDULER_MAX_QUEUED=str(HELD), IMGCRAWL_REMEDIES="retry,wait")


def test_memory_is_flat_in_the_length_of_the_list(long):
    """Of a long list only as many requests are held at a time as the setting allows, and every row has its outcome."""
    _, crawl = long
    assert crawl.code == 0
    assert crawl.stats["imgcrawl/rows"] == LONG
    assert 0 < crawl.stats["imgcrawl/scheduler/queued_max"] <= HELD + 10


def test_duplicates_far_apart_are_fetched_once(long):
    """A URL that comes up again long after it was done is not asked for again."""
    project, _ = long
    assert len(project.world.visits("h0.test", "/0.jpg")) == 1
    assert len(project.world.log) == LONG - 1


def test_a_crawl_without_trouble_is_quiet_and_leaves_no_process(project, web, until):
    """A crawl that goes well warns of nothing, and all its processes end with it."""
    world, go_on = project.world, False

    async def script(visit: Any) -> Any:
        while not go_on:  # noqa: ASYNC110 - it is the test that says so, in another thread
            await asyncio.sleep(0.01)
        return web.answer(body=web.picture(visit.path))

    world.scripts["h0.test"] = script
    project.write(rows_of(world, 4))
    process = project.start()
    until(lambda: len(project.processes()) > 1)
    go_on = True
    crawl = project.end(process)
    assert project.processes() == []
    assert crawl.code == 0
    assert "WARNING" not in crawl.errors


def test_a_pipe_that_nobody_writes_to_can_be_left(project, until):
    """A crawl whose list is a pipe waits for its rows; it ends in time when told to, and fetches rows that come."""
    world, pipe = project.world, project.folder / "rows"
    os.mkfifo(pipe)
    process = project.start("-a", f"source={pipe}", IMGCRAWL_PROGRESS_SECONDS="0.2")
    until(lambda: "0 rows" in (project.folder / "errors-0.txt").read_text())
    process.send_signal(signal.SIGINT)
    stopped = project.end(process, time.monotonic())
    assert (stopped.code, stopped.in_time) == (130, True)
    assert "Traceback" not in stopped.errors
    process = project.start("-a", f"source={pipe}")
    pipe.write_text("".join(f"{world.url('h.test', f'/{n}.jpg')}\n" for n in range(3)))
    assert project.end(process).code == 0
    assert all(o.ok for o in project.outcomes().values())
    assert len(project.outcomes()) == 3
