"""The other strategies: what each of them sends, and what it leaves be."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


class Comparison:
    """One small list, crawled by one profile."""

    def __init__(self, project: Any, web: Any, profile: str) -> None:
        self.world = project.world
        rows = []

        def add(host: str, count: int = 1, page: str = "", script: Callable[[Any], Any] | None = None) -> None:
            if script:
                self.world.scripts[f"{host}.test"] = script
            rows.extend((f"{host}/{n}", self.world.url(f"{host}.test", f"/{n}.jpg"), page) for n in range(1, count + 1))

        def good(visit: Any) -> Any:
            return web.answer(body=web.picture(visit.host + visit.path))

        def cut(visit: Any) -> Any:
            return web.Reply(b"", close=True) if visit.number < 3 else good(visit)

        add("plain", 12, page=self.world.url("pages.test", "/gallery?x=1"))
        add("busy", script=lambda v: web.answer(429, b"", Retry_After="1") if v.number == 1 else good(v))
        add("failing", script=lambda v: web.answer(500) if v.number == 1 else good(v))
        add("refusing", page=self.world.url("pages.test"), script=lambda _: web.answer(403))
        add("cut", script=cut)
        add("opt-out", script=lambda v: web.answer(body=web.picture(v.path), X_Robots_Tag="noai"))
        rows.append(("slip/1", f"  {self.world.url('slip.test', '/a b.jpg')}", ""))
        project.write(rows)
        began = time.monotonic()
        self.crawl = project.crawl(profile=profile)
        self.seconds = time.monotonic() - began
        self.outcomes = project.outcomes()

    def visits(self, host: str) -> list[Any]:
        return self.world.visits(f"{host}.test")


@pytest.fixture(scope="module")
def baseline(projects, web):
    """Crawl by the profile baseline."""
    return Comparison(projects("baseline"), web, "baseline")


@pytest.fixture(scope="module")
def study(projects, web):
    """Crawl by the profile study."""
    return Comparison(projects("study"), web, "study")


def test_baseline_asks_as_the_library_does(baseline):
    """The yardstick sends what requests sends, and no referer."""
    for visit in baseline.world.log:
        assert visit.headers["user-agent"].startswith("python-requests/")
        assert visit.headers["accept"] == "*/*"
        assert not {"referer", "accept-language", "cookie"} & set(visit.headers)


def test_baseline_never_asks_twice(baseline):
    """The yardstick has no remedies: one request for each URL, whatever comes back."""
    assert len(baseline.world.log) == len(baseline.outcomes)
    assert {o.attempts for o in baseline.outcomes.values()} == {1}
    assert {o.rescued_by for o in baseline.outcomes.values()} == {None}
    errors = {row: o.error for row, o in baseline.outcomes.items() if not o.ok}
    assert errors == {
        "busy/1": "http_429", "failing/1": "http_500", "refusing/1": "http_403", "cut/1": "tcp_closed",
    }  # fmt: skip


def test_a_profile_names_its_outcomes(baseline, study):
    """Every outcome carries the strategy that made it, and the run is named after it."""
    assert {(o.strategy, o.run) for o in baseline.outcomes.values()} == {("baseline", "urls-baseline")}
    assert {(o.strategy, o.run) for o in study.outcomes.values()} == {("study", "urls-study")}


def test_study_rotates_user_agents(study):
    """The published strategy gives another browser's name with each request."""
    agents = [v.headers["user-agent"] for v in study.visits("plain")]
    assert len(agents) == 12
    assert len(set(agents)) >= 3
    assert all(agent.startswith("Mozilla/5.0") for agent in agents)


def test_study_sends_the_page(study):
    """The published strategy names the whole page as referer."""
    assert {v.headers["referer"] for v in study.visits("plain")} == {study.world.url("pages.test", "/gallery?x=1")}


def test_study_waits_and_retries_connections_alone(study):
    """The published strategy keeps to Retry-After and retries broken connections, but no status."""
    first, second = study.visits("busy")
    assert second.at - first.answered_at >= 1.0
    assert len(study.visits("cut")) == 3
    errors = {row: o.error for row, o in study.outcomes.items() if not o.ok}
    assert errors == {"failing/1": "http_500", "refusing/1": "http_403"}
    assert len(study.visits("failing")) == len(study.visits("refusing")) == 1
