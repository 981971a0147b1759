"""One crawl of hosts that are out of order when they are first asked, for a while or for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

OUT_S, SPAN_S, PAUSE_S = 1.5, 3.0, 0.2
"""A host that is out is asked after half the pause, then twice as late each time."""

ROWS = 30
FAILURES = ("http_502", "http_521", "http_500", "tcp_reset")
FEW = ("503-third", "504-third", "522-third", "504-dead", "500-paged", "502-pages-lost", "500-pages-dead")
"""Hosts of few rows: each of these fails twice before it is given, or for ever; the last ones are to have pages."""

FEW_ROWS = 4


class Hosts:
    """The crawl that ended, and what it left."""

    def __init__(self, project: Any, web: Any) -> None:
        self.world, self._web = project.world, web
        self._began: dict[str, float] = {}
        refusals: dict[str, Callable[[], Any]] = {
            "http_502": lambda: web.answer(502, b"bad gateway", "text/plain"),
            "http_521": lambda: web.answer(521, b"down", "text/plain"),
            "http_500": lambda: web.answer(500, b"sorry", "text/plain"),
            "tcp_reset": lambda: web.Reply(b"", reset=True),
        }
        for name, refuse in refusals.items():
            self.world.scripts[f"{name}.test".replace("_", "-")] = self._back_after(refuse, OUT_S)
        self.world.scripts["dead.test"] = self._back_after(refusals["http_502"], 1e9)
        self.world.scripts["two-bad.test"] = self._bad(refusals["http_502"], ("/0.jpg", "/1.jpg"))
        self.world.scripts["picky.test"] = self._picky(refusals["http_500"])
        hosts = [*(name.replace("_", "-") for name in refusals), "dead", "two-bad", "picky"]
        for host in FEW:
            self.world.scripts[f"{host}.test"] = self._in_the_end(int(host[:3]), 3 if host.endswith("third") else 99)
        self.world.scripts["500-paged.test"] = self._paged
        self.world.scripts["502-pages-lost.test"] = lambda visit: web.answer(404 if "/p/" in visit.path else 502)
        hosts_of_rows = [(host, n) for host in hosts for n in range(ROWS)]
        hosts_of_rows += [(host, n) for host in FEW for n in range(FEW_ROWS)]
        hosts_of_rows += [("500-paged", n) for n in range(FEW_ROWS, 2 * FEW_ROWS)]
        rows: list[tuple[str, str, str]] = []
        for host, n in hosts_of_rows:
            page = self.world.url(f"{host}.test", f"/p/brass-lamp-{n}") if "page" in host else ""
            name = f"brass-lamp-{n}" if page else n
            rows.append((f"{host}/{n}", self.world.url(f"{host}.test", f"/{name}.jpg"), page))
        project.write(rows)
        waits = {"IMGCRAWL_RETRY_BASE_SECONDS": "0.1", "IMGCRAWL_PAUSE_BASE_SECONDS": str(PAUSE_S)}
        self.crawl = project.crawl(**waits, IMGCRAWL_HOST_OUTAGE_SECONDS=str(SPAN_S))
        self.outcomes = project.outcomes()

    def of(self, host: str) -> list[Any]:
        return [outcome for outcome in self.outcomes.values() if outcome.id.startswith(f"{host}/")]

    def _picture(self, visit: Any) -> Any:
        return self._web.answer(body=self._web.picture(visit.host + visit.path))

    def _back_after(self, refuse: Callable[[], Any], out_s: float) -> Callable[[Any], Any]:
        def script(visit: Any) -> Any:
            began = self._began.setdefault(visit.host, visit.at)
            return refuse() if visit.at - began < out_s else self._picture(visit)

        return script

    def _bad(self, refuse: Callable[[], Any], paths: tuple[str, ...]) -> Callable[[Any], Any]:
        return lambda visit: refuse() if visit.path in paths else self._picture(visit)

    def _in_the_end(self, status: int, tries: int) -> Callable[[Any], Any]:
        return lambda visit: self._web.answer(status) if visit.number < tries else self._picture(visit)

    def _paged(self, visit: Any) -> Any:
        folder, _, name = visit.path[1:].rpartition("/")
        shown = f'<html><title>{name}</title><img src="/new/{name}.jpg"></html>'.encode()
        return self._web.answer(body=shown, media_type="text/html") if folder == "p" else self._new(visit, folder)

    def _new(self, visit: Any, folder: str) -> Any:
        return self._picture(visit) if folder == "new" else self._web.answer(500)

    def _picky(self, refuse: Callable[[], Any]) -> Callable[[Any], Any]:
        return lambda visit: refuse() if "webp" in visit.headers["accept"] else self._picture(visit)


@pytest.fixture(scope="module")
def hosts(projects, web):
    """Crawl hosts that are out."""
    return Hosts(projects("out"), web)


@pytest.mark.parametrize("failure", FAILURES)
def test_an_outage_costs_no_row_and_few_requests(hosts, failure):
    """A host that is out from the first request on is waited for, whatever the number of its rows.

    One that hangs up is also asked by three other clients.
    """
    host = failure.replace("_", "-")
    assert [outcome.error for outcome in hosts.of(host) if not outcome.ok] == []
    vain = len(hosts.world.visits(f"{host}.test")) - ROWS
    assert vain <= (11 if failure == "tcp_reset" else 8), vain


def test_a_host_that_stays_out_is_given_up(hosts):
    """It is asked at growing intervals for a span of time, and then by a few rows that end; no other asks it."""
    outcomes, visits = hosts.of("dead"), hosts.world.visits("dead.test")
    assert {(outcome.error, outcome.retryable) for outcome in outcomes} == {("http_502", True)}
    assert SPAN_S <= visits[-1].at - visits[0].at <= SPAN_S + 3
    assert len(visits) <= 14
    assert max(len(hosts.world.visits("dead.test", f"/{n}.jpg")) for n in range(ROWS)) <= 4


def test_rows_with_broken_addresses_do_not_speak_for_their_host(hosts):
    """Another row is asked for first, and shows that the host is there; theirs have their own retries then."""
    outcomes = hosts.of("two-bad")
    assert sorted(outcome.id for outcome in outcomes if not outcome.ok) == ["two-bad/0", "two-bad/1"]
    assert all(outcome.attempts <= 1 for outcome in outcomes if outcome.ok)


def test_a_host_that_minds_how_it_is_asked_is_found_out_after_the_wait(hosts):
    """A row has its last try in another way before its host is given up."""
    assert all(outcome.ok for outcome in hosts.of("picky"))


@pytest.mark.parametrize("host", [host for host in FEW if host.endswith("third")])
def test_rows_that_each_fail_twice_are_given_their_images(hosts, host):
    """One of them has all its tries before the host is given up, and shows that the others are worth theirs."""
    assert [outcome.error for outcome in hosts.of(host) if not outcome.ok] == []
    assert len(hosts.world.visits(f"{host}.test")) == 3 * FEW_ROWS


def test_a_host_of_few_rows_that_stays_out_costs_no_more_than_that_row(hosts):
    """It has all its tries, and one more where this machine stands still; one other row a second one at most."""
    visits = hosts.world.visits("504-dead.test")
    tries = sorted(sum(visit.path == f"/{n}.jpg" for visit in visits) for n in range(FEW_ROWS))
    assert tries[-1] in {4, 5}
    assert len(visits) <= FEW_ROWS + 3 + 2


def test_images_that_are_out_of_order_alone_are_found_by_their_pages(hosts):
    """One page shows that the host has others, before its rows are given up."""
    assert [(outcome.ok, outcome.rescued_by) for outcome in hosts.of("500-paged")] == [(True, "page")] * 8


@pytest.mark.parametrize("host", ["502-pages-lost", "500-pages-dead"])
def test_a_host_without_pages_is_asked_for_one(hosts, host):
    """And for no more images than if it had none."""
    visits = hosts.world.visits(f"{host}.test")
    assert sum("/p/" in visit.path for visit in visits) == 1
    assert len(visits) <= FEW_ROWS + 3 + 2 + 4
    assert {outcome.error for outcome in hosts.of(host)} == {f"http_{host[:3]}"}
