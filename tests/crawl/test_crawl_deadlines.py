"""How long a row may take in all, as its host sees it, and what is told of one that had nothing but refusals."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from imgcrawl.records import Outcome

MOMENT_S = 2.5
"""By so much a row may end after its deadline: rows are looked at by the second, and the machine may be busy."""


def taken_s(outcome: Outcome) -> float:
    """Return how long a row took from its first request to its end, in seconds."""
    began, ended = (datetime.fromisoformat(at) for at in (outcome.started_at or "", outcome.finished_at or ""))
    return (ended - began).total_seconds()


@pytest.mark.parametrize(("deadline_s", "requests"), [("1", 1), ("5", 3)])
def test_no_row_waits_for_what_comes_after_its_deadline(project, web, deadline_s, requests):
    """A host that says 429 for ever, and names a second each time, is asked again only within the row's time.

    It is left alone for a second more.
    """
    project.world.scripts["busy.test"] = lambda _visit: web.answer(429, Retry_After="1")
    project.write([("1", project.world.url("busy.test"), "")])
    done = project.crawl(IMGCRAWL_URL_DEADLINE_SECONDS=deadline_s)
    assert done.code == 0, done.errors
    assert [outcome.error for outcome in project.outcomes().values()] == ["http_429"]
    assert len(project.world.visits("busy.test")) == requests


def test_a_row_that_was_refused_to_the_end_tells_how(project, web):
    """The rows of a host that says 429 for ever tell that status, but for those that were not asked for any more."""
    project.world.scripts["busy.test"] = lambda _visit: web.answer(429)
    project.write([(str(n), project.world.url("busy.test", f"/{n}.jpg"), "") for n in range(8)])
    done = project.crawl()
    assert done.code == 0, done.errors
    outcomes = project.outcomes().values()
    assert {outcome.error for outcome in outcomes} == {"http_429"}
    assert {(outcome.attempts > 0, outcome.status) for outcome in outcomes} == {(True, 429), (False, None)}


def test_a_row_ends_in_time_although_others_lengthen_the_pause(project, web):
    """Each row of a host that keeps them waiting ends when its time is over, with what it was refused by."""

    async def busy(visit):
        await asyncio.sleep(0.2)
        return web.answer(429, Retry_After="2")

    project.world.scripts["busy.test"] = busy
    project.write([(str(n), project.world.url("busy.test", f"/{n}.jpg"), "") for n in range(12)])
    done = project.crawl(IMGCRAWL_URL_DEADLINE_SECONDS="5")
    assert done.code == 0, done.errors
    begun = [outcome for outcome in project.outcomes().values() if outcome.attempts]
    assert {(o.error, o.status, o.retryable) for o in begun} == {("http_429", 429, True)}
    assert max(map(taken_s, begun)) < 5 + MOMENT_S


def test_redirects_end_in_time(project, web):
    """A row that is led on and on ends when its time is over, and so does one that is led to a host that is paused."""
    world = project.world

    async def leads_on(visit):
        await asyncio.sleep(0.4)
        return web.answer(302, Location=world.url("leads.test", f"/{visit.path[1:]}0"))

    world.scripts["leads.test"] = leads_on
    world.scripts["busy.test"] = lambda _visit: web.answer(429, Retry_After="60")
    world.scripts["late.test"] = lambda _visit: web.answer(302, Location=world.url("busy.test", "/2"))
    rows = [
        ("on", world.url("leads.test", "/1")),
        ("busy", world.url("busy.test")),
        ("to-busy", world.url("late.test")),
    ]
    project.write([(*row, "") for row in rows])
    done = project.crawl(IMGCRAWL_URL_DEADLINE_SECONDS="3")
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    ends = {name: (outcomes[name].error, outcomes[name].retryable) for name in ("on", "to-busy")}
    assert ends == {"on": ("http_redirect_loop", True), "to-busy": ("http_429", True)}
    assert all("IMGCRAWL_URL_DEADLINE_SECONDS" in outcomes[name].reason for name in ends)
    assert max(map(taken_s, outcomes.values())) < 3 + MOMENT_S
    assert 4 < outcomes["on"].attempts < 12
