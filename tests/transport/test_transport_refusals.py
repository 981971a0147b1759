from __future__ import annotations

from sys import getsizeof

import pytest

from imgcrawl.transport.refusals import ForwardRefusals, ProxyRefusals


def test_three_that_want_a_login() -> None:
    """A tunnel is the proxy's own: whichever hosts they were for, three refusals in a row are enough."""
    refusals = ProxyRefusals()
    told = [refusals.refuses("a.test", 407, by_tunnel=True) for _ in range(4)]
    assert told == [False, False, True, True]


def test_a_host_cannot_speak_for_the_proxy() -> None:
    """An answer may be the host's: those of one host are as one."""
    refusals = ProxyRefusals()
    hosts = ["a.test", "a.test", "a.test", "b.test", "c.test"]
    assert [refusals.refuses(host, 407, by_tunnel=False) for host in hosts] == [False] * 4 + [True]


@pytest.mark.parametrize("by_tunnel", [True, False])
def test_an_answer_between(by_tunnel: bool) -> None:  # noqa: FBT001
    """Whoever gets any answer is let through."""
    refusals = ProxyRefusals()
    for n in range(9):
        assert not refusals.refuses(f"{n}.test", 407, by_tunnel=by_tunnel)
        assert not refusals.refuses("other.test", 404, by_tunnel=False)


@pytest.mark.parametrize(("status", "are_refused"), [(403, True), (502, False), (0, False)])
def test_every_tunnel_is_refused(status: int, are_refused: bool) -> None:  # noqa: FBT001
    """A proxy that has let nobody through refuses us; one that finds no way, or breaks off, does not."""
    refusals = ProxyRefusals()
    told = [refusals.refuses(f"{n}.test", status, by_tunnel=True) for n in range(20) for _ in range(3)]
    assert told.index(True) == 57 if are_refused else not any(told)
    refusals = ProxyRefusals()
    refusals.refuses("a.test", 200, by_tunnel=False)
    assert not any(refusals.refuses(f"{n}.test", status, by_tunnel=True) for n in range(30))


def test_hosts_are_not_kept_for_which_there_is_no_use() -> None:
    """A proxy that lets some through may refuse tunnels to any number of hosts."""
    refusals = ProxyRefusals()
    for n in range(19):
        refusals.refuses(f"{n}.test", 403, by_tunnel=True)
    before = getsizeof(refusals._closed)
    refusals.refuses("a.test", 200, by_tunnel=False)
    for n in range(1_000):
        refusals.refuses(f"{n}.test", 403, by_tunnel=True)
    assert getsizeof(refusals._closed) <= before


class Forwarding:
    """A proxy that answers for everybody, with *any_name* for the name that everybody may ask for."""

    def __init__(self, any_name: int) -> None:
        self.asked = 0
        self._any_name = any_name
        self.refusals = ForwardRefusals(self._ask)

    async def _ask(self) -> int:
        self.asked += 1
        return self._any_name

    async def answers(self, host: str, status: int) -> bool:
        """Have *host* answered with *status*, and return whether the proxy is found to refuse us."""
        return self.refusals.leaves_doubt(status) and await self.refusals.refuses(host, status)


@pytest.mark.parametrize(
    ("any_name", "are_refused"), [(403, True), (200, False), (404, False), (503, False), (0, False)]
)
async def test_every_address_of_http_is_refused(any_name: int, are_refused: bool) -> None:  # noqa: FBT001
    """Twenty hosts that refuse alike, and nobody else: what the proxy says for any name tells whose that is."""
    proxy = Forwarding(any_name)
    told = [await proxy.answers(f"{n}.test", 403) for n in range(30) for _ in range(3)]
    assert told.index(True) == 57 if are_refused else not any(told)
    assert proxy.asked == 1


@pytest.mark.parametrize(("status", "is_asked"), [(200, 0), (302, 0), (404, 0), (502, 1), (407, 1)])
async def test_an_answer_that_is_no_refusal(status: int, is_asked: int) -> None:
    """One other answer that may not be the proxy's own shows that it lets us through: it is asked for nothing more."""
    proxy = Forwarding(403)
    for n in range(19):
        assert not await proxy.answers(f"{n}.test", 403)
    assert not await proxy.answers("other.test", status)
    assert await proxy.answers("last.test", 403) is bool(is_asked)
    assert proxy.asked == is_asked
