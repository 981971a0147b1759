"""Servers that flood a client over HTTP/2: each ends with a named failure, in bounded time and memory."""

from __future__ import annotations

import asyncio
import time

import pytest

from imgcrawl.transport import FetchError
from tests.transport.servers import Server, frame

LIMITS = {
    "connect_timeout_s": 60.0,
    "response_timeout_s": 120.0,
    "low_speed_s": 120.0,
    "total_timeout_s": 240.0,
    "max_bytes": 200_000,
    "max_header_bytes": 20_000,
}
IMPATIENT = {"response_timeout_s": 0.5, "low_speed_s": 1.0}
LITTLE_BYTES = 20_000_000
NO_HANG_S = 100.0
"""Less than any of these limits that is not to strike."""

OK = frame(1, 4, b"\x88", 1)
FIELD = b"\x00\x01a\x01b"
LARGE_FIELD = b"\x40\x01x\x7f\xa1\x1e" + b"y" * 4_000
"""It stands in the table of fields from then on, and takes a byte to repeat."""

FLOODS = {
    "pings": (b"", frame(6, 0, b"12345678", 0) * 1_000, "http_stream"),
    "settings": (b"", frame(4, 0, b"", 0) * 1_000, "http_stream"),
    "updates": (b"", frame(8, 0, b"\0\0\0\1", 0) * 1_000, "tcp_timeout"),
    "continuations": (frame(1, 0, FIELD, 1), frame(9, 0, FIELD * 100, 1) * 10, "http_stream"),
    "empty continuations": (frame(1, 0, FIELD, 1), frame(9, 0, b"", 1) * 1_000, "http_stream"),
    "a field that is repeated": (
        frame(1, 0, b"\x88" + LARGE_FIELD, 1),
        frame(9, 0, b"\xbe" * 10_000, 1),
        "http_headers_too_large",
    ),
    "interim responses": (b"", frame(1, 4, b"\x08\x03103", 1) * 1_000, "http_headers_too_large"),
    "promises": (b"", frame(5, 4, b"\0\0\0\2" + FIELD, 1) * 1_000, "http_stream"),
    "trailers": (OK + frame(0, 0, b"hello", 1), frame(1, 4, FIELD, 1) * 1_000, "http_stream"),
    "data": (OK, frame(0, 0, b"x" * 10_000, 1), "content_too_large"),
    "empty data": (OK, frame(0, 0, b"", 1) * 1_000, "content_too_slow"),
}


class Flooding(Server):
    """Answers the first request with some bytes, and then with others again and again; reads nothing any more."""

    async def play(self, script, reader, writer):
        """Flood the client."""
        await reader.readexactly(24)
        writer.write(frame(4, 0, b"", 0))
        while (head := await reader.readexactly(9))[3] != 1:
            await reader.readexactly(int.from_bytes(head[:3], "big"))
        first, more = script
        writer.write(first)
        while True:
            writer.write(more)
            self.flooded += len(more)
            await writer.drain()
            await asyncio.sleep(0)


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
async def test_floods(serve, get, server_context, flood):
    """What never ends is cut off by a limit of size or of frames, and by time where there is none."""
    *steps, slug = flood
    server = await serve(*steps, context=server_context(alpn=("h2",)), kind=Flooding)
    is_timed = slug in {"tcp_timeout", "content_too_slow"}
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        await get(server, tls=True, **LIMITS | (IMPATIENT if is_timed else {}))
    assert caught.value.slug == slug
    assert time.monotonic() - began < NO_HANG_S
    assert is_timed or server.flooded < LITTLE_BYTES
