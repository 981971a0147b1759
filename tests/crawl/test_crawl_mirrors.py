"""Machines behind an address of which some fail: mirrors that a redirect chooses from."""

from __future__ import annotations

from typing import Any

import pytest

ROWS = 6


def crawl_of(project: Any, host: str = "a.test", rows: int = ROWS) -> dict[str, Any]:
    """Crawl a few rows of *host* and return their outcomes; no machine is given up for the time that it takes."""
    project.write([(str(n), project.world.url(host, f"/{n}.jpg"), "") for n in range(rows)])
    project.crawl(IMGCRAWL_HOST_OUTAGE_SECONDS="60")
    return project.outcomes()


@pytest.mark.parametrize("status", [302, 303, 307])
@pytest.mark.parametrize("fault", ["dead", "failing"])
def test_a_redirect_may_lead_to_another_machine_the_next_time(project, web, closed_port, fault, status):
    """A row that was led to a mirror that fails is asked for from its start, and the mirror no more for that row."""
    dead = f"http://127.0.0.1:{closed_port}" if fault == "dead" else project.world.url("bad.test", "")

    def redirector(visit: Any) -> Any:
        there = dead if visit.number == 1 else project.world.url("good.test", "")
        return web.answer(status, Location=f"{there}{visit.path}")

    project.world.scripts["a.test"] = redirector
    project.world.scripts["bad.test"] = lambda _: web.answer(502)
    outcomes = crawl_of(project)
    assert all(outcome.ok and outcome.rescued_by == "retry" for outcome in outcomes.values())
    assert [len(project.world.visits("a.test", f"/{n}.jpg")) for n in range(ROWS)] == [2] * ROWS
    assert len(project.world.visits("bad.test")) == (ROWS if fault == "failing" else 0)


def test_most_machines_may_be_down(project, web, closed_port):
    """A row is led to another one four times more, and those that are known to be down are not asked for long."""
    down = [f"http://127.0.0.1:{closed_port}", "http://no-such-name.invalid", project.world.url("busy.test", "")]
    down += [project.world.url("mute.test", "")]

    def chooser(visit: Any) -> Any:
        there = [*down, project.world.url("good.test", "")][visit.number - 1]
        return web.answer(302, Location=f"{there}{visit.path}")

    project.world.scripts["a.test"] = chooser
    project.world.scripts["busy.test"] = lambda _: web.answer(503)
    project.world.scripts["mute.test"] = lambda _: web.Reply(b"", close=True)
    outcomes = crawl_of(project, rows=3)
    assert all(outcome.ok for outcome in outcomes.values())
    assert [len(project.world.visits("a.test", f"/{n}.jpg")) for n in range(3)] == [5] * 3


def test_where_other_rows_are_led_tells_that_there_are_mirrors(project, web):
    """A row that is led three times to a name that does not exist is asked for a fourth time."""

    def chooser(visit: Any) -> Any:
        is_unlucky = visit.path == "/0.jpg" and visit.number < 4
        there = "http://no-such-name.invalid" if is_unlucky else project.world.url("good.test", "")
        return web.answer(302, Location=f"{there}{visit.path}")

    project.world.scripts["a.test"] = chooser
    outcomes = crawl_of(project)
    assert all(outcome.ok for outcome in outcomes.values())
    assert outcomes["0"].rescued_by == "retry"


def test_a_redirect_for_good_is_not_asked_about_again(project, web):
    """301 says where the image is from now on: that address is asked again."""
    project.world.scripts["a.test"] = lambda visit: web.answer(
        301, Location=project.world.url("moved.test", visit.path)
    )
    broken = ("/0.jpg", "/1.jpg")
    project.world.scripts["moved.test"] = lambda visit: (
        web.answer(502) if visit.number == 1 and visit.path in broken else web.answer(body=web.picture(visit.path))
    )
    outcomes = crawl_of(project)
    assert all(outcome.ok for outcome in outcomes.values())
    assert all(len(project.world.visits("a.test", path)) <= 1 for path in broken)  # the last may be sent on unasked
    assert [len(project.world.visits("moved.test", path)) for path in broken] == [2, 2]
