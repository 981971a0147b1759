"""How fetches end before their time, and what is left when the transport is closed."""

from __future__ import annotations

import asyncio

import pytest

from imgcrawl.errors import RunStopped
from imgcrawl.transport import FetchRequest

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def test_cancellation(serve, transport, until):
    """A cancelled fetch closes its connection and leaves a handle that works."""
    server = await serve(["request", "hang"], ["request", OK, "hang"])
    client = transport()
    task = asyncio.create_task(client.fetch(FetchRequest(f"http://h.test:{server.port}/")))
    await until(lambda: server.requests)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: not server.open)
    assert client.stats().in_flight == 0
    assert (await client.fetch(FetchRequest(f"http://h.test:{server.port}/"))).body == b"ok"


async def test_abort(serve, transport, dns, until):
    """Abort ends transfers and look-ups at once with RunStopped, and later fetches too."""
    server = await serve("request", "hang")
    dns.answers["silent.example"] = None
    client = transport(dns_servers=(dns.address,))
    urls = [f"http://h.test:{server.port}/", f"http://silent.example:{server.port}/"]
    tasks = [asyncio.create_task(client.fetch(FetchRequest(url))) for url in urls]
    await until(lambda: server.requests and dns.questions)
    client.abort()
    results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 30)
    assert [type(result) for result in results] == [RunStopped, RunStopped]
    with pytest.raises(RunStopped):
        await client.fetch(FetchRequest(urls[0]))


async def test_close_ends_what_runs(serve, transport, until):
    """Close does not wait for the network."""
    server = await serve("request", "hang")
    client = transport(total_timeout_s=90.0)
    task = asyncio.create_task(client.fetch(FetchRequest(f"http://h.test:{server.port}/")))
    await until(lambda: server.requests)
    await asyncio.wait_for(client.close(), 30)
    with pytest.raises(RunStopped):
        await task


async def test_nothing_remains(transport, dns, until, descriptors):
    """After 300 requests to 100 addresses close leaves no descriptor and no task."""

    class Ok(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport = transport

        def data_received(self, data):
            self.transport.write(OK)

    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(Ok, f"127.0.1.{n}", 0) for n in range(1, 101)]
    urls = [f"http://n{n}.example:{server.sockets[0].getsockname()[1]}/" for n, server in enumerate(servers, 1)]
    dns.answers |= {f"n{n}.example": [f"127.0.1.{n}"] for n in range(1, 101)}
    before, tasks = descriptors(), asyncio.all_tasks()
    client = transport(dns_servers=(dns.address,))
    for _ in range(3):
        results = await asyncio.gather(*(client.fetch(FetchRequest(url)) for url in urls))
    assert all(result.reused for result in results)
    assert len(descriptors()) > len(before) + 100
    await client.close()
    assert asyncio.all_tasks() == tasks
    for server in servers:
        server.close()
    await until(lambda: not descriptors() - before)
