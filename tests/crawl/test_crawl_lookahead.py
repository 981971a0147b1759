"""A list sorted by host, longer than what is held in memory."""

from __future__ import annotations

import asyncio

ROWS, IN_MEMORY = 120, 40


def test_a_busy_host_does_not_hold_up_the_rest_of_the_list(project, web):
    """The list is read past a host that is busy; its rows follow in order, while its pictures are held back too."""

    async def script(visit):
        await asyncio.sleep(0.02)
        return web.answer(body=web.picture(visit.target))

    project.world.scripts["busy.test"] = script
    urls = [project.world.url("busy.test", f"/{n}.jpg") for n in range(ROWS)] + [project.world.url("late.test")]
    project.write([(str(n), url, "") for n, url in enumerate(urls)])
    crawl = project.crawl(IMGCRAWL_SCHEDULER_MAX_QUEUED=str(IN_MEMORY), IMGCRAWL_HOST_CONCURRENCY="1")
    assert crawl.code == 0
    assert [outcome.ok for outcome in project.outcomes().values()] == [True] * (ROWS + 1)
    visited = [visit.target for visit in project.world.log]
    assert [visit.host for visit in project.world.log].index("late.test") < ROWS // 2
    assert [path for path in visited if path != "/1.jpg"] == [f"/{n}.jpg" for n in range(ROWS) if n != 1]
    assert crawl.stats["imgcrawl/scheduler/queued_max"] <= IN_MEMORY
    assert project.stray_files() == []


def test_rows_that_cannot_be_kept_stop_the_run(project, web):
    """When the disk takes no rows the run stops and says so, and goes on later; no row is lost."""
    urls = [project.world.url("a.test", f"/{n}.jpg") for n in range(60)]
    project.write([(str(n), url, "") for n, url in enumerate(urls)])
    few = {"IMGCRAWL_SCHEDULER_MAX_QUEUED": "8", "IMGCRAWL_HOST_CONCURRENCY": "1"}
    crawl = project.crawl(SPIDER_MODULES="full_disk", **few)
    assert crawl.code == 1
    assert f"rows read ahead cannot be kept in {project.folder}/data (IMGCRAWL_DATA_DIR): No space" in crawl.errors
    assert "Traceback" not in crawl.errors
    assert project.crawl(**few).code == 0
    assert [outcome.ok for outcome in project.outcomes().values()] == [True] * 60
