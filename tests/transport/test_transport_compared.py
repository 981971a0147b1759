"""Hosts that complain over HTTP/2 of what they give by HTTP/1.1."""

from __future__ import annotations

import pytest

from imgcrawl.transport import FetchRequest
from imgcrawl.transport.versions import Versions
from tests.transport.servers import Http2Server, Server

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold"
BAD = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad"
COMPLAINT, MISSING, FINE = [(1, 5, b"\x8c")], [(1, 5, b"\x8d")], [(1, 5, b"\x88")]


@pytest.fixture
async def serve_both(serve, server_context):
    """Start a server with *answers* over HTTP/2, and *old* ones to each request by HTTP/1.1."""

    async def start(*answers, old=GOOD):
        class Both(Http2Server):
            async def play(self, script, reader, writer):
                if writer.get_extra_info("ssl_object").selected_alpn_protocol() == "h2":
                    await super().play(script, reader, writer)
                else:
                    await Server.play(self, ["request", old] * 3, reader, writer)

        return await serve(*answers, context=server_context(alpn=("h2", "http/1.1")), kind=Both)

    return start


async def _fetched(client, server, times=2):
    results = [await client.fetch(FetchRequest(f"https://h.test:{server.port}/{n}")) for n in range(times)]
    return [(result.http_version, result.status, result.repeats) for result in results]


async def test_what_is_refused_over_http2_is_asked_for_by_http11(serve_both, transport):
    """The first complaint is compared, and counted as a request; what helps is kept to."""
    server = await serve_both([COMPLAINT])
    assert await _fetched(transport(), server) == [("1.1", 200, 1), ("1.1", 200, 0)]


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "302 Found"])
async def test_a_refusal_by_http11_is_more_than_a_complaint(serve_both, transport, status):
    """Whoever asks next, in whatever way, is answered by the version that the host takes."""
    refusal = f"HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\nno".encode()
    server = await serve_both([COMPLAINT], old=refusal)
    code = int(status[:3])
    assert await _fetched(transport(), server, 3) == [("1.1", code, 1), ("1.1", code, 0), ("1.1", code, 0)]


FAULT = b"HTTP/1.1 503 Busy\r\nContent-Length: 3\r\n\r\nbad"


@pytest.mark.parametrize("old", [BAD, FAULT, b"nonsense\r\n\r\n"])
async def test_where_it_is_no_better_the_complaint_stands(serve_both, transport, old):
    """The host is compared once: all its other answers are what they are."""
    server = await serve_both([COMPLAINT, COMPLAINT], old=old)
    assert await _fetched(transport(), server) == [("2", 400, 1), ("2", 400, 0)]


@pytest.mark.parametrize("first", [FINE, MISSING])
async def test_a_host_that_speaks_http2_means_the_address(serve_both, transport, first):
    """After any other answer over HTTP/2 a complaint is about what was asked for."""
    server = await serve_both([first, COMPLAINT])
    status = 200 if first is FINE else 404
    assert await _fetched(transport(), server) == [("2", status, 0), ("2", 400, 0)]


async def test_a_host_that_has_asked_for_a_pause_is_not_compared(serve_both, transport):
    """What is held is not sent."""
    server = await serve_both([COMPLAINT])
    held = iter([False, True])
    request = FetchRequest(f"https://h.test:{server.port}/", is_held=lambda: next(held))
    assert (await transport().fetch(request)).status == 400


def test_as_many_hosts_are_compared_as_are_remembered():
    """A host that was forgotten is compared once more."""
    versions = Versions(1)
    assert [versions.is_to_compare(host, 421) for host in ("a", "a", "b", "a")] == [True, False, True, True]
    assert not versions.is_to_compare("c", 403)
