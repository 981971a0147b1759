"""Tells an outage on our side, a pulled cable or dead name servers, from hosts that are down."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.transport.pause import now as _now
from imgcrawl.transport.resolving.answers import UNANSWERED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from imgcrawl.transport.pause import NetworkPause
    from imgcrawl.transport.resolving.resolver import Resolver

_SUSPICIOUS: Final = UNANSWERED | {ErrorSlug.TCP_REFUSED, ErrorSlug.TCP_UNREACHABLE, ErrorSlug.TCP_CONNECT_TIMEOUT}
_BEHIND_A_PROXY: Final = frozenset({ErrorSlug.TCP_PROXY})
_OF_WHAT_IS_FORWARDED: Final = _BEHIND_A_PROXY | {ErrorSlug.TCP_CLOSED, ErrorSlug.TCP_RESET, ErrorSlug.TCP_TIMEOUT}
_HOSTS_IN_A_ROW: Final = 3
_WITNESSES: Final = 3
_HOSTS_WITHOUT_WITNESS: Final = 20
_KNOWN: Final = 16
_KNOWN_AT_ONE_ADDRESS: Final = 4
_NEVER_REACHED_S: Final = 60.0
"""How long a proxy is waited for that has not taken a connection since the start: its address may be wrong."""

ANY_NAME: Final = "example.com"
"""Reserved, so that everybody may ask for it. Source: RFC 6761."""

_ITS_PORT: Final = 443
HTTP_PORT: Final = 80
_PROBE_S: Final = 3.0
_FIRST_TRUST_S: Final = 1.0
_LONGEST_TRUST_S: Final = 5.0  # less than the waits between the attempts of a URL are together


class OutageWatch:
    """Sits an outage out, by *pause*; without patience none is looked for.

    Three hosts that cannot be reached one after the other, with no answer from any host in between, raise suspicion.
    Then the hosts that answered last are tried by a bare connection, and the name servers by asking for one of them:
    16 hosts, of which a server that is called by many names has four, so that no owner of a few hosts can make an
    outage. If all is in vain it is an outage, and the trial is repeated, at most every 15 s, until it is over. With
    fewer than three hosts known only this can be told: that the name servers have not answered a single question so
    far, and do not answer one more. SERVFAIL is no answer.

    With a *proxy*, where it takes connections (host and port), the first failure of the way to it raises suspicion, and
    the proxy is tried. If it takes connections but made no tunnel to three hosts in a row, or to twenty where fewer
    than three are known to which it did, ways to these, and to a name that everybody may ask for, are tried by *leads*.
    It is out of order if it has none; a tunnel that it refuses (4xx) shows that it works. With *forwards* the watch is
    over what the proxy asks for itself, addresses of http: there what it answers with 5xx, in its own name or not, is
    taken for a failure of the way, and so are answers that it breaks off. *reached*: whether the proxy has ever taken a
    connection, which several watches may find out; while it has not it is waited for no longer than a minute.

    A trial that finds the network up is believed for a second, for longer the more often that happens in a row, up to
    5 s: lists may end with dead hosts alone. After an outage the next may begin at once.
    """

    def __init__(
        self,
        resolver: Resolver,
        pause: NetworkPause,
        *,
        proxy: tuple[str, int] | None = None,
        leads: Callable[[str, int], Awaitable[bool]] | None = None,
        reached: asyncio.Event | None = None,
        forwards: bool = False,
    ) -> None:
        self._resolver = resolver
        self._proxy = proxy
        self._any_way = (ANY_NAME, HTTP_PORT if forwards else _ITS_PORT)
        self._suspicious = _OF_WHAT_IS_FORWARDED if forwards else _BEHIND_A_PROXY if proxy else _SUSPICIOUS
        self._forwards = forwards
        self._leads = leads
        self._reached = reached or asyncio.Event()
        self._unled: set[str] = set()
        self._led_until = 0.0
        self.pause = pause
        self._known: OrderedDict[str, tuple[str, int]] = OrderedDict()
        self._failing: set[str] = set()
        self._slugs: set[ErrorSlug] = set()
        self._trust_s = _FIRST_TRUST_S
        self._trusted_until = 0.0

    def answered(self, host: str, port: int, address: str | None) -> None:
        """Note that *host* answered from *address*, None through a proxy's tunnel: there is a network."""
        self._trust_s = _FIRST_TRUST_S
        self._unled.clear()
        if not self.pause.is_on_trial:  # that is to find out about just these
            self._failing.clear()
            self._slugs.clear()
        if self._proxy:
            self._reached.set()
            address = host
        if address is not None:
            self._known[host] = (address, port)
            self._known.move_to_end(host)
            if len(self._known) > _KNOWN:
                self._forget_one(address)

    def _forget_one(self, address: str) -> None:
        """Forget the host that was heard of longest ago, of those at *address* if it has its share."""
        same = [host for host, (other, _) in self._known.items() if other == address]
        del self._known[same[0] if len(same) > _KNOWN_AT_ONE_ADDRESS else next(iter(self._known))]

    async def over(self) -> None:
        """Return when there is no outage.

        :raises RunStopped: after :meth:`abort`, or when patience has ended.
        """
        await self.pause.over()

    async def explains(self, host: str, slug: ErrorSlug, *, began: float, is_refused: bool = False) -> bool:
        """Say whether an outage explains that *host* failed with *slug*, as soon as that outage is over.

        *began*: when the request did, on the loop's clock. *is_refused*: the proxy would not make a tunnel to it.

        :raises RunStopped: as :meth:`over`.
        """
        if not self.pause.patience_s or slug not in self._suspicious:
            return False
        if not self.pause.is_on_trial and began < self.pause.ended_at:
            return True
        self._failing.add(host)
        self._slugs.add(slug)
        if self._proxy and not is_refused and _now() >= self._led_until and len(self._unled) < _HOSTS_WITHOUT_WITNESS:
            self._unled.add(host)
        is_trusted = _now() < self._trusted_until and not self._is_leading_nobody
        if not self.pause.is_on_trial:
            if is_trusted or not self._has_enough():
                return False
            self.pause.check()
            self.pause.try_out(self._try)
        return await self.pause.explains()

    def _has_enough(self) -> bool:
        """Say whether what has failed is enough for a trial."""
        can_tell = len(self._known) >= _WITNESSES or self._nothing_is_resolved()
        return self._proxy is not None or (len(self._failing) >= _HOSTS_IN_A_ROW and can_tell)

    @property
    def has_stopped(self) -> bool:
        """Whether the run ends, so that nothing is sent any more."""
        return self.pause.has_stopped

    def abort(self) -> None:
        """End the trial, and all waiting with :class:`RunStopped`."""
        self.pause.abort()

    async def _try(self) -> bool:
        """Return whether there was an outage, once it is over."""
        try:
            if await self._is_up():
                self._trusted_until = _now() + self._trust_s
                self._trust_s = min(2 * self._trust_s, _LONGEST_TRUST_S)
                return False
            if self._proxy:
                most_s = inf if self._reached.is_set() else _NEVER_REACHED_S
                await self.pause.sit_out(self._is_up, self._sign, what="the proxy", most_s=most_s)
            else:
                await self.pause.sit_out(self._is_up, self._sign)
            return True
        finally:
            self._failing.clear()
            self._slugs.clear()

    def _sign(self) -> str:
        if self._proxy:
            host, port = self._proxy
            fault = "has no way to any host" if self._is_leading_nobody else "cannot be reached"
            return f"the proxy of IMGCRAWL_PROXY, {host} port {port}, {fault}"
        return "no name server answers" if self._slugs <= UNANSWERED else "no host that has answered before answers"

    @property
    def _is_leading_nobody(self) -> bool:
        """Whether there is a proxy that failed for so many hosts in a row that it may fail for all."""
        return self._proxy is not None and len(self._unled) >= (
            _HOSTS_IN_A_ROW if len(self._known) >= _WITNESSES else _HOSTS_WITHOUT_WITNESS
        )

    def _nothing_is_resolved(self) -> bool:
        return not self._resolver.has_answered and self._slugs <= UNANSWERED

    async def _is_up(self) -> bool:
        if self._proxy:
            if not await _connects(*self._proxy):
                return False
            self._reached.set()
            return not self._is_leading_nobody or await self._has_a_way()
        witnesses = list(self._known.items())
        if len(witnesses) < _WITNESSES:
            return self._resolver.has_answered or await self._resolver.is_answered(ANY_NAME)
        tries = [_connects(address, port) for _, (address, port) in witnesses]
        if not any(await asyncio.gather(*tries)):
            return False
        if self._slugs.isdisjoint(UNANSWERED):
            return True
        return await self._resolver.is_answered(*(name for name, _ in witnesses))

    async def _has_a_way(self) -> bool:
        """Say whether the proxy leads to anybody; if so that is believed for a while, and then it has to fail anew.

        Who answered last is tried alone first: hosts are to be asked for no more than that takes.
        """
        ways = list(reversed(self._known.values()))
        if len(ways) < _WITNESSES or not self._forwards:  # a proxy may answer for names that it does not let us reach
            ways.append(self._any_way)
        if self._leads is None or await self._leads(*ways[0]) or await self._leads_to_one_of(self._leads, ways[1:]):
            self._unled.clear()
            self._led_until = _now() + self._trust_s
            return True
        return False

    @staticmethod
    async def _leads_to_one_of(leads: Callable[[str, int], Awaitable[bool]], ways: Sequence[tuple[str, int]]) -> bool:
        return any(await asyncio.gather(*(leads(*way) for way in ways)))


async def _connects(address: str, port: int) -> bool:
    try:
        async with asyncio.timeout(_PROBE_S):
            _, writer = await asyncio.open_connection(address, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True
