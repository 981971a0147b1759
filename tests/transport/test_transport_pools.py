"""How the TLS profiles share the budget of idle connections."""

from __future__ import annotations

import asyncio

from imgcrawl.transport import FetchRequest
from imgcrawl.transport.curl.pools import ProfilePools

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def test_parts_follow_use():
    """Each profile may keep as many connections as its part of the transfers is; one that is not used keeps one."""
    pools = ProfilePools([], 100)
    rare = pools.get("rare")
    assert rare.idle == 100
    often, sometimes = pools.get("often"), pools.get("sometimes")
    for number in range(20_000):
        pools.get("sometimes" if number % 4 == 0 else "often")
    assert rare.idle == 1
    assert 70 <= often.idle <= 75
    assert 20 <= sometimes.idle <= 25
    for _ in range(20_000):
        pools.get("rare")
    assert (rare.idle >= 97, often.idle, sometimes.idle) == (True, 1, 1)
    assert rare.idle + often.idle + sometimes.idle <= 100 + 2
    await pools.close()


async def test_all_profiles_have_one_budget(serve, transport, until):
    """Connections of all profiles together stay within the setting, once as many requests have been sent."""
    server = await serve("request", OK, "hang")
    client = transport(max_idle_connections=12)
    for profile in ("chrome136", "firefox135", "safari184", None):
        urls = (f"http://{profile}-{number}.test:{server.port}/" for number in range(12))
        await asyncio.gather(*(client.fetch(FetchRequest(url.lower(), profile=profile)) for url in urls))
    for number in range(12):
        for profile in ("chrome136", "firefox135", "safari184", None):
            await client.fetch(
                FetchRequest(f"http://{profile}-{number}-x.test:{server.port}/".lower(), profile=profile)
            )
    assert server.connections == 96
    await until(lambda: server.open <= 12)
