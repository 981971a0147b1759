"""Answers that are about who asks, and those that only look so."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from imgcrawl.identity.provider import BrowserProvider

QUICKLY = {"IMGCRAWL_PAUSE_BASE_SECONDS": "0.1", "IMGCRAWL_RETRY_BASE_SECONDS": "0.1"}
PHONES = {"IMGCRAWL_IDENTITY_PHONES_ENABLED": "True"}
CONTACT = {"IMGCRAWL_CONTACT": "who@example.org"}


def seen_as_phone() -> str:
    """Return the name of a host that is asked by a browser on a phone first."""
    provider, names = BrowserProvider(PHONES), (f"img{n}.test" for n in range(1000))
    return next(name for name in names if provider.identity_for(name).mobile)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("is_sent_away", [True, False], ids=["redirect", "page"])
def test_a_host_that_gives_phones_a_page_gives_its_images_to_others(project, web, rows, is_sent_away):
    """Phones are led to the site for phones, or get a page, and libraries nothing; a desktop browser gets in."""
    host = seen_as_phone()
    page = web.answer(200, body=b"<html>For you</html>", media_type="text/html")

    def script(visit: Any) -> Any:
        agent = visit.headers["user-agent"]
        if "Mobile" in agent:
            return web.answer(302, Location=project.world.url(f"m.{host}", "/")) if is_sent_away else page
        return web.answer(body=web.picture(visit.path)) if agent.startswith("Mozilla/") else web.answer(403)

    project.world.scripts |= {host: script, f"m.{host}": lambda _visit: page}
    project.write([(str(n), project.world.url(host, f"/{n}.jpg"), "") for n in range(rows)])
    done = project.crawl(**QUICKLY, **PHONES)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row: outcome.error for row, outcome in outcomes.items() if not outcome.ok} == {}
    assert outcomes["0"].rescued_by in ("other_browser", "third_browser")
    assert len(project.world.log) <= 2 * rows + 4


def test_a_host_that_wants_to_know_who_asks_is_told(project, web):
    """Who answers 429 to all that have no name gives all rows their images after one wait, if there is a contact."""
    project.world.scripts["named.test"] = lambda visit: (
        web.answer(body=web.picture(visit.path))
        if "who@example.org" in visit.headers["user-agent"]
        else web.answer(429, body=b"set a user agent with contact")
    )
    project.write([(str(n), project.world.url("named.test", f"/{n}.jpg"), "") for n in range(6)])
    done = project.crawl(**QUICKLY, **CONTACT)
    assert done.code == 0, done.errors
    assert {row: outcome.error for row, outcome in project.outcomes().items() if not outcome.ok} == {}
    assert len(project.world.log) <= 2 * 6  # all that are under way when the first is refused are refused once


@pytest.mark.parametrize("gives", [True, False])
@pytest.mark.parametrize("led_by", [[], ["a.test"], ["a.test", "b.test"]], ids=["own", "led", "led-by-two"])
def test_rows_wait_for_what_the_first_find_under_our_own_name(project, web, gives, led_by):
    """A gate challenges browsers alone: two rows ask as the answer bids, the others once it is known to help.

    They do so too where a redirect leads to the gate; the only row of another host that leads there has none to wait
    for.
    """
    rows, seen = 8, asyncio.Event()
    challenge = b'<html><script id="anubis_challenge" type="application/json">{}</script></html>'
    challenged: set[str] = set()

    async def script(visit: Any) -> Any:
        if visit.headers["user-agent"].startswith("Mozilla/"):
            challenged.add(visit.path)
            if len(challenged) == rows:
                asyncio.get_running_loop().call_later(0.5, seen.set)
            return web.answer(200, challenge, "text/html")
        await asyncio.wait_for(seen.wait(), 20)
        return web.answer(200, web.picture(visit.path)) if gives else web.answer(403)

    def lead(visit: Any) -> Any:
        return web.answer(302, Location=project.world.url("gate.test", visit.target))

    project.world.scripts |= {"gate.test": script, **dict.fromkeys(led_by, lead)}
    hosts = [led_by[-1] if n == rows - 1 else led_by[0] for n in range(rows)] if led_by else ["gate.test"] * rows
    project.write([(str(n), project.world.url(hosts[n], f"/{n}.jpg"), "") for n in range(rows)])
    done = project.crawl(**QUICKLY, IMGCRAWL_HOST_CONCURRENCY="4", IMGCRAWL_HOST_CONCURRENCY_START="4")
    assert done.code == 0, done.errors
    assert {outcome.ok for outcome in project.outcomes().values()} == {gives}
    assert len(project.world.visits("gate.test")) <= rows + (rows if gives else 2 * (2 + (len(led_by) > 1)))


def test_what_is_missing_and_leads_home_costs_little(project, web):
    """Of a host that gives images and sends the rest to its home page, two rows are asked for otherwise, none waits."""
    home = web.answer(200, body=b"<html>Welcome</html>", media_type="text/html")

    def script(visit: Any) -> Any:
        if visit.path == "/":
            return home
        number = int(visit.path[1:-4])
        return web.answer(body=web.picture(visit.path)) if number % 3 == 0 else web.answer(302, Location="/")

    project.world.scripts["soft.test"] = script
    project.write([(str(n), project.world.url("soft.test", f"/{n}.jpg"), "") for n in range(12)])
    done = project.crawl()
    assert done.code == 0, done.errors
    errors = {int(row): outcome.error for row, outcome in project.outcomes().items() if not outcome.ok}
    assert errors == {n: "content_html" for n in range(12) if n % 3}
    assert len(project.world.log) <= 4 + 8 * 2 + 2 * 2
    assert done.stats.get("imgcrawl/remedy/wait", 0) == 0
