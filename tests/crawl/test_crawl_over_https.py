"""Hosts that give their images over https alone, and say over http that they want it or have nothing."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS = 12


class Port:
    """A port that hands who speaks TLS to one server, and who speaks http to another."""

    def __init__(self, *, tls: int, plain: int) -> None:
        self.number = 0
        self._ports = (plain, tls)
        self._began = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        self._began.wait(10)

    def close(self) -> None:
        """Take no more connections, and end the thread."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.number = server.sockets[0].getsockname()[1]
        self._began.set()
        await self._stopped.wait()
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.read(1)
        theirs, to_them = await asyncio.open_connection("127.0.0.1", self._ports[first == b"\x16"])
        to_them.write(first)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(self._pass(reader, to_them), self._pass(theirs, writer))
        to_them.transport.abort()
        writer.transport.abort()

    @staticmethod
    async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        writer.close()


@pytest.fixture
def port(project, secure) -> Iterator[int]:
    """Serve both on one port."""
    both = Port(tls=secure.port, plain=project.world.port)
    yield both.number
    both.close()


def test_rows_begin_over_https_where_http_gives_nothing(project, web, secure, port):
    """After two of them; what https lacks is asked for over http as well, and costs what it did."""
    world = project.world
    words = b"<h1>400</h1>The plain HTTP request was sent to HTTPS port"

    def http(visit: Any) -> Any:
        return web.answer(200, web.picture("x")) if "plain" in visit.path else web.answer(400, words, "text/html")

    def https(visit: Any) -> Any:
        return (
            web.answer(404)
            if "plain" in visit.path or "gone" in visit.path
            else web.answer(200, web.picture(visit.path))
        )

    world.scripts["site.test"], secure.scripts["site.test"] = http, https
    names = [*(f"{n}" for n in range(_ROWS)), "gone", "plain"]
    project.write((name, f"http://site.test:{port}/{name}.jpg", "") for name in names)
    done = project.crawl(IMGCRAWL_HOST_CONCURRENCY="1", IMGCRAWL_TLS_CA_FILE=str(project.folder / "ca.pem"))
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert [name for name, outcome in outcomes.items() if not outcome.ok] == ["gone"]
    assert [name for name in names[3:_ROWS] if outcomes[name].attempts != 1] == []
    assert (outcomes["5"].rescued_by, outcomes["5"].final_url) == ("https", f"https://site.test:{port}/5.jpg")
    assert [entry["remedy"] for entry in outcomes["5"].trail] == ["https"]
    assert (outcomes["gone"].attempts, outcomes["gone"].error) == (2, "http_400")
    assert outcomes["plain"].final_url == f"http://site.test:{port}/plain.jpg"
    assert len(world.visits("site.test")) <= 3 + 2
    assert len(secure.visits("site.test")) == len(names)


def test_a_server_with_a_bad_certificate_is_asked_once(project, secure):
    """It has the same for the row's page; with another name, or over http, that is asked for."""
    world, image = project.world, secure.url("site.test", "/1.jpg")
    pages = {"same": secure.url("site.test", "/page"), "other": world.url("pages.test", "/page")}
    project.write((name, f"{image}?{name}", page) for name, page in pages.items())
    done = project.crawl(IMGCRAWL_REMEDIES="page")
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {outcome.error for outcome in outcomes.values()} == {"tls_untrusted"}
    assert {name: outcome.attempts for name, outcome in outcomes.items()} == {"same": 1, "other": 2}
    assert len(world.visits("pages.test")) == 1


def test_a_loop_that_has_been_over_https_is_not_walked_again(project, web, secure):
    """Where http leads to the same path over https, and that in a circle, nothing is asked for over https anew."""
    project.world.scripts["site.test"] = lambda visit: web.answer(302, Location=secure.url("site.test", visit.path))
    secure.scripts["site.test"] = lambda visit: web.answer(302, Location="/a.jpg" if visit.path == "/b" else "/b")
    project.write([("1", project.world.url("site.test", "/a.jpg"), "")])
    done = project.crawl(IMGCRAWL_TLS_CA_FILE=str(project.folder / "ca.pem"))
    assert done.code == 0, done.errors
    [outcome] = project.outcomes().values()
    assert outcome.error == "http_redirect_loop"
    assert outcome.attempts == len(project.world.visits("site.test")) + len(secure.visits("site.test")) == 5
