"""The page of a running crawl is shown to this machine only, to whoever asks for it by its own name."""

from __future__ import annotations

import http.client
import threading
from http import HTTPStatus
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from imgcrawl.report import dashboard
from imgcrawl.report.dashboard import ADDRESS, Dashboard, Page

if TYPE_CHECKING:
    from collections.abc import Iterator


class Maker:
    """Makes a page that says how often one was made."""

    def __init__(self) -> None:
        self.made = 0
        self.status = HTTPStatus.OK

    def __call__(self) -> Page:
        self.made += 1
        return Page(f"<p>snow \u2603 {self.made}", self.status)


@pytest.fixture
def maker() -> Maker:
    """Return what makes the pages."""
    return Maker()


@pytest.fixture
def served(maker: Maker) -> Iterator[Dashboard]:
    """Serve the page while the test runs."""
    with Dashboard(0, maker) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(
    served: Dashboard, method: str = "GET", path: str = "/", host: str | None = "localhost:1"
) -> tuple[int, str, str]:
    """Return the status, the body and the policy of the answer."""
    connection = http.client.HTTPConnection(ADDRESS, served.server_address[1], timeout=10)
    connection.putrequest(method, path, skip_host=True)
    if host is not None:
        connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read().decode(), answer.headers.get("Content-Security-Policy", "")
    connection.close()
    return found


def test_page_is_sent(served: Dashboard) -> None:
    """GET brings the page, whatever stands behind the question mark, and HEAD its head; nothing may be loaded by it."""
    status, body, policy = ask(served, path="/?x=1")
    assert (status, body) == (200, "<p>snow \u2603 1")
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert ask(served, "HEAD")[:2] == (200, "")


def test_only_loopback_listens(served: Dashboard) -> None:
    """The page is bound to loopback, and its address says so."""
    assert served.server_address[0] == "127.0.0.1"
    assert served.url == f"http://127.0.0.1:{served.server_address[1]}/"


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test:80", "", None])
def test_other_names_are_refused(served: Dashboard, maker: Maker, host: str | None) -> None:
    """Who asks by another name, as a site does whose name was made to lead here, sees nothing."""
    assert ask(served, host=host)[:2] == (403, "<!doctype html><title>Forbidden</title>Forbidden")
    assert maker.made == 0


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.1:8642"])
def test_own_names_are_let_in(served: Dashboard, host: str) -> None:
    """The machine's own names will do, with any port: it may be that of a tunnel."""
    assert ask(served, host=host)[0] == 200


def test_there_is_nothing_else(served: Dashboard) -> None:
    """No other address is there, and nothing can be sent."""
    assert ask(served, path="/data/imgcrawl.db")[0] == 404
    assert {ask(served, method)[0] for method in ("POST", "PUT", "DELETE")} == {501}


def test_faults_are_passed_on(served: Dashboard, maker: Maker) -> None:
    """A page that says why there is no report has its own status."""
    maker.status = HTTPStatus.SERVICE_UNAVAILABLE
    assert ask(served)[0] == 503


def test_pages_are_made_seldom(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that took long is kept nine times as long, any page for a second."""
    clock = iter([0.0, 2.0, 19.9, 20.0, 20.0, 20.9, 21.0, 21.0])  # made from 0 to 2, at 20 and at 21
    monkeypatch.setattr(dashboard, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with Dashboard(0, maker) as server:
        assert [server.page().html[-1] for _ in range(5)] == ["1", "1", "2", "2", "3"]
