"""How TLS connections end, on real sockets, and what each ending becomes."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
from contextlib import suppress
from itertools import product

import pytest

from imgcrawl.errors import RunStopped
from imgcrawl.transport import FetchError, FetchRequest
from imgcrawl.transport.curl.handshake import certificates_in
from imgcrawl.transport.curl.pools import ProfilePools

BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"


class Bouncer:
    """A TLS server in threads that wants a certificate from its visitors, and ends as *manner* says.

    ``alert``: with the alert that is due. ``silent``: by closing without it. ``unread``: by closing while the request
    lies unread, so that the client's connection is reset. The connections *cuts*, counted from 1, are cut at once.
    """

    def __init__(self, context, manner):
        self._context = context
        self._manner = manner
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.connections = 0
        self.cuts = set()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def stop(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self):
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                if self.connections in self.cuts:
                    connection.close()
                    continue
                self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
                self._threads[-1].start()

    def _serve(self, connection):
        connection.settimeout(5)
        into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = self._context.wrap_bio(into, out, server_side=True)
        with connection, suppress(OSError):
            try:
                while self._goes_on(tls):
                    connection.sendall(out.read())
                    received = connection.recv(65536)
                    if not received:
                        return
                    into.write(received)
            except ssl.SSLError:
                if self._manner == "alert":
                    connection.sendall(out.read())
                    connection.shutdown(socket.SHUT_WR)
                    connection.recv(65536)
                elif self._manner == "unread":
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    @staticmethod
    def _goes_on(tls):
        try:
            tls.do_handshake()
        except ssl.SSLWantReadError:
            return True
        return False


@pytest.fixture
def bouncer(server_context, authority):
    """Start servers that want a certificate; they are stopped after the test."""
    made = []

    def start(manner, version, alpn):
        context = server_context(alpn=[alpn])
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
        context.verify_mode = ssl.CERT_REQUIRED
        authority.configure_trust(context)
        made.append(Bouncer(context, manner))
        return made[-1]

    yield start
    for server in made:
        server.stop()


@pytest.mark.parametrize(
    "case", list(product(("alert", "silent", "unread"), ("TLSv1_2", "TLSv1_3"), ("http/1.1", "h2"))), ids=" ".join
)
@pytest.mark.parametrize("profile", [None, "firefox135"], ids=["curl", "firefox"])
async def test_a_host_that_wants_a_certificate(transport, bouncer, case, profile):
    """It is named so in every version and however it hangs up; it is found out once, by one connection more."""
    server, made = bouncer(*case), transport()
    for _ in range(2):
        with pytest.raises(FetchError) as caught:
            await made.fetch(FetchRequest(f"https://h.test:{server.port}/", profile=profile))
        assert caught.value.slug == "tls_client_certificate"
    assert server.connections == 3
    assert (made.stats().requests, made.stats().connections) == (2, 3)


@pytest.mark.parametrize("wanted", [ssl.CERT_NONE, ssl.CERT_OPTIONAL], ids=["none", "optional"])
async def test_a_host_that_can_do_without_one(serve, get, server_context, authority, wanted):
    """Who serves without a certificate is fetched from; who hangs up without having asked for one has closed."""
    context = server_context()
    context.verify_mode = wanted
    authority.configure_trust(context)
    server = await serve("request", BODY, "hang", context=context)
    assert (await get(server, tls=True)).status == 200
    server = await serve("request", "close", context=server_context())
    with pytest.raises(FetchError) as caught:
        await get(server, tls=True)
    assert caught.value.slug == "tcp_closed"


async def test_a_failing_host_is_asked_for_its_wishes_once(serve, transport, server_context):
    """A host that hangs up gets one handshake besides its requests, whose connection is closed again."""
    server, made = await serve("request", "close", context=server_context()), transport()
    for _ in range(3):
        with pytest.raises(FetchError, match="tcp_closed"):
            await made.fetch(FetchRequest(f"https://h.test:{server.port}/"))
    assert (server.connections, len(server.requests), made.stats().requests) == (4, 3, 3)


@pytest.mark.parametrize("keep_s", [0.0, 3600.0], ids=["later", "at-once"])
async def test_a_handshake_that_failed_says_nothing(bouncer, transport, monkeypatch, keep_s):
    """Where the listening handshake was cut, it is made again later, but not with the next request."""
    monkeypatch.setattr("imgcrawl.transport.memory._UNKNOWN_KEEP_S", keep_s)
    server, made = bouncer("silent", "TLSv1_3", "h2"), transport()
    server.cuts = {2}
    found = []
    for _ in range(2):
        with pytest.raises(FetchError) as caught:
            await made.fetch(FetchRequest(f"https://h.test:{server.port}/"))
        found.append(caught.value.slug == "tls_client_certificate")
    assert (found, server.connections) == ([False, not keep_s], 3 if keep_s else 4)


async def test_concurrent_failures_cost_one_handshake(serve, transport, server_context):
    """However many requests end at once in a way that is unclear, the host is asked once what it wanted."""
    server, made = await serve("request", "close", context=server_context()), transport()
    urls = [f"https://h.test:{server.port}/{number}" for number in range(5)]
    failures = await asyncio.gather(*(made.fetch(FetchRequest(url)) for url in urls), return_exceptions=True)
    assert [failure.slug for failure in failures] == ["tcp_closed"] * 5
    assert (server.connections, len(server.requests)) == (6, 5)


async def test_without_tls_there_is_nothing_to_listen_to(serve, get):
    """A host that hangs up over plain HTTP gets no further connection, nor does one behind a proxy."""
    server = await serve("request", "close")
    with pytest.raises(FetchError, match="tcp_closed"):
        await get(server)
    proxy = await serve("request", b"HTTP/1.1 200 OK\r\n\r\n", "close")
    with pytest.raises(FetchError, match="tls_reset"):
        await get(server, tls=True, proxy=f"http://127.0.0.1:{proxy.port}")
    assert (server.connections, proxy.connections) == (1, 1)


async def test_a_stop_ends_a_handshake(serve, transport, server_context, until):
    """Who stops the transport does not wait for a host that is silent in the handshake that listens."""
    server, made = await serve(["hello", "close"], ["hello", "hang"]), transport()
    fetching = asyncio.ensure_future(made.fetch(FetchRequest(f"https://h.test:{server.port}/")))
    await until(lambda: server.connections == 2)
    made.abort()
    with pytest.raises(RunStopped):
        await asyncio.wait_for(fetching, 30)


async def test_a_close_waits_for_a_handshake_that_nobody_waits_for(serve, transport, monkeypatch, until):
    """The handshake that listens is over before the handles are freed, though its request was given up."""
    server, made, left = await serve(["hello", "close"], ["hello", "hang"]), transport(), []
    real = ProfilePools.close

    async def close(pools):
        left.extend(task for task in asyncio.all_tasks() if "_wants_certificate" in repr(task.get_coro()))
        await real(pools)

    monkeypatch.setattr(ProfilePools, "close", close)
    fetching = asyncio.ensure_future(made.fetch(FetchRequest(f"https://h.test:{server.port}/")))
    await until(lambda: server.connections == 2)
    fetching.cancel()
    await asyncio.wait({fetching})
    await made.close()
    assert left == []


def test_messages_that_make_no_sense():
    """Whatever stands in a message about certificates, there is a list."""
    for length in range(12):
        assert isinstance(certificates_in(bytes([255] * length)), list)
    assert certificates_in(b"") == []


ENDINGS = {
    "no-application-protocol": ([b"\x15\x03\x03\x00\x02\x02\x78"], "tls_handshake"),
    "unrecognised-name": ([b"\x15\x03\x03\x00\x02\x02\x70"], "tls_handshake"),
    "protocol-version": ([b"\x15\x03\x01\x00\x02\x02\x46"], "tls_handshake"),
    "closes-politely": ([b"\x15\x03\x03\x00\x02\x01\x00"], "tls_reset"),
    "half-an-alert": ([b"\x15\x03\x03\x00\x02\x02"], "tls_reset"),
    "page-in-plain-http": ([b"HTTP/1.1 400 Bad Request\r\n\r\n<html>"], "tls_handshake"),
    "ssh": ([b"SSH-2.0-OpenSSH_9\r\n"], "tls_handshake"),
}


@pytest.mark.parametrize(("said", "slug"), ENDINGS.values(), ids=ENDINGS.keys())
async def test_what_is_said_in_place_of_a_handshake(serve, get, said, slug):
    """An alert, another protocol and a bare end are told apart."""
    server = await serve("hello", *said, "close")
    with pytest.raises(FetchError) as caught:
        await get(server, tls=True)
    assert caught.value.slug == slug


async def test_a_protocol_that_nobody_offered(serve, get, server_context):
    """A host whose only application protocol is unknown to us is spoken to in HTTP/1.1, as long as it lets us."""
    server = await serve("request", BODY, "hang", context=server_context(alpn=("foo",)))
    assert (await get(server, tls=True)).http_version == "1.1"


async def test_a_name_that_the_host_does_not_know(serve, get, server_context):
    """A host that refuses the name asked for has refused the handshake."""
    context = server_context()
    context.sni_callback = lambda *_: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    server = await serve("request", BODY, "hang", context=context)
    with pytest.raises(FetchError) as caught:
        await get(server, tls=True)
    assert caught.value.slug in ("tls_handshake", "tls_reset")  # asyncio's server closes without the alert
