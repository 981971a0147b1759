"""The origin of a benchmark: serves pictures from memory, on as many loopback addresses as there are hosts.

``/i/N.jpg`` is picture N, ``/counts`` what it has seen since it was last asked, everything else is 404. Closing its
standard input ends it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import socket
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop

_BACKLOG = 1024
_HEAD = (
    "HTTP/1.1 {status}\r\nServer: origin\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\nContent-Type: {media_type}\r\n"
    "Content-Length: {length}\r\nCache-Control: max-age=604800\r\nAccept-Ranges: bytes\r\nVary: Accept-Encoding\r\n\r\n"
)


@dataclass(slots=True)
class Counts:
    """What the origin has seen: *connections* opened, *open* now and at most; *requests*, *in_flight* now and at most.

    *first_at*: when the first request came, in epoch seconds.
    """

    connections: int = 0
    open: int = 0
    open_max: int = 0
    requests: int = 0
    in_flight: int = 0
    in_flight_max: int = 0
    first_at: float = 0.0


class Origin(asyncio.Protocol):
    """One connection; requests on it are answered in their order, *latency_s* seconds after each came in."""

    def __init__(self, pictures: dict[bytes, bytes], counts: Counts, latency_s: float) -> None:
        self._pictures = pictures
        self._counts = counts
        self._latency_s = latency_s
        self._unread = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection."""
        self._transport = transport  # type: ignore[assignment]
        self._counts.connections += 1
        self._counts.open += 1
        self._counts.open_max = max(self._counts.open_max, self._counts.open)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Count the connection out."""
        self._counts.open -= 1

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        *requests, self._unread = (self._unread + data).split(b"\r\n\r\n")
        for request in requests:
            if request.startswith(b"GET /counts "):
                self._tell_counts()
                return
            counts = self._counts
            counts.requests += 1
            counts.in_flight += 1
            counts.in_flight_max = max(counts.in_flight_max, counts.in_flight)
            counts.first_at = counts.first_at or time.time()
            if self._latency_s:
                asyncio.get_running_loop().call_later(self._latency_s, self._answer, request)
            else:
                self._answer(request)

    def _answer(self, request: bytes) -> None:
        self._counts.in_flight -= 1
        body = self._pictures.get(request.split(b" ", 2)[1].partition(b"?")[0])
        self._transport.write(body or _response("404 Not Found", "text/html", b"<h1>Not found</h1>"))
        if b"\r\nconnection: close" in request.lower():
            self._transport.close()

    def _tell_counts(self) -> None:
        counts = self._counts
        self._transport.write(_response("200 OK", "application/json", json.dumps(asdict(counts)).encode()))
        counts.connections = counts.requests = counts.in_flight_max = counts.open_max = 0
        counts.first_at = 0.0


def _response(status: str, media_type: str, body: bytes) -> bytes:
    return _HEAD.format(status=status, media_type=media_type, length=len(body)).encode() + body


def host_address(number: int) -> str:
    """Return the loopback address of host *number*, from 0 on."""
    return f"127.0.{number // 250 + 1}.{number % 250 + 1}"


async def serve(pictures: dict[bytes, bytes], hosts: int, latency_s: float) -> None:
    """Serve *pictures* (responses by path), print the port, and go on until standard input is closed."""
    counts, loop = Counts(), asyncio.get_running_loop()
    port = 0
    for number in range(hosts):
        listener = socket.create_server((host_address(number), port), backlog=_BACKLOG)
        port = listener.getsockname()[1]
        await loop.create_server(lambda: Origin(pictures, counts, latency_s), sock=listener)
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    pictures = {
        f"/i/{path.name}".encode(): _response("200 OK", "image/jpeg", path.read_bytes())
        for path in options.folder.glob("*.jpg")
    }
    uvloop.run(serve(pictures, options.hosts, options.latency))


if __name__ == "__main__":
    main()
