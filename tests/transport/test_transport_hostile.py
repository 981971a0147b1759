"""Servers that mean harm: each ends with a named failure or a whole response, in bounded time and memory."""

from __future__ import annotations

import time

import pytest

from imgcrawl.config import TransportConfig
from imgcrawl.transport import FetchError, FetchRequest, Resolver
from tests.pace import in_time, longer
from tests.transport.servers import frame

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
LENGTH_5 = b"Content-Length: 5\r\n"
BODY = b"\r\nhello"
PATIENT = {
    "total_timeout_s": 240.0,
    "connect_timeout_s": 120.0,
    "low_speed_s": 120.0,
    "max_bytes": 200_000,
    "max_header_bytes": 20_000,
}
NO_HANG_S = 100.0
"""Less than any of these limits."""
LITTLE_BYTES = 12_000_000
"""What may have been sent before a flood is cut off: the buffers of two sockets and of the server."""

FLOODS = {
    "body": ([OK + b"\r\n", (b"x" * 65_536, 0)], "content_too_large"),
    "chunks": ([CHUNKED, (b"1000\r\n" + b"x" * 4096 + b"\r\n", 0)], "content_too_large"),
    "one-byte-chunks": ([CHUNKED, (b"1\r\nx\r\n" * 1000, 0)], "content_too_large"),
    "headers": ([OK, (b"A: b\r\n" * 1000, 0)], "http_headers_too_large"),
    "header-names": ([OK, (b"X-%d: b\r\n" * 1000 % tuple(range(1000)), 0)], "http_headers_too_large"),
    "one-header": ([OK + b"A: ", (b"x" * 65_536, 0)], "http_headers_too_large"),
    "folded-header": ([OK + b"A: b\r\n", (b" c\r\n" * 1000, 0)], "http_headers_too_large"),
    "cookies": ([OK, (b"Set-Cookie: a=b; Path=/; Domain=h.test\r\n" * 1000, 0)], "http_headers_too_large"),
    "status-line": ([b"HTTP/1.1 200 ", (b"O" * 65_536, 0)], "http_headers_too_large"),
    "interim-responses": ([(b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" * 100, 0)], "http_headers_too_large"),
    "continues": ([(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 0)], "http_headers_too_large"),
    "trailers": ([CHUNKED + b"5\r\nhello\r\n0\r\n", (b"A: b\r\n" * 1000, 0)], "http_headers_too_large"),
    "chunk-size": ([CHUNKED, (b"0" * 65_536, 0)], "http_protocol"),
    "chunk-extension": ([CHUNKED + b"5;", (b"x" * 65_536, 0)], "content_too_slow"),
    "no-line-at-all": ([(b"x" * 65_536, 0)], "http_protocol"),
    "zeros": ([(bytes(65_536), 0)], "http_protocol"),
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
async def test_floods(serve, get, flood):
    """What never ends is cut off at its limit, by size where there is one to tell and by time where there is not."""
    steps, slug = flood
    server = await serve("request", *steps)
    low_speed_s = 1.0 if slug == "content_too_slow" else PATIENT["low_speed_s"]
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        await get(server, **PATIENT | {"low_speed_s": low_speed_s})
    assert caught.value.slug == slug
    assert time.monotonic() - began < NO_HANG_S
    assert slug == "content_too_slow" or server.flooded < LITTLE_BYTES
    assert caught.value.body_bytes <= PATIENT["max_bytes"] + 16_384


DRIPS = {
    "status-line": ([b"HTTP/1.1 200 ", (b"O", 0.02)], "tcp_timeout"),
    "headers": ([OK, (b"A: b\r\n", 0.02)], "http_timeout"),
    "interim-responses": ([(b"HTTP/1.1 100 Continue\r\n\r\n", 0.02)], "http_timeout"),
    "body": ([OK + b"Content-Length: 5000\r\n\r\n", (b"x", 0.02)], "content_too_slow"),
    "chunks": ([CHUNKED, (b"1\r\nx\r\n", 0.02)], "content_too_slow"),
    "body-above-the-floor": ([OK + b"Content-Length: 15000000\r\n\r\n", (b"x" * 4000, 0.02)], "content_timeout"),
    "trailers": ([CHUNKED + b"0\r\n", (b"A: b\r\n", 0.02)], "content_too_slow"),
}


@pytest.mark.parametrize("drip", DRIPS.values(), ids=DRIPS.keys())
async def test_drips(serve, get, drip):
    """A host that sends a little from time to time holds a connection no longer than the limits say."""
    steps, slug = drip
    server = await serve("request", *steps)
    limits = {
        "connect_timeout_s": 1.0,
        "response_timeout_s": 0.5,
        "low_speed_s": 1.0 if slug == "content_too_slow" else 2.0,
        "total_timeout_s": 2.5,
    }

    async def outcome(factor):
        with pytest.raises(FetchError) as caught:
            await get(server, low_speed_bytes=100, **longer(limits, factor))
        return caught.value.slug

    await in_time(slug, outcome)


LENGTHS = {
    "one-too-many": b"200001",
    "2**31": b"2147483648",
    "2**63-1": b"9223372036854775807",
    "2**63": b"9223372036854775808",
    "2**64": b"18446744073709551616",
    "a-hundred-digits": b"9" * 100,
}


@pytest.mark.parametrize("length", LENGTHS.values(), ids=LENGTHS.keys())
async def test_huge_lengths(serve, get, length):
    """A declared length beyond the limit is refused unread, however many digits it has."""
    server = await serve("request", OK + b"Content-Length: " + length + b"\r\n\r\nx", "hang")
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        await get(server, **PATIENT)
    assert caught.value.slug in ("content_too_large", "http_protocol")
    assert time.monotonic() - began < NO_HANG_S


async def test_huge_chunk(serve, get):
    """A declared size of a chunk beyond all numbers is a broken protocol, one beyond the limit is not waited for."""
    for size, slugs in ((b"ffffffffffffffffff", ("http_protocol",)), (b"7fffffffffffffff", ("content_truncated",))):
        server = await serve("request", CHUNKED + size + b"\r\nx", "close")
        with pytest.raises(FetchError) as caught:
            await get(server, **PATIENT)
        assert caught.value.slug in slugs


TRICKS = {
    "two-lengths": (OK + LENGTH_5 + b"Content-Length: 6\r\n" + BODY, "http_protocol"),
    "same-length-twice": (OK + LENGTH_5 + LENGTH_5 + BODY, b"hello"),
    "length-list": (OK + b"Content-Length: 5, 5\r\n" + BODY, b"hello"),
    "list-of-two-lengths": (OK + b"Content-Length: 5, 6\r\n" + BODY, None),
    "negative-length": (OK + b"Content-Length: -5\r\n" + BODY, "http_protocol"),
    "signed-length": (OK + b"Content-Length: +5\r\n" + BODY, "http_protocol"),
    "hex-length": (OK + b"Content-Length: 0x5\r\n" + BODY, "http_protocol"),
    "empty-length": (OK + b"Content-Length:\r\n" + BODY, "http_protocol"),
    "length-and-chunks": (
        OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        b"hello",
    ),
    "chunked-twice": (OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", None),
    "unknown-transfer-encoding": (OK + b"Transfer-Encoding: x\r\n" + LENGTH_5 + BODY, None),
    "identity": (OK + b"Transfer-Encoding: identity\r\n" + LENGTH_5 + BODY, None),
    "chunked-then-gzip": (OK + b"Transfer-Encoding: chunked, gzip\r\n\r\n5\r\nhello\r\n0\r\n\r\n", None),
    "space-before-colon": (OK + b"Transfer-Encoding : chunked\r\n" + LENGTH_5 + BODY, None),
    "negative-chunk": (CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n", "http_protocol"),
    "chunk-in-decimal-with-sign": (CHUNKED + b"+5\r\nhello\r\n0\r\n\r\n", "http_protocol"),
    "chunk-longer-than-said": (CHUNKED + b"3\r\nhello\r\n0\r\n\r\n", "http_protocol"),
    "chunk-extension": (CHUNKED + b"5;a=b\r\nhello\r\n0\r\n\r\n", b"hello"),
    "trailer-that-is-none": (CHUNKED + b"5\r\nhello\r\n0\r\r\n folded\n\r\n", "http_protocol"),
    "trailers": (CHUNKED + b"5\r\nhello\r\n0\r\nContent-Length: 9\r\nLocation: x\r\n\r\n", b"hello"),
    "folded-header": (OK + b"X: a\r\n b\r\n\tc\r\n" + LENGTH_5 + BODY, b"hello"),
    "folded-at-once": (OK + b" X: a\r\n" + LENGTH_5 + BODY, b"hello"),
    "nul-in-header": (OK + b"X: a\0b\r\n" + LENGTH_5 + BODY, "http_protocol"),
    "control-characters": (OK + b"X: \x1b[31m\x07\x7f\r\n" + LENGTH_5 + BODY, b"hello"),
    "bare-return": (OK + b"X: a\rLocation: http://evil.test/\r\n" + LENGTH_5 + BODY, None),
    "bare-newlines": (OK.replace(b"\r", b"") + b"Content-Length: 5\n\nhello", b"hello"),
    "no-name": (OK + b": a\r\n" + LENGTH_5 + BODY, None),
    "status-0": (b"HTTP/1.1 000 X\r\n" + LENGTH_5 + BODY, "http_protocol"),
    "status-99": (b"HTTP/1.1 99 X\r\n" + LENGTH_5 + BODY, "http_protocol"),
    "status-1000": (b"HTTP/1.1 1000 X\r\n" + LENGTH_5 + BODY, "http_protocol"),
    "upgrade": (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n" + OK + LENGTH_5 + BODY,
        "http_protocol",
    ),
    "upgrade-to-http2": (
        b"HTTP/1.1 101 X\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n\0\0\0\4\0\0\0\0\0",
        "http_protocol",
    ),
    "body-with-204": (b"HTTP/1.1 204 No\r\n" + LENGTH_5 + BODY, b""),
    "body-with-304": (b"HTTP/1.1 304 No\r\n" + LENGTH_5 + BODY, b""),
    "a-second-response": (OK + LENGTH_5 + BODY + b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", b"hello"),
    "more-than-declared": (OK + LENGTH_5 + BODY + b", world", b"hello"),
}


EITHER = (b"hello", "http_protocol", "content_encoding", "content_truncated")


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
async def test_tricks(serve, get, trick):
    """Ambiguous framing is read as the RFC says, or refused, at once; None stands for either."""
    data, expected = trick
    server = await serve("request", data, "close")
    began = time.monotonic()
    try:
        result = await get(server, **PATIENT)
    except FetchError as exc:
        found = exc.slug
    else:
        found = result.body
        assert not any(b"\n" in part or b"\0" in part for pair in result.headers for part in pair)
        assert not any(name.lower() == b"location" for name, _ in result.headers)
    assert time.monotonic() - began < NO_HANG_S
    assert found == expected or (expected is None and found in EITHER)


WHOLE = {
    "length": OK + b"Content-Type: image/png\r\n" + LENGTH_5 + BODY,
    "chunks": CHUNKED + b"3\r\nhel\r\n2\r\nlo\r\n0\r\nA: b\r\n\r\n",
    "interim": b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + OK + LENGTH_5 + BODY,
}


@pytest.mark.parametrize("whole", WHOLE.values(), ids=WHOLE.keys())
@pytest.mark.parametrize("ending", ["close", "reset"])
async def test_an_end_at_every_byte(serve, transport, whole, ending):
    """A response that ends before its last byte is never taken for a whole one, wherever it ends."""
    scripts = [["request", whole[:at], 0.002, ending] for at in range(len(whole))]
    server = await serve(*scripts, ["request", whole, "hang"])
    client = transport(**PATIENT)
    for at in range(len(whole)):
        with pytest.raises(FetchError) as caught:
            await client.fetch(FetchRequest(f"http://h.test:{server.port}/{at}"))
        assert caught.value.slug.stage in ("tcp", "http", "content"), at
    assert (await client.fetch(FetchRequest(f"http://h.test:{server.port}/"))).body == b"hello"


@pytest.mark.parametrize("ending", ["close", "cut", "reset"])
async def test_an_end_at_every_byte_beneath_tls(serve, transport, server_context, ending):
    """The same holds where TLS carries the response, whether it takes leave or not."""
    whole, client, context = WHOLE["length"], transport(**PATIENT), server_context()
    for at in range(len(whole)):
        server = await serve("request", whole[:at], 0.002, ending, context=context)
        with pytest.raises(FetchError) as caught:
            await client.fetch(FetchRequest(f"https://h.test:{server.port}/"))
        assert caught.value.slug.stage in ("tcp", "http", "content"), at


@pytest.mark.parametrize("ending", ["close", "cut", "reset"])
async def test_an_end_at_every_byte_of_http2(serve, transport, server_context, http2_server, ending):
    """Over HTTP/2 a response ends with the flag that says so, and with nothing else."""
    whole = frame(1, 4, b"\x88", 1) + frame(0, 0, b"hel", 1) + frame(0, 1, b"lo", 1)
    client, context = transport(**PATIENT), server_context(alpn=("h2",))
    for at in range(len(whole)):
        server = await serve([[whole[:at], ending]], context=context, kind=http2_server)
        with pytest.raises(FetchError) as caught:
            await client.fetch(FetchRequest(f"https://h.test:{server.port}/"))
        assert caught.value.slug.stage in ("tcp", "http", "content"), at
    server = await serve([[whole]], context=context, kind=http2_server)
    assert (await client.fetch(FetchRequest(f"https://h.test:{server.port}/"))).body == b"hello"


async def test_rebinding(serve, transport, dns):
    """A name whose answer turns to a private address, or mixes one in, is asked where it is allowed or not at all."""
    server = await serve("request", OK + LENGTH_5 + BODY, "close", address="127.0.0.2")
    config = TransportConfig(dns_servers=(dns.address,), dns_cache_s=0)
    dns.ttl_s = 0
    client = transport(resolver=Resolver(config), allow_networks=("127.0.0.2/32",))
    refused = "policy_private_address"
    for answers, expected in {
        ("127.0.0.2",): b"hello",
        ("127.0.0.1",): refused,
        ("127.0.0.1", "127.0.0.2", "::1"): b"hello",
        ("169.254.169.254",): refused,
        ("64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1", "fd00::1", "::", "0.0.0.0"): refused,
        ("::ffff:127.0.0.1",): "dns_no_address",  # c-ares leaves such answers out
    }.items():
        dns.answers["turns.example"] = list(answers)
        try:
            found = (await client.fetch(FetchRequest(f"http://turns.example:{server.port}/"))).body
        except FetchError as exc:
            found = exc.slug
        assert found == expected, answers
