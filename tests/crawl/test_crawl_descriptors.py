"""Crawls that may open only few files at a time."""

from __future__ import annotations

import asyncio

HOSTS = 150


def test_few_open_files_slow_a_crawl_and_fail_no_row(project, web):
    """With fewer files than connections are wanted, fewer requests are sent side by side; all rows come through.

    Only who asked for more is told of it.
    """
    world, under_way, most = project.world, 0, 0

    async def slow(visit):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.3)
        under_way -= 1
        return web.answer(body=web.picture(visit.host + visit.path))

    world.scripts |= {f"h{n}.test": slow for n in range(HOSTS)}
    project.write([(str(n), world.url(f"h{n % HOSTS}.test", f"/{n}.jpg"), "") for n in range(HOSTS)])
    project.prefix = ("prlimit", "--nofile=160:160")
    crawl = project.crawl()
    assert (crawl.code, {o.ok for o in project.outcomes().values()}) == (0, {True})
    assert most <= 40
    assert "files may be open" not in crawl.errors
    told = project.crawl("-s", "CONCURRENT_REQUESTS=41")
    assert "only 160 files may be open at a time: 40 requests at most are sent side by side" in " ".join(
        told.errors.split()
    )
    project.prefix = ("prlimit", "--nofile=100:100")
    refused = project.crawl()
    assert (refused.code, "Traceback" in refused.errors) == (2, False), refused.errors
    assert "ulimit -n 128" in refused.errors
