"""Requests that are given back before they leave, and connections that are not kept."""

from __future__ import annotations

import asyncio

import pytest

from imgcrawl.errors import HostPaused
from imgcrawl.transport import FetchError, FetchRequest

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Pause:
    """Holds requests once it has begun."""

    def __init__(self) -> None:
        self.has_begun = False

    def __call__(self) -> bool:
        return self.has_begun


async def test_what_waits_for_its_connection_is_given_back(serve, transport, until):
    """Requests whose connection is still being made, or waited for, do not leave once they are held."""
    server = await serve("hang")
    client, pause = transport(), Pause()
    request = FetchRequest(f"https://h.test:{server.port}/", is_held=pause)
    fetches = [asyncio.ensure_future(client.fetch(request)) for _ in range(3)]
    await until(lambda: server.open)
    client.recall()
    await asyncio.sleep(0)
    assert not any(fetch.done() for fetch in fetches)
    pause.has_begun = True
    client.recall()
    found = await asyncio.wait_for(asyncio.gather(*fetches, return_exceptions=True), 30)
    assert [type(one) for one in found] == [HostPaused] * 3
    assert client.stats().requests == 0


async def test_what_has_left_is_not_given_back(serve, transport, until):
    """A request that was sent is waited for, whatever its host has asked since."""
    server = await serve("request", 0.3, OK, "hang")
    client, pause = transport(), Pause()
    fetch = asyncio.ensure_future(client.fetch(FetchRequest(f"http://h.test:{server.port}/", is_held=pause)))
    await until(lambda: server.requests)
    pause.has_begun = True
    client.recall()
    assert (await fetch).body == b"ok"


async def test_streams_that_have_left_are_not_given_back(serve, server_context, http2_server, transport, until):
    """Of the requests on one HTTP/2 connection those that were sent are waited for."""
    context = server_context(alpn=("h2",))
    server = await serve([[]], context=context, kind=http2_server)
    client, pause = transport(response_timeout_s=0.5), Pause()
    fetch = asyncio.ensure_future(client.fetch(FetchRequest(f"https://h.test:{server.port}/", is_held=pause)))
    await until(lambda: server.requests)
    pause.has_begun = True
    client.recall()
    with pytest.raises(FetchError):
        await fetch


async def test_others_are_left_alone(serve, transport, until):
    """Requests that are not held wait on."""
    server = await serve("hang")
    client = transport(response_timeout_s=0.5)
    fetch = asyncio.ensure_future(client.fetch(FetchRequest(f"https://h.test:{server.port}/")))
    await until(lambda: server.open)
    client.recall()
    with pytest.raises(FetchError):
        await fetch


async def test_errors_are_told_before_their_body(serve, transport):
    """Who wants to know learns of an error as soon as its headers are there; of a good answer nothing."""
    head = b"HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n"
    told: list[tuple[int, list[tuple[bytes, bytes]]]] = []
    server = await serve(["request", OK, "request", head, "hang"])
    client = transport()
    request = FetchRequest(f"http://h.test:{server.port}/", on_error=lambda *args: told.append(args))
    await client.fetch(request)
    assert told == []
    fetch = asyncio.ensure_future(client.fetch(request))
    while not told:
        await asyncio.sleep(0.001)
        assert not fetch.done()
    assert told == [(429, [(b"Retry-After", b"7"), (b"Content-Length", b"2")])]
    with pytest.raises(FetchError):
        await fetch


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 521])
async def test_a_refused_connection_is_closed(serve, transport, status):
    """The connection on which a host refused is not kept: it may be the one too many, or lead to a server that is ill.

    Other errors keep theirs.
    """
    refusal = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode()
    missing = b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"
    server = await serve(["request", missing, "request", refusal, "hang"], ["request", OK, "request", OK, "hang"])
    client = transport()
    found = [await client.fetch(FetchRequest(f"http://h.test:{server.port}/")) for _ in range(4)]
    assert [one.status for one in found] == [404, status, 200, 200]
    assert [one.reused for one in found] == [False, True, False, True]


async def test_another_connection_leads_past_a_server_that_is_ill(serve, transport):
    """Of two servers behind one address one fails: the connection to it is given up, that to the other kept."""
    failing = ["request", b"HTTP/1.1 502 X\r\nContent-Length: 0\r\n\r\n"]
    server = await serve(failing * 9 + ["hang"], ["request", OK] * 9 + ["hang"])
    client = transport()
    found = [(await client.fetch(FetchRequest(f"http://h.test:{server.port}/"))).status for _ in range(9)]
    assert found == [502] + [200] * 8
    assert server.connections == 2


async def test_a_single_connection_has_its_host_to_itself(serve, transport, until):
    """Before such a request the connections that other profiles keep to its host are closed, and they work on."""
    server = await serve("request", OK, "request", OK, "hang")
    client, url = transport(), f"http://h.test:{server.port}/"
    await client.fetch(FetchRequest(url, profile="chrome136"))
    await client.fetch(FetchRequest(url, profile="firefox135"))
    assert server.open == 2
    await client.fetch(FetchRequest(url, profile="safari184", single_connection=True))
    await until(lambda: server.open == 1)
    assert (await client.fetch(FetchRequest(url, profile="chrome136"))).body == b"ok"


async def test_what_is_in_use_meanwhile_is_closed_afterwards(serve, transport, until):
    """A connection that is in use while those of its profile are closed is closed as soon as it is not."""
    server = await serve(["request", OK, "hang"], ["request", 0.2, OK, "hang"], ["request", OK, "hang"])
    client, url = transport(), f"http://h.test:{server.port}/"
    await client.fetch(FetchRequest(url, profile="firefox135"))
    slow = asyncio.ensure_future(client.fetch(FetchRequest(url, profile="chrome136")))
    await until(lambda: len(server.requests) == 2)
    await client.fetch(FetchRequest(url, profile="safari184", single_connection=True))
    assert (await slow).body == b"ok"
    await until(lambda: server.open == 1)


async def test_who_has_nothing_to_do_with_it_keeps_its_connections(serve, transport, until):
    """A request on a single connection leaves the connections of profiles alone that have not been to its host."""
    server, other = await serve("request", OK, "request", OK, "hang"), await serve("request", OK, "hang")
    client = transport()
    await client.fetch(FetchRequest(f"http://h.test:{server.port}/", profile="chrome136"))
    await client.fetch(FetchRequest(f"http://h.test:{other.port}/", single_connection=True))
    assert (await client.fetch(FetchRequest(f"http://h.test:{server.port}/", profile="chrome136"))).reused


async def test_after_an_error_a_single_connection_leaves_no_connection(serve, transport, until):
    """Such a request keeps its connection when all is well and closes it after an error; others keep it then too."""
    refusal = b"HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n"
    server = await serve("request", OK, "request", refusal, "request", refusal, "hang")
    client, url = transport(), f"http://h.test:{server.port}/"
    await client.fetch(FetchRequest(url, single_connection=True))
    assert (await client.fetch(FetchRequest(url))).reused
    assert (await client.fetch(FetchRequest(url, single_connection=True))).reused
    await until(lambda: not server.open)
    assert not (await client.fetch(FetchRequest(url))).reused
    assert (await client.fetch(FetchRequest(url))).reused
