"""Hosts that give a piece though nobody asked for one."""

from __future__ import annotations

import pytest

from imgcrawl.transport import FetchRequest

BODY = bytes(range(256)) * 4


def _piece(begin: int, end: int, *, total: int = len(BODY), etag: str = '"a"', more: str = "") -> bytes:
    told = f"Content-Range: bytes {begin}-{end - 1}/{total}\r\nContent-Length: {end - begin}\r\n{more}"
    told += f"ETag: {etag}\r\n" if etag else ""
    return f"HTTP/1.1 206 Partial\r\n{told}\r\n".encode() + BODY[begin:end]


async def _fetched(serve, transport, *answers, **options):
    server = await serve(*(["request", answer, "close"] for answer in answers))
    result = await transport().fetch(FetchRequest(f"http://h.test:{server.port}/1.jpg", **options))
    return server, result


async def test_the_rest_of_a_piece_is_asked_for(serve, transport):
    """At once, and counted; what is told of the whole is not told of a piece."""
    server, result = await _fetched(serve, transport, _piece(0, 100), _piece(100, 1024))
    assert (result.status, result.body, result.repeats) == (200, BODY, 1)
    assert b'Range: bytes=100-\r\nIf-Range: "a"' in server.requests[1]
    assert b"Content-Range" not in dict(result.headers)


@pytest.mark.parametrize(
    "rest",
    [
        _piece(100, 1024, etag='"b"'),
        _piece(100, 900),
        _piece(0, 100),
        b"HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nall",
        b"nonsense",
    ],
)
async def test_a_rest_that_does_not_fit_is_none(serve, transport, rest):
    """The piece stays what it was: of another file, or of less, no whole is made."""
    server, result = await _fetched(serve, transport, _piece(0, 100), rest)
    assert (result.status, result.body) == (206, BODY[:100])
    assert server.connections == 2


@pytest.mark.parametrize(
    "piece",
    [
        _piece(100, 200),
        _piece(0, 1024),
        _piece(0, 100, etag=""),
        _piece(0, 100, etag='W/"a"'),
        _piece(0, 100, total=10**12),
        _piece(0, 100, more="Content-Encoding: gzip\r\n"),
    ],
)
async def test_what_has_no_rest(serve, transport, piece):
    """A later piece, the whole, one that nobody can tell from another's, and what is too large."""
    server, result = await _fetched(serve, transport, piece)
    assert (result.status, server.connections) == (206, 1)


async def test_a_host_that_has_asked_for_a_pause_is_not_asked_for_the_rest(serve, transport):
    """What is held is not sent."""
    held = iter([False, True])
    server, result = await _fetched(serve, transport, _piece(0, 100), is_held=lambda: next(held))
    assert (result.status, server.connections) == (206, 1)


async def test_a_host_that_wants_an_interval_is_asked_for_the_rest_by_the_next_attempt(serve, transport):
    """Not at once; what came is kept until then."""
    server = await serve(*(["request", piece, "close"] for piece in (_piece(0, 100), _piece(100, 1024))))
    request, client = FetchRequest(f"http://h.test:{server.port}/1.jpg", is_paced=lambda: True), transport()
    first = await client.fetch(request)
    assert (first.status, first.repeats, server.connections) == (206, 0, 1)
    second = await client.fetch(request)
    assert (second.status, second.body, server.connections) == (200, BODY, 2)
