"""A process that is stopped for a while, as by a machine that is overloaded, in the middle of a crawl."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import pytest

LIMIT_S, STANDSTILL_S = 1.0, 2.5


@pytest.mark.parametrize(("answers", "standstills"), [(True, 1), (False, 2)], ids=["answers", "silent"])
def test_a_standstill_of_ours_is_no_fault_of_the_host(project, web, until, answers, standstills):
    """A request that ran out of time while this process stood still is made again, however often it does: once."""
    has_stood_still = False

    async def script(visit):
        while not (answers and has_stood_still):  # noqa: ASYNC110 - it is the test that says so, in another thread
            await asyncio.sleep(0.01)
        return web.answer(body=web.picture(visit.host))

    project.world.scripts["a.test"] = script
    project.write([("0", project.world.url("a.test"), "")])
    process = project.start(profile="baseline", IMGCRAWL_RESPONSE_TIMEOUT_SECONDS=str(LIMIT_S))
    for number in range(standstills):
        until(lambda number=number: len(project.world.visits("a.test")) > number)
        os.kill(process.pid, signal.SIGSTOP)
        has_stood_still = True
        time.sleep(STANDSTILL_S)
        os.kill(process.pid, signal.SIGCONT)
    crawl = project.end(process)
    outcome = project.outcomes()["0"]
    assert (outcome.ok, outcome.error, outcome.attempts) == (answers, None if answers else "tcp_timeout", 1)
    assert crawl.stats["imgcrawl/downloader/excused"] == 1
    assert len(project.world.visits("a.test")) == 2
    assert crawl.stats["imgcrawl/downloader/lag_max"] >= 2
