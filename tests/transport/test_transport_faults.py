"""What each fault on the wire becomes, in real transfers."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import ssl
from pathlib import Path

import pytest
import trustme

from imgcrawl.transport import FetchError, FetchRequest
from tests.pace import in_time, longer

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ENDLESS = b"HTTP/1.1 200 OK\r\n\r\n"
SHORT = {"total_timeout_s": 0.25, "connect_timeout_s": 0.2}
SMALL = {"max_bytes": 50_000}

FAULTS = {
    "reset-before-answer": (["request", "reset"], "tcp_reset", {}),
    "close-before-answer": (["request", "close"], "tcp_closed", {}),
    "silence": (["request", "hang"], "tcp_timeout", SHORT),
    "half-a-status-line": (["request", b"HTTP/1.1 2", "close"], "tcp_closed", {}),
    "headers-stall": (["request", b"HTTP/1.1 200 OK\r\nA: b\r\n", "hang"], "http_timeout", SHORT),
    "headers-end-early": (["request", b"HTTP/1.1 200 OK\r\nA: b\r\n", "close"], "http_protocol", {}),
    "half-a-header-line": (["request", b"HTTP/1.1 200 OK\r\nConte", "close"], "http_protocol", {}),
    "reset-in-headers": (["request", b"HTTP/1.1 200 OK\r\nA: b\r\n", 0.05, "reset"], "http_protocol", {}),
    "only-1xx": (["request", b"HTTP/1.1 103 Early Hints\r\n\r\n", "close"], "http_protocol", {}),
    "ssh": (["request", b"SSH-2.0-OpenSSH_9\r\n", "hang"], "http_protocol", {}),
    "bare-html": (["request", b"<html>hello</html>", "close"], "http_protocol", {}),
    "http-9.9": (["request", b"HTTP/9.9 200 OK\r\n\r\n", "close"], "http_protocol", {}),
    "bad-length": (["request", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "close"], "http_protocol", {}),
    "bad-header": (["request", b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "close"], "http_protocol", {}),
    "bad-chunk-size": (["request", CHUNKED + b"zz\r\nabc\r\n", "close"], "http_protocol", {}),
    "reset-in-body": (["request", HEAD + b"x", 0.05, "reset"], "content_reset", {}),
    "reset-at-body": (["request", HEAD, 0.05, "reset"], "content_reset", {}),
    "reset-in-endless-body": (["request", ENDLESS + b"x", 0.05, "reset"], "content_reset", {}),
    "short-body": (["request", HEAD + b"x", "close"], "content_truncated", {}),
    "no-body": (["request", HEAD, "close"], "content_truncated", {}),
    "chunks-cut": (["request", CHUNKED + b"5\r\nabcde\r\n", "close"], "content_truncated", {}),
    "body-stalls": (["request", HEAD + b"x", "hang"], "content_timeout", SHORT),
    "body-does-not-begin": (["request", HEAD, "hang"], "content_timeout", SHORT),
    "body-too-slow": (["request", HEAD + b"x", "hang"], "content_too_slow", {"low_speed_s": 1.0}),
    "declared-too-large": (
        ["request", b"HTTP/1.1 200 OK\r\nContent-Length: 50001\r\n\r\n", "hang"],
        "content_too_large",
        SMALL,
    ),
    "endless-too-large": (["request", ENDLESS + b"x" * 50_001, "hang"], "content_too_large", SMALL),
    "chunks-too-large": (["request", CHUNKED + b"c351\r\n" + b"x" * 50_001, "hang"], "content_too_large", SMALL),
    "long-header": (
        ["request", b"HTTP/1.1 200 OK\r\nA: " + b"x" * 2000 + b"\r\n\r\n", "hang"],
        "http_headers_too_large",
        {"max_header_bytes": 1024},
    ),
    "header-beyond-curls-limit": (
        ["request", b"HTTP/1.1 200 OK\r\nA: " + b"x" * 150_000 + b"\r\n\r\n", "hang"],
        "http_headers_too_large",
        {},
    ),
    "many-headers": (
        ["request", b"HTTP/1.1 200 OK\r\n" + (b"A: " + b"x" * 50_000 + b"\r\n") * 7 + b"\r\n", "hang"],
        "http_headers_too_large",
        {"max_header_bytes": 10_000_000},
    ),
}

TLS_FAULTS = {
    "silence": (["request", "hang"], "tcp_timeout", {"total_timeout_s": 0.6, "connect_timeout_s": 0.5}),
    "close-before-answer": (["request", "close"], "tcp_closed", {}),
    "cut-before-answer": (["request", "cut"], "tcp_closed", {}),
    "reset-before-answer": (["request", "reset"], "tcp_reset", {}),
    "short-body": (["request", HEAD + b"x", "close"], "content_truncated", {}),
    "body-cut": (["request", HEAD + b"x", "cut"], "content_truncated", {}),
    "chunks-cut": (["request", CHUNKED + b"5\r\nabcde\r\n", "cut"], "content_truncated", {}),
    "bad-chunk-size": (["request", CHUNKED + b"zz\r\nabc\r\n", "hang"], "http_protocol", {}),
    "reset-in-body": (["request", HEAD + b"x", 0.05, "reset"], "content_reset", {}),
}

HANDSHAKE_FAULTS = {
    "silence": (["hello", "hang"], "tls_timeout", SHORT),
    "reset": (["hello", "reset"], "tls_reset", {}),
    "close": (["hello", "close"], "tls_reset", {}),
    "close-at-once": (["close"], "tls_reset", {}),
    "half-a-record": (["hello", b"\x16\x03\x03\x00\x55\x02\x00\x00", "close"], "tls_reset", {}),
    "plain-http": (["hello", b"HTTP/1.1 400 Bad Request\r\n\r\n", "close"], "tls_handshake", {}),
    "alert": (["hello", b"\x15\x03\x03\x00\x02\x02\x28", "close"], "tls_handshake", {}),
    "garbage": (["hello", b"\x16\x03\x03\x00\x05\x02\x00\x00\x01\x00", "hang"], "tls_handshake", {}),
}


def faults(table):
    """Parametrize *fault* with the rows of *table*: steps, slug, settings."""
    return pytest.mark.parametrize("fault", table.values(), ids=table.keys())


async def failure(awaitable):
    """Return the error with which *awaitable* fails."""
    with pytest.raises(FetchError) as caught:
        await awaitable
    assert caught.value.detail.endswith(".")
    return caught.value


def slug_of(fetch, limits):
    """Return what has *fetch* fail within *limits*, or longer ones, and returns the slug."""

    async def attempt(factor):
        return (await failure(fetch(longer(limits, factor)))).slug

    return attempt


@faults(FAULTS)
async def test_plain_faults(serve, get, fault):
    """A fault over plain HTTP has the slug of the stage at which it struck."""
    steps, slug, settings = fault
    server = await serve(*steps)
    await in_time(slug, slug_of(lambda limits: get(server, **limits), settings))


@faults(TLS_FAULTS)
async def test_faults_after_the_handshake(serve, get, server_context, fault):
    """A fault after the handshake has the same slug as over plain HTTP."""
    steps, slug, settings = fault
    server = await serve(*steps, context=server_context())
    await in_time(slug, slug_of(lambda limits: get(server, tls=True, **limits), settings))


@faults(HANDSHAKE_FAULTS)
@pytest.mark.parametrize("profile", [None, "chrome136"], ids=["curl", "chrome"])
async def test_handshake_faults(serve, get, fault, profile):
    """Silence, an end, and nonsense during the handshake are told apart, with every TLS profile."""
    steps, slug, settings = fault
    server = await serve(*steps)
    request = {"profile": profile}
    await in_time(slug, slug_of(lambda limits: get(server, tls=True, request=request, **limits), settings))


@pytest.mark.parametrize(
    "case",
    [
        ("tls_hostname", "other.test", {}),
        ("tls_expired", "h.test", {"not_after": -1}),
        ("tls_expired", "h.test", {"not_before": 1}),
    ],
    ids=["other-host", "expired", "not-yet-valid"],
)
@pytest.mark.parametrize("profile", [None, "firefox135"], ids=["curl", "firefox"])
async def test_certificates(serve, get, server_context, case, profile):
    """A certificate for another host or another time is refused and named so."""
    slug, name, days = case
    now = dt.datetime.now(dt.UTC)
    validity = {key: now + dt.timedelta(days=value) for key, value in days.items()}
    server = await serve("request", HEAD, "hang", context=server_context(name, **validity))
    assert (await failure(get(server, tls=True, request={"profile": profile}))).slug == slug
    assert server.requests == []


async def test_unknown_authority(serve, get, server_context):
    """A certificate of an authority that nobody named is untrusted."""
    server = await serve("request", HEAD, "hang", context=server_context(issuer=trustme.CA()))
    assert (await failure(get(server, tls=True))).slug == "tls_untrusted"


async def test_authority_only_by_setting(serve, get, server_context):
    """The authority in IMGCRAWL_TLS_CA_FILE is trusted because of that setting alone."""
    server = await serve("request", HEAD, "hang", context=server_context())
    assert (await failure(get(server, tls=True, ca_file=""))).slug == "tls_untrusted"


@pytest.fixture
def second_in_file(ca_file, tmp_path):
    """Return the path of a file in which the tests' authority is the second."""
    both = tmp_path / "both.pem"
    both.write_bytes(trustme.CA().cert_pem.bytes() + Path(ca_file).read_bytes())
    return str(both)


async def test_every_authority_of_the_file(serve, get, server_context, second_in_file):
    """An authority is trusted wherever it stands in the file."""
    server = await serve("request", HEAD + b"x" * 100, "hang", context=server_context())
    assert (await get(server, tls=True, ca_file=second_in_file)).status == 200


async def test_old_tls(serve, get, server_context):
    """A host that speaks only TLS 1.1 fails in the handshake."""
    context = server_context()
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    server = await serve("request", HEAD, "hang", context=context)
    assert (await failure(get(server, tls=True))).slug in ("tls_handshake", "tls_reset")


async def test_refused(transport, closed_port):
    """A port on which nobody listens is tcp_refused."""
    fetching = transport().fetch(FetchRequest(f"http://h.test:{closed_port}/"))
    assert (await failure(fetching)).slug == "tcp_refused"


@pytest.fixture
async def deaf_port():
    """Yield a port whose queue of connections is full, so that further ones are not answered."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        queued = [socket.socket() for _ in range(4)]
        for sock in queued:
            sock.setblocking(False)
            sock.connect_ex(("127.0.0.1", port))
        await asyncio.sleep(0.05)
        yield port
        for sock in queued:
            sock.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_connect_timeout(transport, deaf_port, scheme):
    """A host that does not accept the connection is tcp_connect_timeout, over TLS too."""
    request = FetchRequest(f"{scheme}://h.test:{deaf_port}/")
    await in_time("tcp_connect_timeout", slug_of(lambda limits: transport(**limits).fetch(request), SHORT))


async def test_timeout_factor(serve, get):
    """The timeout factor lengthens the total limit."""
    silent, late = await serve("request", "hang"), await serve("request", 0.4, HEAD + b"x" * 100, "hang")
    assert (await failure(get(silent, **SHORT))).slug.endswith("timeout")
    assert (await get(late, request={"timeout_factor": 100.0}, **SHORT)).status == 200


async def test_slow_start_is_no_slow_body(serve, get):
    """The lowest speed is asked of the body only: a host may think for longer."""
    server = await serve("request", 1.4, HEAD + b"x" * 100, "hang")
    assert (await get(server, low_speed_s=1.0, low_speed_bytes=1000)).status == 200


async def test_what_arrived_is_told(serve, get):
    """An error in the body carries status, headers, and the number of bytes received."""
    server = await serve("request", HEAD + b"x" * 7, "close")
    error = await failure(get(server))
    assert (error.status, error.headers, error.body_bytes) == (200, [(b"Content-Length", b"100")], 7)


async def test_url_errors_need_no_network(transport):
    """A URL that leads nowhere fails before anything is looked up."""
    error = await failure(transport().fetch(FetchRequest("ftp://h.test/")))
    assert error.slug == "url_scheme"
