"""Which watch looks after which way, and what is laid at whose door."""

from __future__ import annotations

import asyncio
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from imgcrawl.errors import ErrorSlug, RunStopped
from imgcrawl.transport import FetchError, FetchRequest, FetchResult, Timings, Ways
from imgcrawl.transport.exchange import Partial
from imgcrawl.transport.pause import NetworkPause
from imgcrawl.transport.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Iterator


class Party:
    """Ways behind a proxy that takes connections, makes tunnels or not, and answers with *status* over http."""

    def __init__(self, proxy: str) -> None:
        self.is_leading, self.status, self.of_all = True, 200, b""
        self.tunnels: list[str] = []
        self.forwarded: list[str] = []
        self.ways = Ways(self, None, Proxy.from_url(proxy), pause=partial(NetworkPause, 60.0, bool))  # type: ignore[arg-type]

    async def fetch(self, request: FetchRequest) -> FetchResult:
        body = self.of_all or request.url.encode()
        return FetchResult(self.status, "", [], body, Timings(), "1.1", None, reused=False)

    async def leads_to(self, host: str, _port: int) -> bool:
        self.tunnels.append(host)
        return self.is_leading

    async def forwards_to(self, host: str, port: int) -> bool:
        self.forwarded.append(host)
        return await self.status_from(host, port) < 500

    async def status_from(self, _host: str, _port: int) -> int:
        return self.status

    def know(self, scheme: str) -> None:
        for n in range(3):
            result = FetchResult(200, "OK", [], b"", Timings(), "1.1", None, reused=False)
            self.ways.answered(scheme, f"known{n}.test", 80, result)

    async def fail(self, scheme: str, error: FetchError | None = None) -> list[bool]:
        now = asyncio.get_running_loop().time()
        return [await self.ways.explain(scheme, f"{n}.test", error, began=now) for n in range(3)]


@pytest.fixture
async def party(serve) -> Iterator[Party]:
    """Set them up with an HTTP proxy."""
    proxy = await serve("hang")
    party = Party(f"http://127.0.0.1:{proxy.port}")
    yield party
    party.ways.abort()


async def blocks(party: Party, scheme: str, error: FetchError | None = None) -> bool:
    """Whether three failures are taken for an outage."""
    task = asyncio.create_task(party.fail(scheme, error))
    done, _ = await asyncio.wait([task], timeout=0.3)
    party.ways.abort()
    await asyncio.gather(task, return_exceptions=True)
    return not done


@pytest.mark.parametrize(("status", "is_outage"), [(502, True), (200, False)])
async def test_answers_of_the_proxy_itself(party, status, is_outage):
    """They are an outage where it has such an answer for hosts, too, that it brought others of."""
    party.know("http")
    party.status = status
    assert await blocks(party, "http") is is_outage
    assert set(party.forwarded) == ({f"known{n}.test" for n in range(3)} if is_outage else {"known2.test"})
    assert party.tunnels == []


async def test_a_broken_answer_of_the_proxy_itself(party):
    """Its status tells, whatever it broke off with."""
    party.know("http")
    party.status = 503
    cut = FetchError(ErrorSlug.CONTENT_TRUNCATED, "", partial=Partial(status=503))
    assert await blocks(party, "http", cut)


async def test_tunnels_and_what_is_forwarded_are_apart(party):
    """That the proxy brings answers over http says nothing of its tunnels, and the other way round."""
    party.know("https")
    party.is_leading = False
    assert await blocks(party, "https", FetchError(ErrorSlug.TCP_PROXY, ""))
    assert party.forwarded == []
    with pytest.raises(RunStopped):
        await party.ways.over("http")


@pytest.mark.parametrize(
    ("proxy", "scheme", "status", "may_be"),
    [
        ("http://127.0.0.1:9", "http", 500, True),
        ("http://127.0.0.1:9", "http", 404, False),
        ("http://127.0.0.1:9", "http", None, False),
        ("http://127.0.0.1:9", "https", 502, False),
        ("socks5://127.0.0.1:9", "http", 502, False),
    ],
)
async def test_what_may_be_the_proxys(proxy, scheme, status, may_be):
    """Errors of a server where the proxy asks for the address itself."""
    assert Party(proxy).ways.may_be_the_proxys(scheme, status) is may_be


@pytest.mark.parametrize(("any_name", "are_closed"), [(403, True), (200, False)])
async def test_a_proxy_that_refuses_every_address_of_http(party, any_name, are_closed):
    """Its 403 is that of twenty hosts, and of any name."""
    party.status = any_name
    told = [await party.ways.are_closed("http", f"{n}.test", 403, by_tunnel=False) for n in range(20)]
    assert told == [False] * 19 + [are_closed]


async def test_what_a_proxy_answers_over_http_opens_no_tunnel(party):
    """It refuses both, and is found out by its tunnels even if a list has fewer than twenty hosts over http."""
    for n in range(19):
        assert not await party.ways.are_closed("http", f"{n}.test", 403, by_tunnel=False)
        assert not await party.ways.are_closed("https", f"{n}.test", 403, by_tunnel=True)
    assert await party.ways.are_closed("https", "last.test", 403, by_tunnel=True)


@pytest.mark.parametrize("status", [403, 502])
async def test_without_a_proxy_nobody_refuses_but_hosts(status):
    """Whatever they answer."""
    transport = SimpleNamespace(fetch=None, leads_to=None, forwards_to=None)
    ways = Ways(transport, None, None, pause=partial(NetworkPause, 60.0, bool))  # type: ignore[arg-type]
    assert not any([await ways.are_closed("http", f"{n}.test", status, by_tunnel=False) for n in range(30)])
    assert not ways.may_be_the_proxys("http", status)


async def test_somebody_may_speak_for_the_hosts_of_one_scheme_alone(party):
    """A proxy's page over http is no outage of its tunnels; all waiting ends with the run."""

    async def crawl(*hosts: str) -> None:
        for request in (FetchRequest(f"http://{host}/") for host in hosts):
            await party.ways.is_said_for_all("http", request.url[7:], request, await party.fetch(request), began=0.0)

    await crawl("a.test", "b.test", "c.test", "d.test")
    party.of_all = b"quota used up"
    waiting = [asyncio.create_task(crawl("e.test", "f.test", "g.test", "h.test"))]
    await asyncio.wait(waiting, timeout=0.1)
    await asyncio.wait_for(party.ways.over("https"), 30)
    waiting.append(asyncio.create_task(party.ways.over("http")))
    done, _ = await asyncio.wait(waiting, timeout=0.1)
    assert not done
    assert party.ways.awaited.sign == "all hosts give the same answer"
    party.ways.abort()
    results = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 30)
    assert [type(result) for result in results] == [RunStopped, RunStopped]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_who_asks_to_wait_over_one_scheme_is_asked_over_none(party, scheme):
    """It is no witness of the other one's hosts either."""
    for name in ("a.test", "b.test", "c.test", "d.test", "e.test"):
        request = FetchRequest(f"http://{name}/")
        await party.ways.is_said_for_all("http", name, request, await party.fetch(request), began=0.0)
    busy = FetchResult(429, "", [], b"", Timings(), "1.1", None, reused=False)
    await party.ways.is_said_for_all(scheme, "d.test", FetchRequest(f"{scheme}://d.test/"), busy, began=0.0)
    witnesses = party.ways._portals["http"]._witnesses("something else")
    assert [each.host for each in witnesses] == ["c.test", "b.test", "a.test"]
