"""The ways to hosts, directly, through a proxy's tunnels and by what it forwards, and the watches over them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from imgcrawl.errors import FIRST_ERROR_STATUS, FIRST_SERVER_ERROR_STATUS, ErrorSlug
from imgcrawl.identity.origins import DEFAULT_PORTS
from imgcrawl.transport.outage import ANY_NAME, HTTP_PORT, OutageWatch
from imgcrawl.transport.portal import PortalWatch
from imgcrawl.transport.refusals import ForwardRefusals, ProxyRefusals

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.transport.client import CurlTransport
    from imgcrawl.transport.exchange import FetchError, FetchRequest, FetchResult
    from imgcrawl.transport.pause import Awaited, NetworkPause
    from imgcrawl.transport.proxy import Proxy
    from imgcrawl.transport.resolving.resolver import Resolver


class Ways:
    """What is known of the ways on which *transport* fetches, behind *proxy* if there is one.

    A proxy asks for addresses of http itself, unless it speaks SOCKS: an answer may be its own then, and they have a
    watch of their own, each with a *pause*. Who answers in the place of all hosts may do so for one scheme alone;
    *on_found* is told of an answer that they give for all.
    """

    def __init__(
        self,
        transport: CurlTransport,
        resolver: Resolver,
        proxy: Proxy | None,
        *,
        pause: Callable[[], NetworkPause],
        on_found: Callable[[FetchResult], None] = lambda _result: None,
    ) -> None:
        place = proxy.place if proxy else None
        watch = partial(OutageWatch, resolver, proxy=place, reached=asyncio.Event())
        self._direct = watch(pause(), leads=transport.leads_to)
        self._forwarded = watch(pause(), leads=transport.forwards_to, forwards=True)
        self._portals = {
            scheme: PortalWatch(transport.fetch, f"{scheme}://{ANY_NAME}/", pause(), on_found=on_found)
            for scheme in DEFAULT_PORTS
        }
        self._forwards = proxy is not None and proxy.forwards
        self._refusals = ProxyRefusals() if proxy else None
        self._forbids = ForwardRefusals(lambda: transport.status_from(ANY_NAME, HTTP_PORT))

    async def over(self, scheme: str) -> None:
        """Return when there is no outage on the way of *scheme*.

        :raises RunStopped: as :meth:`OutageWatch.over`.
        """
        await self._watch(scheme).over()
        await self._portals[scheme].pause.over()

    def may_be_the_proxys(self, scheme: str, status: int | None) -> bool:
        """Say whether an answer with *status* may be a proxy's, which has not got through to the host."""
        return self._is_forwarded(scheme) and (status or 0) >= FIRST_SERVER_ERROR_STATUS

    def answered(self, scheme: str, host: str, port: int, result: FetchResult) -> None:
        """Note that *host* answered."""
        self._watch(scheme).answered(host, port, result.address)

    async def explain(self, scheme: str, host: str, error: FetchError | None, *, began: float) -> bool:
        """Say whether an outage that was sat out explains that *host* failed; without *error*, by a proxy's answer.

        *began* and what is raised: as for :meth:`OutageWatch.explains`.
        """
        is_proxys = error is None or self.may_be_the_proxys(scheme, error.status)
        slug = ErrorSlug.TCP_PROXY if error is None or is_proxys else error.slug
        refused = error is not None and FIRST_ERROR_STATUS <= error.tunnel_status < FIRST_SERVER_ERROR_STATUS
        return await self._watch(scheme).explains(host, slug, began=began, is_refused=refused)

    async def is_said_for_all(
        self, scheme: str, host: str, request: FetchRequest, heard: FetchResult | FetchError, *, began: float
    ) -> bool:
        """Say whether what was *heard* from *host* was no answer of its own, as soon as it would be one again.

        One that asks to wait is a witness for neither scheme. *began* and what is raised: as for
        :meth:`PortalWatch.explains`.
        """
        if heard.asks_to_wait:
            for portal in self._portals.values():
                portal.spare(host)
        return await self._portals[scheme].explains(host, request, heard, began=began)

    async def are_closed(self, scheme: str, host: str, status: int, *, by_tunnel: bool) -> bool:
        """Note the *status* of a tunnel to *host* not made, or of an answer; say whether the proxy refuses us."""
        if self._refusals is None or not status:
            return False
        if by_tunnel or not self._is_forwarded(scheme) or not self._forbids.leaves_doubt(status):
            return self._refusals.refuses(host, status, by_tunnel=by_tunnel)
        return await self._forbids.refuses(host, status)

    @property
    def awaited(self) -> Awaited | None:
        """What requests wait for, the longest of it if it is more than one thing; None while they do not."""
        pauses = [self._direct.pause, self._forwarded.pause, *(portal.pause for portal in self._portals.values())]
        waits = [pause.awaited for pause in pauses if pause.awaited]
        return min(waits, key=lambda wait: wait.since, default=None)

    @property
    def has_stopped(self) -> bool:
        """Whether the run ends, so that nothing is sent any more."""
        return self._direct.has_stopped

    def abort(self) -> None:
        """End all waiting with :class:`RunStopped`."""
        self._direct.abort()
        self._forwarded.abort()
        for portal in self._portals.values():
            portal.abort()

    def _is_forwarded(self, scheme: str) -> bool:
        return self._forwards and scheme == "http"

    def _watch(self, scheme: str) -> OutageWatch:
        return self._forwarded if self._is_forwarded(scheme) else self._direct
