"""HTTP/2: offered over TLS, multiplexed, and its ways to fail."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from imgcrawl.transport import FetchError, FetchRequest

OK_HEADERS = (1, 4, b"\x88")  # HPACK static index 8: ":status: 200"
DATA, LAST_DATA = (0, 0, b"abc"), (0, 1, b"def")
RST = (3, 0, (2).to_bytes(4, "big"))  # INTERNAL_ERROR
REFUSED = (3, 0, (7).to_bytes(4, "big"))
GOAWAY = (7, 0, (0).to_bytes(4, "big") + (2).to_bytes(4, "big"), 0)
OK = [OK_HEADERS, DATA, LAST_DATA]


@pytest.fixture
async def serve2(serve, server_context, http2_server):
    """Start an HTTP/2 server whose first connection answers its requests with *answers*, one after the other."""

    async def start(*answers):
        return await serve(*answers, context=server_context(alpn=("h2",)), kind=http2_server)

    return start


@pytest.mark.parametrize("profile", [None, "chrome136", "firefox135", "safari184"])
async def test_http2(serve2, get, profile):
    """HTTP/2 is spoken where the host offers it."""
    server = await serve2([OK])
    result = await get(server, tls=True, request={"profile": profile})
    assert (result.http_version, result.status, result.body) == ("2", 200, b"abcdef")


@pytest.mark.parametrize("way", [{"http2": False}, {"request": {"http2": False}}], ids=["setting", "request"])
async def test_http2_switched_off(serve, get, server_context, way):
    """Without HTTP/2 it is not even offered."""
    server = await serve(
        "request",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "hang",
        context=server_context(alpn=("h2", "http/1.1")),
    )
    assert (await get(server, tls=True, **way)).http_version == "1.1"


async def test_http11_request_does_not_ride_on_http2(serve, transport, server_context, http2_server):
    """A request kept to HTTP/1.1 never shares an HTTP/2 connection of the same profile."""
    server = await serve([OK], context=server_context(alpn=("h2",)), kind=http2_server)
    client = transport(total_timeout_s=1.0, connect_timeout_s=1.0)
    url = f"https://h.test:{server.port}/"
    await client.fetch(FetchRequest(url, timeout_factor=60.0))
    with pytest.raises(FetchError):
        await client.fetch(FetchRequest(url, http2=False))
    assert server.requests == [1]


async def test_multiplexing(serve2, transport):
    """Concurrent requests to an HTTP/2 host share one connection."""
    server = await serve2([OK, OK, OK, OK])
    client = transport()
    results = await asyncio.gather(*(client.fetch(FetchRequest(f"https://h.test:{server.port}/{n}")) for n in range(4)))
    assert [result.body for result in results] == [b"abcdef"] * 4
    assert (server.connections, client.stats().connections) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        ([RST], "http_stream"),
        ([GOAWAY, "close"], "http_stream"),
        ([OK_HEADERS, DATA, RST], "http_stream"),
        ([OK_HEADERS, DATA, "close"], "content_truncated"),
        ([OK_HEADERS, DATA, "cut"], "content_truncated"),
        ([OK_HEADERS, DATA, "reset"], "content_reset"),
        (["close"], "http_stream"),
        (["cut"], "tcp_closed"),
        ([REFUSED], "http_stream"),
        (["reset"], "tcp_reset"),
        ([(1, 4, b"\xff\xff\xff\xff\xff\xff\xff\xff")], "http_stream"),
        ([OK_HEADERS, (0, 1, b"x" * 5001)], "content_too_large"),
        ([], "tcp_timeout"),
        ([OK_HEADERS], "content_timeout"),
    ],
    ids=[
        "rst-stream",
        "goaway",
        "rst-stream-in-body",
        "close-in-body",
        "cut-in-body",
        "reset-in-body",
        "close-before-answer",
        "cut-before-answer",
        "refused-stream",
        "reset-before-answer",
        "bad-hpack",
        "too-large",
        "silence",
        "body-does-not-begin",
    ],
)
async def test_http2_faults(serve2, get, answer, slug):
    """A fault over HTTP/2 has the slug of the stage at which it struck; an aborted stream one of its own."""
    server = await serve2([answer])
    settings = {"max_bytes": 5000, "total_timeout_s": 0.6, "connect_timeout_s": 0.5}
    with pytest.raises(FetchError) as caught:
        await get(server, tls=True, **settings)
    assert caught.value.slug == slug, caught.value


async def test_stale_http2_connection(serve2, transport):
    """A request on a kept connection that breaks before an answer is sent once more on a fresh one."""
    server = await serve2([OK, ["close"]], [OK])
    client = transport()
    for _ in range(2):
        assert (await client.fetch(FetchRequest(f"https://h.test:{server.port}/"))).body == b"abcdef"
    assert server.connections == 2


async def test_refused_kept_stream(serve2, transport):
    """A stream that is aborted on a kept connection before an answer is tried once more on a fresh one."""
    server = await serve2([OK, [RST]], [OK])
    client = transport()
    for _ in range(2):
        assert (await client.fetch(FetchRequest(f"https://h.test:{server.port}/"))).body == b"abcdef"
    assert server.connections == 2


LAST_WAS_NONE = (7, 0, bytes(8), 0)


@pytest.mark.parametrize("answer", [[REFUSED], [LAST_WAS_NONE, "close"]], ids=["refused-stream", "goaway"])
async def test_refused_streams_are_counted_and_end_http2(serve, transport, server_context, http2_server, answer):
    """What libcurl repeats by itself is known, and the next request goes by HTTP/1.1, until that fails too."""
    server = await serve(*[[answer]] * 13, context=server_context(alpn=("h2",)), kind=http2_server)
    client = transport(total_timeout_s=2.0, connect_timeout_s=1.0)
    repeats, connections = [], []
    for _ in range(3):
        with pytest.raises(FetchError) as caught:
            await client.fetch(FetchRequest(f"https://h.test:{server.port}/"))
        repeats.append((caught.value.slug, caught.value.repeats))
        connections.append(len(server.requests))
    assert [n for _, n in repeats] == [5, 0, 5]
    assert repeats[0][0] == repeats[2][0] == "http_stream"
    assert connections == [6, 6, 12]


async def test_a_stream_that_is_refused_once_is_repeated(serve, transport, server_context, http2_server):
    """What libcurl repeated by itself is known of an answer, too; such a host goes on with HTTP/2."""
    server = await serve([[REFUSED]], [OK, OK], context=server_context(alpn=("h2",)), kind=http2_server)
    client = transport()
    results = [await client.fetch(FetchRequest(f"https://h.test:{server.port}/")) for _ in range(2)]
    assert [(result.repeats, result.http_version) for result in results] == [(1, "2"), (0, "2")]


HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


class EitherServer:
    """Answers every HTTP/2 stream with *breaks* and every request by HTTP/1.1 with a greeting; counts both."""

    def __init__(self, http2_kind, *breaks):
        self._http2 = http2_kind([list(breaks)] * 20)
        self.asked = []

    async def handle(self, reader, writer):
        version = writer.get_extra_info("ssl_object").selected_alpn_protocol()
        self.asked.append(version)
        if version == "h2":
            await self._http2._handle(reader, writer)
            return
        with contextlib.suppress(asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(HELLO)


@pytest.fixture
async def either(server_context, http2_server):
    """Start a server whose HTTP/2 breaks as told and whose HTTP/1.1 works."""
    servers = []

    async def start(*breaks):
        made = EitherServer(http2_server, *breaks)
        context = server_context(alpn=("h2", "http/1.1"))
        listening = await asyncio.start_server(made.handle, "127.0.0.1", 0, ssl=context)
        made.port = listening.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        servers.append(listening)
        return made

    yield start
    for server in servers:
        server.close()


ENHANCE_YOUR_CALM = (3, 0, (11).to_bytes(4, "big"))
GOAWAY_WITH_ERROR = (7, 0, (1).to_bytes(4, "big") + (2).to_bytes(4, "big"), 0)


@pytest.mark.parametrize(
    "breaks",
    [[RST], [ENHANCE_YOUR_CALM], [GOAWAY_WITH_ERROR, "close"], [OK_HEADERS, DATA, RST]],
    ids=["internal-error", "another-code", "goaway", "in-the-body"],
)
async def test_streams_that_always_break_end_http2(either, transport, breaks):
    """After two broken streams, whatever the code, the host is asked by HTTP/1.1, for as long as that works."""
    server, client = await either(breaks), transport()
    url = f"https://h.test:{server.port}/"
    for _ in range(2):
        with pytest.raises(FetchError) as caught:
            await client.fetch(FetchRequest(url))
        assert caught.value.slug == "http_stream"
    results = [await client.fetch(FetchRequest(url)) for _ in range(5)]
    assert [(r.http_version, r.body) for r in results] == [("1.1", b"hi")] * 5
    assert "h2" in server.asked[:2]
    assert set(server.asked[2:]) == {"http/1.1"}
