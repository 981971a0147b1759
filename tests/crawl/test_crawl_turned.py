"""One crawl of hosts that turn after some images, for a while or for good; each test looks at one of them."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE_S = 0.2
"""The host is asked 2.5, 5, 10 and 20 times as long after it has turned."""
BLOCK_S = 1.4
GIVEN, ROWS = 6, 24
MOST_REFUSED = 24
"""Eight that may be under way when the host turns, and four probes; a kept connection that is cut counts twice."""
BROWSERS = ("other_browser", "third_browser")
"""One of these may be the one that asks whether the host is back."""

HTML = b"<!doctype html><html><body>back soon</body></html>"


class Turning:
    """A host that gives some images, then something else for a while, and then images again."""

    def __init__(self, web: Any, refuse: Callable[[Any], Any], *, block_s: float = BLOCK_S) -> None:
        self._web, self._refuse, self._block_s = web, refuse, block_s
        self._given, self._turned_at = 0, 0.0
        self.refused = 0

    def come_back(self) -> None:
        self._block_s = 0.0

    def __call__(self, visit: Any) -> Any:
        if self._given >= GIVEN and not self._turned_at:
            self._turned_at = visit.at
        if self._turned_at and visit.at - self._turned_at < self._block_s:
            self.refused += 1
            return self._refuse(visit)
        self._given += 1
        return self._web.answer(body=self._web.picture(visit.host + visit.path))


class Hosts:
    """The crawl that ended, and what it left."""

    def __init__(self, project: Any, web: Any) -> None:
        self.project, self.web, self.world = project, web, project.world
        self.rows: list[tuple[str, str]] = []
        self.turning: dict[str, Turning] = {}
        notice = web.picture("back soon")
        for host, refuse in {
            "bad-gateway": lambda _: web.answer(502, b"bad gateway", "text/plain"),
            "origin-down": lambda _: web.answer(521, HTML, "text/html"),
            "bandwidth": lambda _: web.answer(509, HTML, "text/html"),
            "resources": lambda _: web.answer(508, HTML, "text/html"),
            "its-own": lambda _: web.answer(493, HTML, "text/html"),
            "reset": lambda _: web.Reply(b"", reset=True),
            "hang-up": lambda _: web.Reply(b"", close=True),
            "html": lambda _: web.answer(body=HTML, media_type="text/html"),
            "forbidden": lambda _: web.answer(403, HTML, "text/html"),
            "picture": lambda _: web.answer(body=notice),
        }.items():
            self.turning[host] = Turning(web, refuse)
            self._add(host, self.turning[host])
        self.turning["for-good"] = Turning(web, lambda _: web.answer(403, HTML, "text/html"), block_s=1e9)
        self._add("for-good", self.turning["for-good"])
        self._add("missing", self._missing)
        self._add("guarded", self._guarded(Turning(web, lambda _: web.answer(403, HTML, "text/html", Server="guard"))))
        project.write(self.rows, header=("id", "url"))
        self.crawl = project.crawl(IMGCRAWL_PAUSE_BASE_SECONDS=str(PAUSE_S), IMGCRAWL_CONTACT="ops@example.org")
        self.outcomes = project.outcomes()

    def of(self, host: str) -> list[Any]:
        return [self.outcomes[row_id] for row_id, _ in self.rows if row_id.startswith(f"{host}/")]

    def _add(self, host: str, script: Callable[[Any], Any]) -> None:
        self.world.scripts[f"{host}.test"] = script
        self.rows += [(f"{host}/{n}", self.world.url(f"{host}.test", f"/{n}.jpg")) for n in range(ROWS)]

    def _missing(self, visit: Any) -> Any:
        if int(visit.path[1:-4]) % 3 == 2:
            return self.web.answer(403, b"<Error/>", "application/xml", Server="store")
        return self.web.answer(body=self.web.picture(visit.host + visit.path))

    def _guarded(self, turning: Turning) -> Callable[[Any], Any]:
        self.turning["guarded"] = turning

        def script(visit: Any) -> Any:
            reply = turning(visit)
            return self._missing(visit) if reply.status == 200 else reply

        return script


@pytest.fixture(scope="module")
def hosts(projects, web):
    """Crawl the hosts once."""
    return Hosts(projects("turned"), web)


@pytest.mark.parametrize(
    "host", ["bad-gateway", "origin-down", "bandwidth", "resources", "its-own", "reset", "hang-up", "html", "forbidden"]
)
def test_a_host_that_turns_for_a_while_gives_all_its_images(hosts, host):
    """Whatever it says meanwhile: its rows wait, and few requests are spent on asking whether it is back."""
    assert [o.error for o in hosts.of(host)] == [None] * ROWS
    assert 0 < hosts.turning[host].refused <= MOST_REFUSED
    assert {o.rescued_by for o in hosts.of(host)} <= {None, "wait", "retry", *BROWSERS}


def test_a_notice_in_the_place_of_images_is_waited_out(hosts):
    """A picture that says come back soon is known by its repetition, which takes a few more requests."""
    assert [o.error for o in hosts.of("picture")] == [None] * ROWS
    assert 0 < hosts.turning["picture"].refused <= 2 * MOST_REFUSED


def test_a_host_that_has_turned_for_good_costs_four_probes(hosts):
    """Then its rows are dealt with one by one, and named as what they met."""
    outcomes, visits = hosts.of("for-good"), hosts.world.visits("for-good.test")
    assert sorted(str(o.error) for o in outcomes) == ["None"] * GIVEN + ["http_403"] * (ROWS - GIVEN)
    turned_at = visits[GIVEN].at
    held = [v for v in visits[GIVEN:] if v.at - turned_at < 19 * PAUSE_S]
    assert 3 < len(held) <= 8 + 3


def test_what_is_missing_among_images_is_not_waited_for_long(hosts):
    """Where the store says 403 for every third row the others are got at once, and these get that error."""
    outcomes, visits = hosts.of("missing"), hosts.world.visits("missing.test")
    assert [o.error for o in outcomes] == [None, None, "http_403"] * (ROWS // 3)
    assert all(o.attempts == 1 for o in outcomes if o.ok)
    assert len(visits) <= 3 * ROWS


def test_a_guard_is_told_from_the_store_behind_it(hosts):
    """Rows that are missing there do not hide that the guard refuses all for a while."""
    assert [o.error for o in hosts.of("guarded")] == [None, None, "http_403"] * (ROWS // 3)
    assert hosts.turning["guarded"].refused <= MOST_REFUSED


@pytest.mark.parametrize("status", [493, 509])
def test_a_host_that_lets_one_request_pass_at_a_time_gives_all_its_images(project, web, status):
    """It is found out after its first image, whatever the status by which it refuses what comes too soon."""
    last = 0.0

    def script(visit: Any) -> Any:
        nonlocal last
        is_too_soon, last = visit.at - last < 1.5 * PAUSE_S, visit.at
        return web.answer(status, HTML, "text/html") if is_too_soon else web.answer(body=web.picture(visit.path))

    project.world.scripts["one.test"] = script
    project.write([(str(n), project.world.url("one.test", f"/{n}.jpg")) for n in range(8)], header=("id", "url"))
    done = project.crawl(
        IMGCRAWL_PAUSE_BASE_SECONDS=str(PAUSE_S),
        IMGCRAWL_RETRY_BASE_SECONDS=str(PAUSE_S),
        IMGCRAWL_THROTTLE_DELAY_SECONDS=str(PAUSE_S),
    )
    assert done.code == 0, done.errors
    assert [outcome.error for outcome in project.outcomes().values()] == [None] * 8
    assert sum(visit.status != 200 for visit in project.world.visits("one.test")) <= 8


def test_a_host_that_answers_one_request_at_a_time_gives_all_its_images(project, web):
    """Whatever the status by which it refuses the others, and though it does so before its first image has come."""
    busy = 0

    async def script(visit: Any) -> Any:
        nonlocal busy
        if busy:
            return web.answer(493, HTML, "text/html")
        busy += 1
        await asyncio.sleep(PAUSE_S / 2)
        busy -= 1
        return web.answer(body=web.picture(visit.path))

    project.world.scripts["busy.test"] = script
    project.write([(str(n), project.world.url("busy.test", f"/{n}.jpg")) for n in range(ROWS)], header=("id", "url"))
    done = project.crawl(IMGCRAWL_PAUSE_BASE_SECONDS=str(PAUSE_S), IMGCRAWL_RETRY_BASE_SECONDS=str(PAUSE_S))
    assert done.code == 0, done.errors
    assert [outcome.error for outcome in project.outcomes().values()] == [None] * ROWS
    assert sum(visit.status != 200 for visit in project.world.visits("busy.test")) <= ROWS // 2


def test_rows_that_wait_for_a_held_host_outlive_a_kill(project, web, until):
    """They have no outcome, so that the next crawl takes them up, and gets what the host gives by then."""
    host = Turning(web, lambda _: web.answer(403, HTML, "text/html"), block_s=1e9)
    project.world.scripts["held.test"] = host
    project.write([(str(n), project.world.url("held.test", f"/{n}.jpg")) for n in range(ROWS)], header=("id", "url"))
    process = project.start(IMGCRAWL_PAUSE_BASE_SECONDS="1")
    until(lambda: host.refused and time.time() - project.world.visits("held.test")[-1].at > 1.5)
    process.kill()
    process.wait(10)
    assert len(project.outcomes()) == GIVEN
    host.come_back()
    assert project.crawl(IMGCRAWL_PAUSE_BASE_SECONDS="1").code == 0
    assert [o.error for o in project.outcomes().values()] == [None] * ROWS
    assert project.stray_files() == []


def test_a_host_that_gives_little_for_its_waits_is_not_waited_for_long(project, web):
    """Where one request in ten is given an image, whatever came before, waiting for it comes to an end."""
    requests = 0

    def script(visit: Any) -> Any:
        nonlocal requests
        requests += 1
        return web.answer(403) if requests % 10 else web.answer(body=web.picture(visit.path))

    project.world.scripts["scanty.test"] = script
    project.write([(str(n), project.world.url("scanty.test", f"/{n}.jpg")) for n in range(60)], header=("id", "url"))
    done = project.crawl(IMGCRAWL_PAUSE_BASE_SECONDS=str(PAUSE_S))
    assert done.code == 0, done.errors
    assert len(project.outcomes()) == 60
    visits = [visit.at for visit in project.world.visits("scanty.test")]
    pauses = [(later - before) / PAUSE_S for before, later in pairwise(visits)]
    assert sum(pause for pause in pauses if pause > 2.4) <= 150  # 230 without a bound; on a busy machine 96 was seen
