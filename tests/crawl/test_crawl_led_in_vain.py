"""Rows that a resolver of lasting names leads to a host that cuts every handshake, and others to one that gives."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS = 8
_ALERT = b"\x15\x03\x01\x00\x02\x02\x46"
"""That a client's version of TLS is not spoken here."""


class Cutting:
    """A port that ends each handshake once a client has begun it: with *last_words*, or by a reset."""

    def __init__(self, last_words: bytes) -> None:
        self.port = 0
        self.begun = 0
        self.slug = "tls_handshake" if last_words else "tls_reset"
        self._last_words = last_words
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        self._ready.wait(10)

    def close(self) -> None:
        """Take no more connections, and end the thread."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._cut, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()

    async def _cut(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.begun += 1
        await reader.read(1)
        if self._last_words:
            writer.write(self._last_words)
            writer.close()
            return
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()


@pytest.fixture(params=[b"", _ALERT], ids=["reset", "alert"])
def cutting(request) -> Iterator[Cutting]:
    """Serve one that cuts."""
    server = Cutting(request.param)
    yield server
    server.close()


@pytest.mark.parametrize("status", [302, 301])
def test_what_is_known_of_the_host_behind_a_redirect_counts_for_all_rows_led_there(project, web, cutting, status):
    """From the third on they cost the redirect and one request at most, but for one; others get their images."""
    world = project.world

    async def resolver(visit: Any) -> Any:
        await asyncio.sleep(0.05)
        there = f"https://cut.test:{cutting.port}" if "herons" in visit.path else world.url("good.test", "")
        return web.answer(status, Location=f"{there}{visit.path}")

    world.scripts["purl.test"] = resolver
    names = [f"{kind}/{number}" for number in range(_ROWS) for kind in ("herons", "kites", "larks", "owls")]
    project.write([(name, world.url("purl.test", f"/{name}.jpg"), "") for name in names])
    waits = {"IMGCRAWL_PAUSE_BASE_SECONDS": "0.1", "IMGCRAWL_RETRY_BASE_SECONDS": "0.02"}
    done = project.crawl(**waits, CONCURRENT_REQUESTS="1")
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    cut = [outcomes.pop(name) for name in names if "herons" in name]
    assert all(outcome.ok for outcome in outcomes.values())
    assert {(outcome.stage, outcome.error) for outcome in cut} == {("tls", cutting.slug)}
    *later, _one, _second, _first = sorted(outcome.attempts for outcome in cut)
    assert max(later) <= 2
    assert cutting.begun < 3 * _ROWS
