from __future__ import annotations

import asyncio
import time
from itertools import pairwise

import pytest

from imgcrawl.errors import ErrorSlug, RunStopped
from imgcrawl.transport import OutageWatch
from imgcrawl.transport import outage as outage_module

REFUSED, SILENT = ErrorSlug.TCP_REFUSED, ErrorSlug.DNS_TIMEOUT
TUNNEL = ErrorSlug.TCP_PROXY


class Names:
    """Name servers that answer, or not."""

    def __init__(self) -> None:
        self.answer = True
        self.has_answered = True

    async def is_answered(self, _name: str) -> bool:
        return self.answer


class Ways:
    """What a proxy leads to."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.asked: list[str] = []

    async def leads(self, host: str, _port: int) -> bool:
        self.asked.append(host)
        return host in self.open


class Bench:
    """A watch that knows hosts on a port where somebody listens, or nobody."""

    def __init__(self, *, patience_s: float = 60.0) -> None:
        self.names = Names()
        self.given_up = 0
        self.watch = OutageWatch(self.names, patience_s=patience_s, on_give_up=self._give_up)
        self.port = 0
        self._server: asyncio.Server | None = None

    def _give_up(self) -> None:
        self.given_up += 1

    async def listen(self) -> None:
        self._server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def fall_silent(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    def know(self, hosts: int = 3) -> None:
        for number in range(hosts):
            self.watch.answered(f"known{number}.test", self.port, "127.0.0.1")

    def behind_a_proxy(self) -> Ways:
        ways = Ways()
        self.watch._proxy, self.watch._leads = ("127.0.0.1", self.port), ways.leads
        return ways

    async def fail(self, *slugs: ErrorSlug) -> list[bool]:
        return [await self.explains(f"{number}.test", slug) for number, slug in enumerate(slugs)]

    async def explains(self, host: str, slug: ErrorSlug, *, ago_s: float = 0.0) -> bool:
        """Have a request fail that began *ago_s* seconds ago."""
        return await self.watch.explains(host, slug, began=asyncio.get_running_loop().time() - ago_s)


@pytest.fixture
async def bench(monkeypatch):
    """Set a watch up that probes often."""
    monkeypatch.setattr(outage_module, "_FIRST_WAIT_S", 0.02)
    monkeypatch.setattr(outage_module, "_LONGEST_WAIT_S", 0.02)
    bench = Bench()
    await bench.listen()
    yield bench
    bench.watch.abort()
    await bench.fall_silent()


async def test_an_outage_is_sat_out(bench, caplog):
    """When no known host can be reached either, the third host's failure waits for the end of the outage."""
    bench.know()
    await bench.fall_silent()
    assert await bench.fail(REFUSED, REFUSED) == [False, False]
    third = asyncio.create_task(bench.explains("third.test", REFUSED))
    waiting = asyncio.create_task(bench.watch.over())
    done, _ = await asyncio.wait([third, waiting], timeout=0.2)
    assert third not in done
    fourth = asyncio.create_task(bench.watch.over())
    await bench.listen()
    assert await asyncio.wait_for(third, 30) is True
    await asyncio.wait_for(asyncio.gather(waiting, fourth), 30)
    assert caplog.records[0].getMessage().startswith("the network is down")
    assert "the network is back after" in caplog.text


async def test_one_outage_after_the_other(bench):
    """A network that fails again just after it came back is noticed again; what began before the end needs no trial."""
    for _ in range(2):
        bench.know()
        await bench.fall_silent()
        third = asyncio.create_task(bench.fail(REFUSED, REFUSED, REFUSED))
        done, _pending = await asyncio.wait([third], timeout=0.1)
        assert not done
        await bench.listen()
        assert await asyncio.wait_for(third, 30) == [False, False, True]
        assert await bench.explains("late.test", REFUSED, ago_s=0.1)
        assert not await bench.explains("new.test", REFUSED)


@pytest.mark.parametrize("is_broken", [False, True], ids=["failures-alone", "an-answer-between"])
async def test_trials_become_rarer(bench, monkeypatch, is_broken):
    """A network that was found up is believed for longer each time, unless some host answers meanwhile."""
    bench.know()
    now, trials = 1000.0, []

    async def is_up() -> bool:
        trials.append(now)
        return True

    monkeypatch.setattr(outage_module, "_now", lambda: now)
    monkeypatch.setattr(bench.watch, "_is_up", is_up)
    for _ in range(14):
        await bench.fail(REFUSED, REFUSED, REFUSED)
        now += 1
        if is_broken:
            bench.know()
    gaps = [later - earlier for earlier, later in pairwise(trials)]
    assert gaps == ([1] * 13 if is_broken else [1, 2, 4, 5])


async def test_one_servers_many_names_make_no_outage(bench):
    """Who answers under any number of names, and then under none, is one of several that are asked."""
    bench.know(3)
    for number in range(40):
        bench.watch.answered(f"{number}.evil.test", 9, "127.0.0.9")
    assert await asyncio.wait_for(bench.fail(*[REFUSED] * 6), 30) == [False] * 6
    for number in range(16):  # those of other servers do take their places
        bench.watch.answered(f"other{number}.test", 9, f"127.0.1.{number}")
    await bench.fall_silent()
    assert len(bench.watch._known) == 16
    assert "known0.test" not in bench.watch._known
    await bench.listen()


async def test_hosts_that_are_down_are_no_outage(bench):
    """While known hosts can be reached, a failure is the host's own, and the question rests for a while."""
    bench.know()
    assert await bench.fail(*[REFUSED] * 9) == [False] * 9
    await bench.watch.over()


async def test_dead_name_servers_are_an_outage(bench):
    """Where names fail, known hosts that can be reached prove nothing: the name servers must answer."""
    bench.know()
    bench.names.answer = False
    third = asyncio.create_task(bench.fail(SILENT, SILENT, SILENT))
    done, _ = await asyncio.wait([third], timeout=0.2)
    assert not done
    bench.names.answer = True
    assert await asyncio.wait_for(third, 30) == [False, False, True]


@pytest.mark.parametrize("slug", [ErrorSlug.DNS_TIMEOUT, ErrorSlug.DNS_ERROR])
async def test_name_servers_that_never_answered_are_an_outage(bench, slug, caplog):
    """Before any host is known, names that fail while no name server has ever said anything are no hosts' fault."""
    bench.names.answer = bench.names.has_answered = False
    third = asyncio.create_task(bench.fail(slug, slug, slug))
    done, _ = await asyncio.wait([third], timeout=0.2)
    assert not done
    bench.names.answer = True
    assert await asyncio.wait_for(third, 30) == [False, False, True]
    assert "no name server answers" in caplog.text


@pytest.mark.parametrize("reason", ["answered-once", "answers-now", "other-failures"])
async def test_when_name_servers_are_not_to_blame(bench, reason):
    """A name server that answered once or answers now, or a failure of another kind: nothing can be told."""
    bench.names.answer = reason == "answers-now"
    bench.names.has_answered = reason == "answered-once"
    slugs = [SILENT, SILENT, REFUSED if reason == "other-failures" else SILENT]
    assert await asyncio.wait_for(bench.fail(*slugs, *slugs), 30) == [False] * 6


@pytest.mark.parametrize("reason", ["answers-between", "few-known", "other-failures", "same-host", "switched-off"])
async def test_what_raises_no_suspicion(bench, reason):
    """An answer in between, fewer than three known hosts, other failures, one host alone: nothing can be told."""
    bench.know(2 if reason == "few-known" else 3)
    await bench.fall_silent()
    watch = bench.watch
    if reason == "switched-off":
        watch._patience_s = 0.0
    for number in range(6):
        if reason == "answers-between" and number % 2:
            watch.answered("known1.test", bench.port, "127.0.0.1")
        host = "same.test" if reason == "same-host" else f"{number}.test"
        slug = ErrorSlug.DNS_NXDOMAIN if reason == "other-failures" else REFUSED
        assert await asyncio.wait_for(bench.explains(host, slug), 30) is False
    await bench.listen()


async def test_a_proxy_that_cannot_be_reached(bench, caplog):
    """With a proxy the first failure of the way to it has it tried: gone, it is an outage, and otherwise it is not."""
    bench.watch._proxy = ("127.0.0.1", bench.port)
    assert await bench.fail(ErrorSlug.TCP_PROXY) == [False]
    bench.watch._trusted_until = 0.0
    await bench.fall_silent()
    assert await bench.fail(REFUSED, SILENT, REFUSED) == [False] * 3
    failed = asyncio.create_task(bench.explains("first.test", ErrorSlug.TCP_PROXY))
    done, _ = await asyncio.wait([failed], timeout=0.1)
    assert not done
    await bench.listen()
    assert await asyncio.wait_for(failed, 30) is True
    assert "IMGCRAWL_PROXY" in caplog.text


async def test_patience_ends(bench):
    """An outage that outlasts the setting ends the run once; whoever waits is told so, and so is whoever comes."""
    bench.know()
    bench.watch._patience_s = 0.1
    await bench.fall_silent()
    waiting = asyncio.gather(*(bench.explains(f"{n}.test", REFUSED) for n in range(5)), return_exceptions=True)
    results = await asyncio.wait_for(waiting, 30)
    assert results[:2] == [False, False]
    assert [type(result) for result in results[2:]] == [RunStopped] * 3
    assert bench.given_up == 1
    with pytest.raises(RunStopped):
        await bench.watch.over()
    await bench.listen()


async def test_a_proxy_that_leads_nowhere(bench, caplog):
    """One that takes connections and fails for host after host is tried at those that it led to: none, an outage."""
    ways = bench.behind_a_proxy()
    bench.know()
    assert await bench.fail(TUNNEL, TUNNEL) == [False, False]
    assert ways.asked == []
    third = asyncio.create_task(bench.explains("third.test", TUNNEL))
    done, _ = await asyncio.wait([third], timeout=0.2)
    assert not done
    assert set(ways.asked) == {"known0.test", "known1.test", "known2.test", "example.com"}
    assert "no way to any host" in caplog.text
    ways.open.add("known1.test")
    assert await asyncio.wait_for(third, 30) is True


@pytest.mark.parametrize("reason", ["a-way", "refused", "one-host", "answers-between", "few-known"])
async def test_when_a_proxy_is_not_to_blame(bench, reason):
    """A way to one host, refusals, one host alone, an answer in between, fewer than twenty hosts and none known."""
    ways = bench.behind_a_proxy()
    bench.know(2 if reason == "few-known" else 3)
    if reason == "a-way":
        ways.open.add("known0.test")
    for number in range(19):
        host = "same.test" if reason == "one-host" else f"{number}.test"
        if reason == "answers-between":
            bench.know()
        explained = bench.watch.explains(host, TUNNEL, began=time.monotonic(), is_refused=reason == "refused")
        assert await asyncio.wait_for(explained, 30) is False
    assert len(ways.asked) == (4 if reason == "a-way" else 0)  # once, and then believed for a while


async def test_a_proxy_that_never_led_anywhere(bench):
    """Before enough hosts are known, twenty that get no tunnel raise the question, and any name answers it."""
    ways = bench.behind_a_proxy()
    ways.open.add("example.com")
    for number in range(25):
        assert await asyncio.wait_for(bench.explains(f"{number}.test", TUNNEL), 30) is False
    assert ways.asked == ["example.com"]


async def test_a_stop_during_an_outage_is_not_tried_once_more(bench, monkeypatch):
    """Whoever waits is told at once: no other trial, which takes its time, and no end of patience."""
    ways = bench.behind_a_proxy()
    bench.know()
    bench.watch._patience_s = 1e-9
    monkeypatch.setattr(outage_module, "_FIRST_WAIT_S", 60.0)
    failed = [asyncio.create_task(bench.explains(f"{n}.test", TUNNEL)) for n in range(3)]
    while bench.watch._over.is_set():  # noqa: ASYNC110 - nothing tells when the waiting begins
        await asyncio.sleep(0.01)
    asked = len(ways.asked)
    bench.watch.abort()
    results = await asyncio.wait_for(asyncio.gather(*failed, return_exceptions=True), 30)
    assert type(results[-1]) is RunStopped
    assert len(ways.asked) == asked
    assert bench.given_up == 0
