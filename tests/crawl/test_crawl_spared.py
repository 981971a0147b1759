"""Hosts that redirect whatever they are asked for: what is known of that is not asked for each row."""

from __future__ import annotations

from typing import Any

import pytest

_ROWS = 12
_BEFORE_KNOWN = 6
"""Rows of a host that are led: three tell, and others may be under way before what these were led to has come."""


def test_a_host_that_leads_to_https_is_asked_so_after_two_rows(project, web, secure):
    """A row that https lacks is asked for as it is given."""
    world = project.world

    def http(visit: Any) -> Any:
        if visit.path == "/kept.jpg":
            return web.answer(body=web.picture(visit.path))
        return web.answer(302, Location=secure.url("site.test", visit.target))

    world.scripts["site.test"] = http
    secure.scripts["site.test"] = lambda v: web.answer(404 if v.path == "/kept.jpg" else 200, web.picture(v.path))
    names = [*(f"{n}" for n in range(_ROWS)), "kept"]
    project.write((name, world.url("site.test", f"/{name}.jpg"), "") for name in names)
    done = project.crawl(IMGCRAWL_HOST_CONCURRENCY="1", IMGCRAWL_TLS_CA_FILE=str(project.folder / "ca.pem"))
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert all(outcome.ok for outcome in outcomes.values())
    assert len(world.visits("site.test")) <= 2 + 1 + 1
    assert len(secure.visits("site.test")) == len(names)
    assert outcomes["5"].final_url == secure.url("site.test", "/5.jpg")
    assert outcomes["kept"].final_url == world.url("site.test", "/kept.jpg")


@pytest.fixture
def moved(project, web):
    """Let a host lead to another one by its script; return how to crawl it, one row at a time."""

    def crawl(lead: Any, names: list[str], **settings: str) -> Any:
        world = project.world

        def old(visit: Any) -> Any:
            return lead(visit) or web.answer(301, Location=world.url("new.test", visit.target))

        def new(visit: Any) -> Any:
            return web.answer(404) if "gone" in visit.path else web.answer(body=web.picture(visit.path))

        world.scripts |= {"old.test": old, "new.test": new}
        project.write((name, world.url("old.test", f"/{name}.jpg?v=1"), "") for name in names)
        done = project.crawl(IMGCRAWL_HOST_CONCURRENCY="1", **settings)
        assert done.code == 0, done.errors
        return project.outcomes(), len(world.visits("old.test")), len(world.visits("new.test"))

    return crawl


def test_a_host_that_has_moved_is_asked_about_three_rows(moved, project):
    """The others begin where it leads, and their outcomes say so; without retries each of them is asked for."""
    outcomes, old, new = moved(lambda _: None, [f"{n}" for n in range(_ROWS)])
    assert all(outcome.ok for outcome in outcomes.values())
    assert old <= _BEFORE_KNOWN
    assert new == _ROWS
    last = outcomes[f"{_ROWS - 1}"]
    assert last.final_url == project.world.url("new.test", f"/{_ROWS - 1}.jpg?v=1")
    assert (last.attempts, last.rescued_by) == (1, None)
    assert "not asked for" in last.trail[0]["note"]


def test_without_retries_each_row_is_led(moved):
    """What is spared may be wrong, and nothing would put it right."""
    _, old, new = moved(lambda _: None, [f"{n}" for n in range(_ROWS)], IMGCRAWL_REMEDIES="https")
    assert (old, new) == (_ROWS, _ROWS)


def test_what_is_not_where_it_would_have_been_led_is_asked_for_itself(moved, web):
    """A picture that stayed is found; what is gone costs no more than it would have."""
    names = [*(f"{n}" for n in range(_ROWS)), "gone-1", "gone-2", "gone-here"]

    def lead(visit: Any) -> Any:
        return web.answer(body=web.picture(visit.path)) if "here" in visit.path else None

    outcomes, old, new = moved(lead, names, IMGCRAWL_REMEDIES="https,retry")
    assert [name for name, outcome in outcomes.items() if not outcome.ok] == ["gone-1", "gone-2"]
    assert [outcomes[name].attempts for name in names[-3:]] == [2] * 3
    assert old <= _BEFORE_KNOWN + 3
    assert new == len(names)
