"""No connection leads to an address that was not checked."""

from __future__ import annotations

import asyncio
import socket

import pytest
from curl_cffi import CurlInfo, CurlOpt

from imgcrawl.config import TransportConfig
from imgcrawl.transport import FetchError, FetchRequest, Resolver
from imgcrawl.transport.curl.pins import NOWHERE, Pins
from tests.transport.failing import slug_of

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
KEEP = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Rebinding(Resolver):
    """Answers with the next of *answers* each time."""

    def __init__(self, *answers):
        super().__init__(TransportConfig())
        self._answers = iter(answers)

    async def resolve(self, host):
        return next(self._answers)


async def test_a_denied_address_is_never_reached(serve, transport):
    """Names that turn from a permitted to a denied address are refused, whichever of them was pinned before."""
    good = await serve("request", OK, address="127.0.0.2")
    bad = await serve("request", OK, address="127.0.0.3")
    answers = [("127.0.0.2",), ("127.0.0.2",), ("127.0.0.3",), ("127.0.0.3",), ("127.0.0.2",)]
    client = transport(resolver=Rebinding(*answers), allow_networks=("127.0.0.2/32",))
    for host in ("a.example", "b.example"):
        assert (await client.fetch(FetchRequest(f"http://{host}:{good.port}/"))).address == "127.0.0.2"
    for host in ("a.example", "b.example"):
        assert await slug_of(client.fetch(FetchRequest(f"http://{host}:{bad.port}/"))) == "policy_private_address"
    assert (await client.fetch(FetchRequest(f"http://a.example:{good.port}/"))).address == "127.0.0.2"
    assert bad.connections == 0


async def test_denied_addresses_are_left_out(serve, transport):
    """Of a mixed answer only the permitted addresses are tried."""
    bad = await serve("request", OK, address="127.0.0.3")
    client = transport(resolver=Rebinding(("127.0.0.3", "127.0.0.2")), allow_networks=("127.0.0.2/32",))
    assert await slug_of(client.fetch(FetchRequest(f"http://a.example:{bad.port}/"))) == "tcp_refused"
    assert bad.connections == 0


async def test_few_of_many_denied_addresses_are_told(transport):
    """A name server can send thousands, and what is told of them stands in each row of the host."""
    client = transport(resolver=Rebinding([f"10.0.0.{n}" for n in range(200)]))
    with pytest.raises(FetchError) as caught:
        await client.fetch(FetchRequest("http://a.example/"))
    told = "a.example leads only to 10.0.0.0, 10.0.0.1, 10.0.0.2, 10.0.0.3 and 196 more, which is not public."
    assert caught.value.detail == told


async def test_a_new_answer_replaces_the_old_pin(serve, transport):
    """A name that moves is asked at its new address."""
    first = await serve("request", OK, address="127.0.0.2")
    client = transport(resolver=Rebinding(("127.0.0.2",), ("127.0.0.4",)))
    url = f"http://a.example:{first.port}/"
    assert (await client.fetch(FetchRequest(url))).address == "127.0.0.2"
    assert await slug_of(client.fetch(FetchRequest(url))) == "tcp_refused"
    assert first.connections == 1


async def test_an_unpinned_name_leads_nowhere(serve, transport):
    """A name without a pin is not looked up: the wildcard takes it to where no connection is possible."""
    server = await serve("request", OK)
    client = transport()
    await client.fetch(FetchRequest(f"http://h.test:{server.port}/"))
    pool = client._pools.get(None)
    for host in ("other.test", "localhost", "127.0.0.1"):
        curl = pool.acquire()
        curl.setopt(CurlOpt.URL, f"http://{host}:{server.port}/")
        curl.setopt(CurlOpt.RESOLVE, [f"*:{server.port}:{NOWHERE}"])
        with pytest.raises(Exception, match=r"\(7\)"):
            await pool.multi.add_handle(curl)
        assert curl.getinfo(CurlInfo.NUM_CONNECTS) == 0
        pool.release(curl)
    assert server.connections == 1


async def test_pins_outlive_idle_connections(serve, transport):
    """Whoever waits for a connection while the idle ones are closed is still led to the addresses that were checked."""
    server = await serve(*["request", KEEP] * 2)
    client = transport()
    await client.fetch(FetchRequest(f"http://h.test:{server.port}/"))
    pool = client._pools.get(None)
    pool.drop_idle()
    curl = pool.acquire()
    curl.setopt(CurlOpt.URL, f"http://h.test:{server.port}/")
    curl.setopt(CurlOpt.RESOLVE, [f"*:{server.port}:{NOWHERE}"])  # and no pin of its own
    await pool.multi.add_handle(curl)
    pool.release(curl)
    assert server.connections == 2


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
    ],
)
async def test_every_spelling_of_loopback_is_guarded(serve, transport, host):
    """However loopback is written, it is denied without the setting and reached with it."""
    server = await serve("request", OK)
    url = f"http://{host}:{server.port}/"
    assert await slug_of(transport(allow_networks=()).fetch(FetchRequest(url))) == "policy_private_address"
    assert server.connections == 0
    assert (await transport().fetch(FetchRequest(url))).body == b"ok"


@pytest.mark.parametrize("host", ["[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"])
async def test_ipv6_literals_are_guarded(transport, host):
    """IPv6 spellings of loopback are denied too."""
    client = transport(allow_networks=())
    assert await slug_of(client.fetch(FetchRequest(f"http://{host}:9/"))) == "policy_private_address"


@pytest.mark.parametrize(
    ("host", "sentence"),
    [("127.0.0.1", "127.0.0.1 is not public."), ("a.test", "a.test leads only to 127.0.0.1, which is not public.")],
)
async def test_a_denial_says_where_the_name_leads(transport, host, sentence):
    """The outcome names the addresses behind a name, and an address once."""
    with pytest.raises(FetchError) as denied:
        await transport(allow_networks=()).fetch(FetchRequest(f"http://{host}:9/"))
    assert denied.value.detail == sentence


async def test_ipv6_literal(serve, transport):
    """An IPv6 address in the URL is reached when it is permitted."""
    server = await serve("request", OK, address="::1")
    assert (await transport().fetch(FetchRequest(f"http://[0::1]:{server.port}/"))).address == "::1"


async def test_mapped_ipv4_literal(serve, transport):
    """An IPv4-mapped address is judged by the IPv4 address and reached."""
    server = await serve("request", OK)
    assert (await transport().fetch(FetchRequest(f"http://[::ffff:127.0.0.1]:{server.port}/"))).body == b"ok"


async def test_trailing_dot(serve, transport):
    """A fully qualified name is pinned as it is written."""
    server = await serve("request", OK)
    assert (await transport().fetch(FetchRequest(f"http://h.test.:{server.port}/"))).body == b"ok"


async def test_dead_ipv6_costs_a_moment(serve, transport):
    """Where one address does not answer the next is used."""
    server = await serve("request", OK)
    client = transport(resolver=Rebinding(("::1", "127.0.0.1")), connect_timeout_s=90.0, total_timeout_s=90.0)
    result = await client.fetch(FetchRequest(f"http://h.test:{server.port}/"))
    assert result.address == "127.0.0.1"
    assert result.timings.total_ms < 30_000


async def test_silent_ipv6_costs_a_moment(serve, transport):
    """An IPv6 address that takes no connection holds the IPv4 address up for a fraction of a second (RFC 8305)."""
    server = await serve(*["request", OK] * 2)
    with socket.create_server(("::1", server.port), family=socket.AF_INET6, backlog=0) as full:
        full.setblocking(False)
        fillers = [socket.socket(socket.AF_INET6) for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("::1", server.port))
        client = transport(resolver=Rebinding(("::1", "127.0.0.1")), connect_timeout_s=90.0, total_timeout_s=90.0)
        result = await client.fetch(FetchRequest(f"http://h.test:{server.port}/"))
        for filler in fillers:
            filler.close()
    assert result.address == "127.0.0.1"
    assert 150 < result.timings.connect_ms < 30_000


async def test_the_environment_is_not_asked(serve, transport, monkeypatch):
    """Proxies in the environment are ignored."""
    server = await serve("request", OK)
    for name in ("http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert (await transport().fetch(FetchRequest(f"http://h.test:{server.port}/"))).body == b"ok"


async def test_userinfo_is_not_sent(serve, transport):
    """Credentials in a URL stay here."""
    server = await serve("request", OK)
    assert (await transport().fetch(FetchRequest(f"http://u:secret@h.test:{server.port}/"))).body == b"ok"
    assert b"uthorization" not in server.requests[0]


async def test_many_hosts_at_once(serve, transport):
    """Pins of many concurrent hosts, dropped and set again, do not get in each other's way."""
    server = await serve(*["request", KEEP] * 3, "hang")
    client = transport()
    slots = asyncio.Semaphore(50)

    async def fetch(number):
        async with slots:
            return await client.fetch(FetchRequest(f"http://h{number % 550}.test:{server.port}/"))

    results = await asyncio.gather(*(fetch(number) for number in range(1100)))
    assert all(result.body == b"ok" for result in results)


def test_pins_are_dropped_when_many_are_unused():
    """Names in use keep their pin; of the others libcurl is told to forget all once they exceed the limit."""
    pins = Pins()
    pins.acquire("kept.test", 80, ["192.0.2.1"])
    for number in range(513):
        assert pins.acquire(f"h{number}.test", 80, ["192.0.2.1"])[0] == f"*:80:{NOWHERE}"
        pins.release(f"h{number}.test", 80)
    entries = pins.acquire("new.test", 443, ["192.0.2.1", "2001:db8::1"])
    assert entries[-2:] == [f"*:443:{NOWHERE}", "new.test:443:192.0.2.1,[2001:db8::1]"]
    assert {entry[0] for entry in entries[:-2]} == {"-"}
    assert len(entries) == 515
    assert "-kept.test:80" not in entries


def test_a_pin_used_twice_is_released_twice():
    """A name is unused only when its last transfer has ended."""
    pins = Pins()
    for _ in range(2):
        pins.acquire("a.test", 80, ["192.0.2.1"])
    pins.release("a.test", 80)
    for number in range(513):
        pins.acquire(f"h{number}.test", 80, ["192.0.2.1"])
        pins.release(f"h{number}.test", 80)
    assert "-a.test:80" not in pins.acquire("b.test", 80, ["192.0.2.1"])


def test_ipv6_host_is_bracketed():
    """An IPv6 host stands in brackets, as libcurl wants it."""
    assert Pins().acquire("2001:db8::1", 80, ["2001:db8::1"])[-1] == "[2001:db8::1]:80:[2001:db8::1]"
