"""The computer's clock is set while a crawl is under way."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

WAIT_S = 2
DAY_S = 86_400


@pytest.mark.parametrize(
    ("by_s", "tells_time"),
    [(2 * DAY_S, True), (2 * DAY_S, False), (3600, False), (-3600, False), (-400 * DAY_S, False)],
)
def test_a_date_to_wait_for_is_kept_however_the_clock_is_set(project, web, by_s, tells_time):
    """A host that is not asked before a date is asked soon after it, by the time that it was when the crawl began."""
    world = project.world

    def busy(visit):
        if len(world.visits(visit.host)) > 1:
            return web.answer(body=web.picture(visit.path))
        headers = {"Retry_After": formatdate(visit.at + WAIT_S, usegmt=True)}
        if tells_time:
            headers["Date"] = formatdate(visit.at, usegmt=True)
        return web.answer(429, b"later", **headers)

    world.scripts["busy.test"] = busy
    project.write([("1", world.url("busy.test"), "")])
    began = time.monotonic()
    done = project.crawl(SPIDER_MODULES="set_clock", CLOCK_SET_BY=str(by_s))
    assert done.code == 0, done.errors
    assert [(o.ok, o.attempts) for o in project.outcomes().values()] == [(True, 2)]
    refused, given = world.visits("busy.test")
    assert given.at >= int(refused.answered_at) + WAIT_S
    assert time.monotonic() - began < 60
