"""The transport: a request in, a complete response or a classified error out."""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from imgcrawl.errors import FIRST_SERVER_ERROR_STATUS, HostPaused, RunStopped, Stage
from imgcrawl.transport.certificates import TrustStore
from imgcrawl.transport.curl.handles import common_options, header_lines, http_version
from imgcrawl.transport.curl.handshake import Handshake
from imgcrawl.transport.curl.pools import ProfilePools
from imgcrawl.transport.curl.transfer import Order, Transfer
from imgcrawl.transport.curl.tunnel import forwarded_status, is_led
from imgcrawl.transport.exchange import FetchError, FetchRequest, FetchResult, TransportStats
from imgcrawl.transport.issuers import LARGEST_BYTES
from imgcrawl.transport.machines import Machines
from imgcrawl.transport.permitted import PermittedAddresses
from imgcrawl.transport.proxy import Proxy
from imgcrawl.transport.rests import Rests, part_of, part_of_piece
from imgcrawl.transport.target import Target
from imgcrawl.transport.tls_faults import TlsFaults
from imgcrawl.transport.versions import Versions

if TYPE_CHECKING:
    from imgcrawl.config import TransportConfig
    from imgcrawl.transport.addresses import AddressGuard
    from imgcrawl.transport.curl.handshake import ServerHandshake
    from imgcrawl.transport.resolving.resolver import Resolver
    from imgcrawl.transport.rests import Part

_MOST_LEARNT = 10_000
_ISSUER_S = 10.0


class CurlTransport:
    """Fetches with pooled curl handles, each TLS profile with connections of its own.

    Every name is resolved by *resolver*, every address checked by *guard*, and curl held to what passed; behind a proxy
    the proxy resolves, and only addresses that the URL itself tells are checked. Needs a running event loop from the
    first fetch on. *resolver* is closed with the transport.

    :raises ConfigError: for an unusable ``ca_file`` or ``proxy``.
    """

    def __init__(self, config: TransportConfig, *, guard: AddressGuard, resolver: Resolver) -> None:
        self._config = config
        self._resolver = resolver
        self._proxy = Proxy.from_url(config.proxy) if config.proxy else None
        self._addresses = PermittedAddresses(resolver, guard, is_proxied=self._proxy is not None)
        self._trust = TrustStore(config.ca_file)
        self._pools = ProfilePools(common_options(config, self._trust, self._proxy), config.max_idle_connections)
        self._transfers: dict[Transfer, FetchRequest] = {}
        self._tls_faults = TlsFaults(
            self._trust,
            shake_hands=self._shake_hands,
            fetch=self._issuer_at,
            fetch_issuers=config.fetch_issuers,
            most=_MOST_LEARNT,
        )
        self._versions = Versions(_MOST_LEARNT)
        self._machines = Machines(_MOST_LEARNT)
        self._rests = Rests()
        self._stats = TransportStats()
        self._stopped = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def fetch(self, request: FetchRequest) -> FetchResult:
        """Send *request* and return the response, whatever its status; redirects are not followed.

        A request that fails on a reused connection before anything of a response came is sent once more, within the
        same time limit, on a fresh one. What has to be learnt of the host after a failure counts against it too. Where
        the body broke off the last time, the rest is asked for, if the host offers that.

        :raises FetchError: if there is no complete response.
        :raises HostPaused: if ``request.is_held`` says so before anything was sent.
        :raises RunStopped: after :meth:`abort` or :meth:`close`.
        :raises ValueError: for a header with a line break, or a profile that curl does not know.
        """
        self._stats.in_flight += 1
        self._idle.clear()
        try:
            self._check_running()
            return await self._whole(request)
        finally:
            self._stats.in_flight -= 1
            if not self._stats.in_flight:
                self._idle.set()

    async def _whole(self, request: FetchRequest) -> FetchResult:
        """Return the response, joined with what came before it broke off the last time."""
        if (part := self._rests.get(request.url)) is None:
            return await self._completed(request, await self._fetch(request))
        result = await self._fetch(request._replace(headers=(*request.headers, *part.asks)), part)
        self._rests.join(request.url, part, result)
        return result

    async def _completed(self, request: FetchRequest, result: FetchResult) -> FetchResult:
        """Return *result*, or the whole where it is a piece that nobody asked for and the rest is given.

        Where the host wants an interval between two requests, the rest is what the next attempt asks for.
        """
        part = part_of_piece(result, max_bytes=self._config.max_bytes)
        if part is None or request.is_held():
            return result
        if request.is_paced():
            self._rests.keep(request.url, part)
            return result
        result.repeats += 1
        with suppress(FetchError):
            rest = await self._fetch(request._replace(headers=(*request.headers, *part.asks)), part)
            if part.completes(rest):
                rest.repeats += result.repeats
                return rest
        return result

    async def _fetch(self, request: FetchRequest, part: Part | None = None) -> FetchResult:
        order = await self._order(request)
        try:
            return await self._taught(request, order)
        except FetchError as exc:
            if more := part_of(exc, part, max_bytes=order.max_bytes):
                self._rests.keep(request.url, more)
            elif part:
                self._rests.drop(request.url)
            exc.body = b""
            raise

    async def _taught(self, request: FetchRequest, order: Order) -> FetchResult:
        try:
            return await self._attempts(request, order)
        except FetchError as exc:
            if not await self._tls_faults.mend(exc, order):
                raise
        return await self._attempts(request, order)

    async def _attempts(self, request: FetchRequest, order: Order) -> FetchResult:
        origin = order.target.origin
        try:
            result = await self._attempt_twice(request, order)
        except FetchError as exc:
            now = time.monotonic()
            self._versions.failed(origin, exc, http2=order.http2, began=order.began, now=now)
            self._machines.failed(origin, order.addresses, exc, now)
            if exc.slug.stage is Stage.TCP:
                self._resolver.doubt(order.target.host)
            raise
        now = time.monotonic()
        self._versions.answered(origin, http2=order.http2, now=now)
        self._machines.answered(origin, order.addresses, result, now)
        return await self._compared(request, order, result)

    async def _compared(self, request: FetchRequest, order: Order, result: FetchResult) -> FetchResult:
        """Return *result*, or what the host says by HTTP/1.1 where it only complains over HTTP/2."""
        origin, is_http2 = order.target.origin, result.http_version.startswith("2")
        if not is_http2 or not self._versions.is_to_compare(origin, result.status) or request.is_held():
            return result
        result.repeats += 1
        old = order._replace(version=http_version(tls=order.target.tls, http2=False))
        with suppress(FetchError):
            other = await self._run(self._transfer(request, old, fresh=True), request)
            if self._versions.compared(origin, other.status, time.monotonic()):
                other.repeats += result.repeats
                return other
        return result

    async def _attempt_twice(self, request: FetchRequest, order: Order) -> FetchResult:
        if request.is_held():
            raise HostPaused
        first = self._transfer(request, order, fresh=request.fresh or self._machines.wants_fresh(order.target.origin))
        try:
            return await self._run(first, request)
        except FetchError:
            if not first.stale or time.monotonic() >= order.deadline:
                raise
        if request.is_held():
            raise HostPaused
        return await self._run(self._transfer(request, order, fresh=True), request)

    async def _issuer_at(self, url: str) -> bytes | None:
        """Return what is at *url*; like everything else, only from an address that is permitted."""
        try:
            async with asyncio.timeout(_ISSUER_S):
                request = FetchRequest(url, max_bytes=LARGEST_BYTES)
                result = await self._run(self._transfer(request, await self._order(request)), request)
        except (FetchError, TimeoutError):
            return None
        return result.body if result.status == 200 else None

    async def _shake_hands(self, order: Order) -> ServerHandshake:
        self._check_running()
        self._stats.connections += 1
        return await Handshake(self._pools.get(None), order).run()

    async def leads_to(self, host: str, port: int) -> bool:
        """Say whether the proxy has a way to *host*."""
        return await is_led(self._pools.get(None), host, port, timeout_s=self._config.connect_timeout_s)

    async def forwards_to(self, host: str, port: int) -> bool:
        """Say whether the proxy brings an answer of *host* over plain HTTP."""
        return 0 < await self.status_from(host, port) < FIRST_SERVER_ERROR_STATUS

    async def status_from(self, host: str, port: int) -> int:
        """Return what the proxy answers for *host* over plain HTTP, 0 for nothing."""
        return await forwarded_status(self._pools.get(None), host, port, timeout_s=self._config.connect_timeout_s)

    def stats(self) -> TransportStats:
        """Return the counts so far; the object is the transport's own."""
        return self._stats

    def abort(self) -> None:
        """End every fetch in flight with :class:`~imgcrawl.errors.RunStopped`, and refuse new ones."""
        self._stopped = True
        for transfer in self._transfers:
            transfer.stop(RunStopped("the transport was stopped"))
        self._tls_faults.abort()
        self._resolver.abort()

    def recall(self) -> None:
        """Give back each request that is held by now and has not left yet: its fetch ends with ``HostPaused``."""
        for transfer, request in self._transfers.items():
            if transfer.is_unsent and request.is_held():
                transfer.stop(HostPaused())

    async def close(self) -> None:
        """Abort, wait for the fetches to end, and release connections, handles, files and the resolver."""
        self.abort()
        await self._idle.wait()
        await self._tls_faults.close()
        await self._pools.close()
        await self._resolver.close()
        self._trust.close()

    def _check_running(self) -> None:
        if self._stopped:
            raise RunStopped("the transport was stopped")

    async def _order(self, request: FetchRequest) -> Order:
        config = self._config
        began = time.monotonic()
        target = Target.from_url(request.url)
        try:
            addresses = await self._addresses.of(target.host)
        except FetchError as exc:
            exc.timings.dns_ms = exc.timings.total_ms = (time.monotonic() - began) * 1000
            raise
        resolved = time.monotonic()
        http2 = config.http2 if request.http2 is None else request.http2
        return Order(
            target=target,
            addresses=self._machines.ordered(target.origin, addresses, resolved),
            header_lines=header_lines(request.headers),
            version=http_version(tls=target.tls, http2=http2 and not self._versions.is_doubted(target.origin)),
            began=began,
            resolved=resolved,
            deadline=resolved + config.total_timeout_s * request.timeout_factor,
            connect_timeout_s=config.connect_timeout_s * request.timeout_factor,
            response_timeout_s=config.response_timeout_s * request.timeout_factor,
            low_speed_s=math.ceil(config.low_speed_s),
            max_header_bytes=config.max_header_bytes,
            max_bytes=config.max_bytes if request.max_bytes is None else request.max_bytes,
            proxied=self._proxy is not None,
            on_error=request.on_error,
            single_connection=request.single_connection,
            is_whole=request.is_whole,
        )

    def _transfer(self, request: FetchRequest, order: Order, *, fresh: bool = False) -> Transfer:
        self._check_running()
        if request.single_connection:
            self._drop_idle_elsewhere(request.profile, order.target)
        return Transfer(self._pools.get(request.profile), order, fresh=fresh)

    def _drop_idle_elsewhere(self, profile: str | None, target: Target) -> None:
        """Leave the host no idle connections of other profiles; those profiles have to connect anew to all hosts."""
        for pool in self._pools.others(profile):
            if pool.pins.knows(target.host, target.port):
                pool.drop_idle()
                for transfer in self._transfers:
                    if transfer.pool is pool:
                        transfer.close_afterwards()

    async def _run(self, transfer: Transfer, request: FetchRequest) -> FetchResult:
        self._transfers[transfer] = request
        self._stats.requests += 1
        try:
            return await transfer.run()
        except HostPaused:
            self._stats.requests -= 1
            raise
        finally:
            del self._transfers[transfer]
            self._stats.connections += transfer.connections
