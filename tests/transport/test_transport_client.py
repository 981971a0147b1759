"""The transport's rules for requests and responses that go well, for reuse, for stopping and for its remains."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from contextlib import suppress

import pytest
from curl_cffi import ffi

from imgcrawl.transport import FetchError, FetchRequest
from imgcrawl.transport.curl.handles import Handle
from tests.pace import in_time

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def test_headers_as_given(serve, get):
    """Headers arrive in the order and case given, the host first, and nothing of curl's own is added."""
    server = await serve("request", OK, "hang")
    headers = (("user-Agent", "x"), ("X-B", "1"), ("aCCEPT", "image/*"), ("Empty", ""), ("X-B", "2"))
    for profile in (None, "chrome136", "safari184"):
        await get(server, path="/a?b=c%20d", request={"headers": headers, "profile": profile})
    assert set(server.requests) == {
        b"GET /a?b=c%20d HTTP/1.1\r\nHost: h.test:" + str(server.port).encode() + b"\r\n"
        b"user-Agent: x\r\nX-B: 1\r\naCCEPT: image/*\r\nEmpty:\r\nX-B: 2\r\n\r\n"
    }


async def test_paths_as_given(serve, get, transport):
    """Path and query arrive as they are written, escapes in lower case and dots included."""
    server = await serve(*["request", OK] * 2, "hang")
    client = transport()
    for path in ("/%c3%a9/a?b=%e2%82%ac&c=%2F", "/plain"):
        await client.fetch(FetchRequest(f"http://h.test:{server.port}{path}"))
    targets = [head.split(b" ", 2)[1] for head in server.requests]
    assert targets == [b"/%c3%a9/a?b=%e2%82%ac&c=%2F", b"/plain"]


async def test_no_headers(serve, get):
    """Without headers only the host is sent: no User-Agent, no Accept, no Upgrade."""
    server = await serve("request", OK, "hang")
    await get(server)
    assert server.requests == [f"GET / HTTP/1.1\r\nHost: h.test:{server.port}\r\n\r\n".encode()]


async def test_headers_do_not_pile_up(serve, transport):
    """A handle that is used again sends the headers of its request only."""
    server = await serve(*["request", OK] * 5, "hang")
    client = transport()
    for number in range(5):
        request = FetchRequest(f"http://h.test:{server.port}/", headers=((f"N{number}", "1"),))
        assert (await client.fetch(request)).body == b"ok"
    assert [head.count(b"\r\nN") for head in server.requests] == [1] * 5
    assert server.connections == 1


@pytest.mark.parametrize("value", ["a\r\nb", "a\nb", "a\0b"])
async def test_header_injection(serve, get, value):
    """A header that would end its line is never sent."""
    server = await serve("request", OK, "hang")
    with pytest.raises(ValueError, match="line break"):
        await get(server, request={"headers": (("A", value),)})
    assert server.connections == 0


async def test_response(serve, get):
    """Status, reason, headers, body, version, address and times are those of the final response."""
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    server = await serve(
        "request", early + b"HTTP/1.1 404 Not  Here\r\nX-a:  b \r\nContent-Length: 2\r\n\r\nno", "hang"
    )
    result = await get(server)
    assert (result.status, result.reason, result.body) == (404, "Not  Here", b"no")
    assert result.headers == [(b"X-a", b"b"), (b"Content-Length", b"2")]
    assert (result.http_version, result.address, result.reused) == ("1.1", "127.0.0.1", False)
    timings = result.timings.as_dict()
    assert timings.pop("tls_ms") is None
    assert all(value is not None and 0 <= value < 5000 for value in timings.values())


async def test_body_is_left_encoded(serve, get):
    """A content encoding is not undone."""
    server = await serve(
        "request", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxyz", "hang"
    )
    for profile in (None, "chrome136"):
        request = {"profile": profile, "headers": (("Accept-Encoding", "gzip, br"),)}
        assert (await get(server, request=request)).body == b"xyz"


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n", b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b""),
        (b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: x\r\n\r\n", b"abc"),
    ],
    ids=["204", "304", "empty", "redirect", "chunked-with-trailer"],
)
async def test_framing(serve, get, answer, body):
    """A response ends where HTTP says that it ends, although the connection stays open; redirects are not followed."""
    server = await serve("request", answer, "hang")
    result = await get(server)
    assert result.body == body
    assert (b"T", b"x") not in result.headers
    assert len(server.requests) == 1


@pytest.mark.parametrize("ending", ["close", "cut"])
@pytest.mark.parametrize("tls", [False, True])
async def test_body_until_close(serve, get, server_context, tls, ending):
    """A body without a length ends with the connection, over TLS even without a farewell."""
    server = await serve("request", b"HTTP/1.0 200 OK\r\n\r\nhello", ending, context=server_context() if tls else None)
    assert (await get(server, tls=tls)).body == b"hello"


async def test_exactly_the_limit(serve, get):
    """A body of exactly the size limit is accepted."""
    server = await serve("request", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000, "close")
    assert len((await get(server, max_bytes=5000)).body) == 5000


async def test_tls(serve, get, server_context):
    """Over TLS the certificate is checked for the name in the URL, and the handshake is timed."""
    server = await serve("request", OK, "hang", context=server_context())
    for profile in (None, "chrome136", "firefox135", "safari184"):
        result = await get(server, tls=True, request={"profile": profile})
        assert result.body == b"ok"
        assert result.timings.tls_ms > 0


async def test_unknown_profile(serve, get):
    """A profile that curl does not know is the caller's mistake."""
    with pytest.raises(ValueError, match="netscape4"):
        await get(await serve("hang"), request={"profile": "netscape4"})


async def test_reuse(serve, transport):
    """Requests of one profile share a connection, those of another have their own."""
    server = await serve(*["request", OK] * 4, "hang")
    client = transport()
    results = [
        await client.fetch(FetchRequest(f"http://h.test:{server.port}/", profile=profile))
        for profile in (None, None, "chrome136", "chrome136")
    ]
    assert [result.reused for result in results] == [False, True, False, True]
    stats = client.stats()
    assert (stats.requests, stats.connections, stats.in_flight) == (4, 2, 0)


async def test_idle_connections_are_kept(serve, transport, until):
    """Connections stay open although only one transfer runs at a time, and no more than the setting says."""
    server = await serve(*["request", OK] * 40, "hang")
    client = transport(max_idle_connections=10)
    for number in range(20):
        await client.fetch(FetchRequest(f"http://h{number}.test:{server.port}/"))
    await until(lambda: server.open == 10)
    for number in range(14, 20):
        assert (await client.fetch(FetchRequest(f"http://h{number}.test:{server.port}/"))).reused
    assert server.connections == 20


async def test_busy_connections_do_not_count_as_idle(serve, transport):
    """Hosts that are asked side by side keep their connections, however few idle ones are kept."""
    server = await serve(*["request", OK] * 10, "hang")
    client = transport(max_idle_connections=1)

    async def visit(host):
        for _ in range(10):
            await client.fetch(FetchRequest(f"http://{host}.test:{server.port}/"))

    await asyncio.gather(*(visit(f"h{number}") for number in range(20)))
    assert server.connections <= 40


async def test_bodies_do_not_wait_for_the_garbage_collector(serve, transport):
    """What was received is let go when a fetch has ended, well or badly: reference cycles may last for minutes."""
    body = b"x" * 4_000_000
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
    server = await serve("request", head % len(body) + body, "request", head % (len(body) + 1) + body, "close")
    client = transport(max_bytes=5_000_000)
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        for number in range(8):
            with suppress(FetchError):
                await client.fetch(FetchRequest(f"http://h{number // 2}.test:{server.port}/"))
        await asyncio.sleep(0.1)  # the loop may owe the end of the last fetch to others than this
        kept_bytes = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
        gc.enable()
    assert len(server.requests) == 8
    assert kept_bytes < 2_000_000


async def test_no_buffer_for_web_sockets():
    """A handle holds no buffer for what is never done here; curl_cffi's own would be 128 KiB for each."""
    assert ffi.sizeof(Handle()._ws_recv_buffer) == 1


async def test_plain_http_does_not_wait_for_multiplexing(serve, transport):
    """Concurrent requests over plain HTTP each open a connection."""
    server = await serve("request", 0.05, OK, "hang")
    client = transport()
    await asyncio.gather(*(client.fetch(FetchRequest(f"http://h.test:{server.port}/{n}")) for n in range(5)))
    assert server.connections == 5


@pytest.mark.parametrize("ending", ["close", "reset"])
@pytest.mark.parametrize("tls", [False, True])
async def test_stale_connection(serve, transport, server_context, tls, ending):
    """A kept connection that the host has given up is replaced silently."""
    server = await serve(
        ["request", OK, "request", ending], ["request", OK, "hang"], context=server_context() if tls else None
    )
    client = transport()
    url = f"http{'s' if tls else ''}://h.test:{server.port}/"
    for _ in range(2):
        assert (await client.fetch(FetchRequest(url))).body == b"ok"
    assert server.connections == 2


async def test_stale_connection_and_dead_host(serve, transport):
    """When the fresh connection fails too, its failure is told."""
    server = await serve(["request", OK, "request", "close"], ["request", "reset"])
    client = transport()
    request = FetchRequest(f"http://h.test:{server.port}/")
    await client.fetch(request)
    with pytest.raises(FetchError) as caught:
        await client.fetch(request)
    assert caught.value.slug == "tcp_reset"


async def test_a_fresh_failure_is_not_repeated(serve, get):
    """A request that fails on a connection of its own is sent once."""
    server = await serve("request", "reset")
    with pytest.raises(FetchError):
        await get(server)
    assert len(server.requests) == 1


async def test_the_wait_for_a_look_up_takes_no_time_from_the_transfer(serve, transport, monkeypatch):
    """However long a name waits for its look-up, the transfer has its whole time."""
    server = await serve("request", 0.2, OK, "hang")

    async def outcome(factor):
        client = transport(total_timeout_s=0.4 * factor, connect_timeout_s=0.4 * factor)

        async def late(host):
            await asyncio.sleep(0.6 * factor)
            return ("127.0.0.1",)

        monkeypatch.setattr(client._resolver, "resolve", late)
        with suppress(FetchError):
            return (await client.fetch(FetchRequest(f"http://h.test:{server.port}/"))).body

    await in_time(b"ok", outcome)
