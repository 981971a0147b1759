"""robots.txt is asked for in its host's turn, waited for, and obeyed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.settings import DOWNLOADER_MIDDLEWARES

if TYPE_CHECKING:
    from collections.abc import Callable

ROBOTS = "/robots.txt"
DELAY_S = 0.4


class Obedient:
    """One crawl by the profile polite, and what the hosts saw."""

    def __init__(self, project: Any, web: Any, closed_port: int) -> None:
        self.project, self.world, self.web = project, project.world, web
        self.rows: list[tuple[str, str, str]] = []
        self._lay_out(closed_port)
        project.write(self.rows)
        self.crawl = project.crawl(
            profile="polite", IMGCRAWL_HOST_DELAY_SECONDS=str(DELAY_S), IMGCRAWL_RETRY_MAX_ATTEMPTS="3"
        )
        self.outcomes = project.outcomes()

    def errors(self, host: str) -> list[str | None]:
        return [o.error for name, o in self.outcomes.items() if name.startswith(f"{host}/")]

    def paths(self, host: str) -> list[str]:
        return [v.path for v in self.world.visits(f"{host}.test")]

    def _add(self, host: str, robots: Callable[[Any], Any], *paths: str) -> None:
        def script(visit: Any) -> Any:
            return robots(visit) if visit.path == ROBOTS else self.web.answer(body=self.web.picture(visit.path))

        self.world.scripts[f"{host}.test"] = script
        for n, path in enumerate(paths or ("/1.jpg", "/2.jpg")):
            self.rows.append((f"{host}/{n}", self.world.url(f"{host}.test", path), ""))

    def _says(self, text: str) -> Callable[[Any], Any]:
        return lambda _: self.web.answer(body=text.encode(), media_type="text/plain")

    def _lay_out(self, closed_port: int) -> None:
        web, world = self.web, self.world
        forbid = self._says("User-agent: imgcrawl\nDisallow: /private/\n")
        self._add("some", forbid, "/1.jpg", "/private/1.jpg", "/private/2.jpg", "/2.jpg", "/3.jpg")
        self._add("missing", lambda _: web.answer(404))
        self._add("refused", lambda _: web.answer(403))
        self._add("failing", lambda _: web.answer(500))
        self._add("resets", lambda _: web.Reply(b"", reset=True))
        self._add("heals", lambda v: web.answer(503) if v.number < 3 else web.answer(404))
        self._add("busy", lambda v: web.answer(429, Retry_After="1") if v.number == 1 else web.answer(404))
        self._add("opted", lambda v: web.answer(503 if v.number == 1 else 404, X_Robots_Tag="noai"))
        self._add("away", lambda _: web.answer(429, Retry_After="86400"))
        self._add("slow", self._says("User-agent: *\nCrawl-delay: 0.9\n"), "/1.jpg", "/2.jpg", "/3.jpg")
        # The rules of the host that was redirected to are not the redirecting host's business, but the text is.
        self._add("elsewhere", self._says("User-agent: *\nDisallow: /1.jpg\n"), "/1.jpg", "/2.jpg")
        self._add("moved", lambda _: web.answer(301, Location=world.url("elsewhere.test", ROBOTS)))
        self._add("wanders", self._hops(5), "/1.jpg")
        self._add("lost", self._hops(6), "/1.jpg")
        self.rows.append(("down/1", f"http://down.test:{closed_port}/1.jpg", ""))
        self.world.scripts["hop.test"] = lambda v: (
            web.answer(302, Location=world.url("elsewhere.test", "/1.jpg")) if v.path == "/1.jpg" else web.answer(404)
        )
        self.rows.append(("hop/1", world.url("hop.test"), ""))

    def _hops(self, count: int) -> Callable[[Any], Any]:
        """Return a script that redirects *count* times before it forbids everything."""

        def script(visit: Any) -> Any:
            step = int(visit.target.partition("?")[2] or 0)
            if step < count:
                return self.web.answer(301, Location=f"{ROBOTS}?{step + 1}")
            return self.web.answer(body=b"User-agent: *\nDisallow: /\n", media_type="text/plain")

        return script


@pytest.fixture(scope="module")
def obedient(projects, web, closed_port):
    """Crawl them once."""
    return Obedient(projects("obedient"), web, closed_port)


def test_robots_txt_comes_first_and_once(obedient):
    """Each host is asked for its robots.txt before anything else, and once, under our own name."""
    assert obedient.crawl.code == 0
    assert "Traceback" not in obedient.crawl.errors
    assert obedient.paths("some") == [ROBOTS, "/1.jpg", "/2.jpg", "/3.jpg"]
    agent = obedient.world.visits("some.test", ROBOTS)[0].headers["user-agent"]
    assert agent.startswith("imgcrawl/")


def test_what_is_forbidden_is_not_sent(obedient):
    """A row that robots.txt forbids fails as such, is not retryable, and costs its host neither request nor time."""
    assert obedient.errors("some") == [None, "policy_robots", "policy_robots", None, None]
    outcome = obedient.outcomes["some/1"]
    assert (outcome.stage, outcome.retryable, outcome.attempts) == ("policy", False, 0)


def test_it_takes_its_place_in_the_hosts_queue(obedient):
    """The delay between two requests to a host holds for robots.txt as well.

    A single gap may come out shorter: the first request has its connection still to make.
    """
    hosts = ("some", "missing", "refused", "slow", "wanders", "lost", "elsewhere")
    firsts = [obedient.world.visits(f"{host}.test")[:2] for host in hosts]
    gaps = sorted(after.at - before.at for before, after in firsts)
    assert gaps[len(gaps) // 2] >= DELAY_S / 2


@pytest.mark.parametrize("host", ["missing", "refused"])
def test_no_robots_txt_allows_all(obedient, host):
    """A host without robots.txt, or that refuses it, forbids nothing."""
    assert obedient.errors(host) == [None, None]


@pytest.mark.parametrize(("host", "tries"), [("failing", 3), ("resets", 3)])
def test_one_that_cannot_be_had_forbids_for_now(obedient, host, tries):
    """A robots.txt that fails is asked for again; when it stays away nothing else is, and the rows can be retried."""
    assert obedient.errors(host) == ["policy_robots_unreachable"] * 2
    assert set(obedient.paths(host)) == {ROBOTS}
    assert len(obedient.paths(host)) == tries
    outcome = obedient.outcomes[f"{host}/1"]
    assert (outcome.stage, outcome.retryable) == ("policy", True)
    assert "robots.txt" in outcome.reason


def test_one_that_heals_is_waited_for(obedient):
    """A robots.txt that comes at the third try holds for the rows that waited."""
    assert obedient.errors("heals") == [None, None]


def test_a_field_of_its_answer_does_not_stop_the_next_try(obedient):
    """What the answer to a robots.txt says of itself holds neither for the next try nor for the rows that wait."""
    assert obedient.paths("opted") == [ROBOTS, ROBOTS, "/1.jpg", "/2.jpg"]
    assert obedient.errors("opted") == [None, None]


def test_a_host_that_wants_time_gets_it(obedient):
    """Nothing is sent in the time that a host asks for by its answer to robots.txt."""
    first, second, *_ = visits = obedient.world.visits("busy.test")
    assert second.at - first.answered_at >= 1.0
    assert [v.path for v in visits] == [ROBOTS, ROBOTS, "/1.jpg", "/2.jpg"]
    assert obedient.errors("busy") == [None, None]


def test_a_host_that_wants_a_day_is_left_alone(obedient):
    """A wait longer than the run sits out is not sat out for robots.txt either."""
    assert obedient.paths("away") == [ROBOTS]
    assert obedient.errors("away") == ["policy_robots_unreachable"] * 2


def test_crawl_delay_is_the_least_delay(obedient):
    """A delay that robots.txt asks for is kept between all requests to the host from then on."""
    visits = obedient.world.visits("slow.test")
    assert len(visits) == 4
    assert visits[-1].at - visits[0].at >= 2 * 0.9 > 3 * DELAY_S


def test_redirects_are_followed(obedient):
    """Rules that stand on another host hold for the one that points there; after five redirects there are none."""
    assert obedient.errors("moved") == ["policy_robots", None]
    assert obedient.errors("wanders") == ["policy_robots"]
    assert obedient.errors("lost") == [None]


def test_a_redirects_target_has_rules_too(obedient):
    """A redirect to a host whose robots.txt forbids the address ends there."""
    assert obedient.errors("hop") == ["policy_robots"]
    assert "/1.jpg" not in obedient.paths("elsewhere")


def test_a_dead_host_is_called_dead(obedient):
    """Rows of a host that cannot be reached fail for that, not for want of its robots.txt."""
    assert obedient.errors("down") == ["tcp_refused"]


def test_rows_do_not_wait_for_what_a_middleware_dropped(project):
    """A user's middleware that drops the answer for robots.txt costs the rows, and not the end of the run."""
    project.write([("0", project.world.url("a.test"), "")])
    middlewares = DOWNLOADER_MIDDLEWARES | {"dropping_middleware.DroppingMiddleware": 150}
    crawl = project.crawl(profile="polite", DOWNLOADER_MIDDLEWARES=json.dumps(middlewares))
    assert crawl.code == 0
    assert [o.error for o in project.outcomes().values()] == ["policy_robots_unreachable"]
