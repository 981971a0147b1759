"""A network that goes away in the middle of a crawl."""

from __future__ import annotations

import hashlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests import ports

ROWS, HOSTS = 120, 40


class Network:
    """A server of pictures on one port that can be taken away and brought back."""

    def __init__(self, picture: Any) -> None:
        self.served = 0
        network = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                network.served += 1
                time.sleep(0.05)
                body = picture(self.headers["Host"] + self.path)
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None: ...

        self._handler = Handler
        self._held = ports.hold()
        self.port = ports.number(self._held)
        self.up()

    def up(self) -> None:
        """Bring it back."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        """Take it away."""
        self._server.shutdown()
        self._server.server_close()

    def close(self) -> None:
        """Take it away for good."""
        self.down()
        self._held.close()


@pytest.fixture
def network(web):
    """Run a network."""
    network = Network(web.picture)
    yield network
    network.close()


def test_dead_name_servers_fail_no_row(project):
    """A crawl that begins while no name server can be reached fails nothing: it waits, then stops and says why."""
    project.write([(str(n), f"http://h{n}.example:8080/{n}.jpg", "") for n in range(20)])
    silent = {"IMGCRAWL_DNS_SERVERS": "127.0.0.9", "IMGCRAWL_DNS_OVERRIDES": "{}"}
    crawl = project.crawl(IMGCRAWL_OUTAGE_PATIENCE_SECONDS="1", **silent)
    assert (crawl.code, "no name server answers" in crawl.errors) == (1, True)
    assert "the network stays down" in crawl.errors
    assert not [o for o in project.outcomes().values() if int(o.id) > 2]


@pytest.mark.parametrize("patience_s", [60, 1], ids=["comes-back", "stays-away"])
def test_an_outage_costs_no_row(project, network, until, patience_s):
    """A network that comes back in time costs no row, also if it goes away again at once.

    Until three hosts have failed nobody can tell an outage: two rows may meet the beginning of both. A network that
    does not come back stops the run, and the next one goes on.
    """
    project.write([(str(n), f"http://h{n % HOSTS}.test:{network.port}/{n}.jpg", "") for n in range(ROWS)])
    settings = {"IMGCRAWL_OUTAGE_PATIENCE_SECONDS": str(patience_s), "IMGCRAWL_CONNECT_TIMEOUT_SECONDS": "2"}
    settings |= {"CONCURRENT_REQUESTS": "8", "IMGCRAWL_PLACEHOLDER_REPEATS": "0"}
    process = project.start(**settings)
    until(lambda: network.served >= 30)
    network.down()
    time.sleep(2.5)
    if patience_s > 2:
        network.up()
        until(lambda: network.served >= 50)
        network.down()
        time.sleep(2.5)
    else:
        stopped = project.end(process)
        assert (stopped.code, "the network stays down" in stopped.errors) == (1, True)
        assert all(o.ok for o in project.outcomes().values())
    network.up()
    crawl = project.end(process) if patience_s > 2 else project.crawl(**settings)
    assert crawl.code == 0
    assert "Traceback" not in crawl.errors
    assert len(project.outcomes()) == ROWS
    failed = {o.id: o.error for o in project.outcomes().values() if not o.ok}
    assert len(failed) <= (2 if patience_s > 2 else 0), failed


def test_somebody_who_answers_for_all_hosts(project, web, until):
    """A network that gives its own picture for every address has the crawl wait; it is no row's picture afterwards."""
    of_all, is_portal, asked = web.picture("log in"), threading.Event(), []

    def script(visit: Any) -> Any:
        asked.append(visit)
        return web.answer(body=of_all if is_portal.is_set() else web.picture(visit.host + visit.target))

    project.world.scripts = {f"h{n}.test": script for n in range(HOSTS)}
    project.write([(str(n), project.world.url(f"h{n % HOSTS}.test", f"/{n}.jpg"), "") for n in range(ROWS)])
    process = project.start(CONCURRENT_REQUESTS="8", IMGCRAWL_THROTTLE_DELAY_SECONDS="0.3")
    until(lambda: len(asked) >= 30)
    is_portal.set()
    until(lambda: "all hosts give the same answer" in project.said(process))
    is_portal.clear()
    crawl = project.end(process)
    assert crawl.code == 0, crawl.errors
    outcomes = project.outcomes().values()
    assert len(outcomes) == ROWS
    assert {o.sha256 == hashlib.sha256(of_all).hexdigest() for o in outcomes if o.ok} == {False}
    assert sum(not o.ok for o in outcomes) <= 3
    assert project.stray_files() == []


def test_a_proxy_that_is_not_there_is_told_once(project):
    """One that addresses of both schemes would go through is waited for, and given up, with a sentence each."""
    project.write([(str(n), f"http{'s' * (n % 2)}://h{n}.test/{n}.jpg", "") for n in range(8)])
    crawl = project.crawl(IMGCRAWL_PROXY="127.0.0.1:1", IMGCRAWL_OUTAGE_PATIENCE_SECONDS="0.1")
    assert (crawl.code, project.outcomes()) == (1, {})
    assert crawl.errors.count("the proxy of IMGCRAWL_PROXY, 127.0.0.1 port 1, cannot be reached; the run waits") == 1
    assert crawl.errors.count("the proxy http://127.0.0.1:1 (IMGCRAWL_PROXY) cannot be reached") == 1
    assert "the network is down" not in crawl.errors


@pytest.mark.parametrize(
    ("scheme", "status", "said", "most"),
    [
        ("http", 407, "refuses this client (407)", 8),
        ("https", 407, "refuses this client (407)", 8),
        ("https", 503, "cannot be reached, or reaches nobody", 20),
        ("http", 503, "cannot be reached, or reaches nobody", 20),
        ("http", 403, "refuses this client (403)", 20),
    ],
)
def test_a_proxy_that_refuses_everybody_stops_the_run(project, scheme, status, said, most):
    """The rows are not to blame: all but the first few are left for a crawl with another login, which is not shown."""

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_CONNECT = do_HEAD = do_GET  # noqa: N815 - so it is called

        def log_message(self, *_: Any) -> None: ...

    project.write([(str(n), f"{scheme}://h{n}.test/{n}.jpg", "") for n in range(60)])
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True).start()
        crawl = project.crawl(
            IMGCRAWL_PROXY=f"http://ann:S3cret@127.0.0.1:{proxy.server_port}",
            CONCURRENT_REQUESTS="4",
            IMGCRAWL_OUTAGE_PATIENCE_SECONDS="0.1",
        )
        proxy.shutdown()
    assert (crawl.code, said in crawl.errors) == (1, True), crawl.errors
    assert "S3cret" not in crawl.errors
    assert "Traceback" not in crawl.errors
    assert len(project.outcomes()) <= most
