"""A scripted web on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import io
import socket
import struct
import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable


class Reply(NamedTuple):
    """What goes back: raw bytes, and whether the connection is closed after them, or broken off."""

    data: bytes
    close: bool = False
    reset: bool = False

    @property
    def status(self) -> int:
        return int(self.data[9:12] or 0)


@dataclass
class Visit:
    """One request: *number* counts those of its host and target from 1, *at* and *answered_at* are epoch seconds.

    *connections*: those open to its host, its own included.
    """

    host: str
    target: str
    headers: dict[str, str]
    number: int
    at: float
    connections: int = 1
    status: int = 0
    answered_at: float = 0.0

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@cache
def picture(name: str, form: str = "JPEG") -> bytes:
    """Return a small picture whose bytes depend on *name* alone."""
    pixels = hashlib.shake_256(name.encode()).digest(40 * 30 * 3)
    buffer = io.BytesIO()
    Image.frombytes("RGB", (40, 30), pixels).save(buffer, form)
    return buffer.getvalue()


def answer(status: int = 200, body: bytes = b"", media_type: str = "image/jpeg", **headers: str) -> Reply:
    """Return a whole answer; underscores in the names of *headers* stand for hyphens."""
    fields = {"Content-Type": media_type, "Content-Length": str(len(body))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return Reply(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body)


async def hanging(_: Visit) -> Reply:
    """Keep a visitor waiting."""
    await asyncio.sleep(60)
    raise ConnectionResetError


async def lingering(visit: Visit) -> Reply:
    """Answer with a picture of the path, after a moment."""
    await asyncio.sleep(0.1)
    return answer(body=picture(visit.path))


class World:
    """A web server in a thread: every host answers by its script, one without a script with a picture of its own.

    *context*: of TLS, which it speaks then.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self.scripts: dict[str, Callable[[Visit], Reply | Awaitable[Reply]]] = {}
        self.log: list[Visit] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._counts: dict[tuple[str, str], int] = {}
        self._hosts: dict[asyncio.StreamWriter, str] = {}
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)

    def url(self, host: str, path: str = "/1.jpg") -> str:
        """Return the address of *path* on *host*."""
        return f"{'https' if self._context else 'http'}://{host}:{self.port}{path}"

    def visits(self, host: str, path: str | None = None) -> list[Visit]:
        """Return the requests that *host* got, for *path* if given, in order."""
        return [v for v in list(self.log) if v.host == host and path in (None, v.path)]

    def close(self) -> None:
        """Cut all connections and end the thread."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._stopped = asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, backlog=1024, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopped.wait()
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                reply = await self._reply((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"), writer)
                if reply.reset:
                    raw = writer.get_extra_info("socket")
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    writer.transport.abort()
                    return
                writer.write(reply.data)
                await writer.drain()
                if reply.close:
                    return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._hosts.pop(writer, None)
            writer.close()

    async def _reply(self, head: str, writer: asyncio.StreamWriter) -> Reply:
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        target, host = first.split(" ")[1], headers["host"].partition(":")[0]
        number = self._counts[host, target] = self._counts.get((host, target), 0) + 1
        self._hosts[writer] = host
        connections = sum(other == host for other in self._hosts.values())
        visit = Visit(host, target, headers, number, time.time(), connections)
        self.log.append(visit)
        script = self.scripts.get(host)
        reply = script(visit) if script else answer(body=picture(host + target))
        if inspect.isawaitable(reply):
            reply = await reply
        visit.status, visit.answered_at = reply.status, time.time()
        return reply
