"""From a host name to its addresses."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import aiodns
import pycares
from aiodns import error as ares

from imgcrawl.errors import ConfigError, ErrorSlug, RunStopped
from imgcrawl.plain import without_logins
from imgcrawl.transport.resolving.answers import UNANSWERED, Answer, AnswerCache
from imgcrawl.transport.resolving.lookups import LookupGate
from imgcrawl.transport.resolving.overrides import DnsOverrides

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.config import TransportConfig

_MAX_NAMES: Final = 50_000
_TRIES: Final = 8  # c-ares shortens its waits by what it has seen; the limit that counts is dns_timeout_s
_MIN_KEEP_S: Final = 10.0
_RETRY_KEEP_S: Final = 0.5
_LOOPBACK: Final = ("127.0.0.1", "::1")

_FINAL: Final = {
    ares.ARES_ENOTFOUND: (ErrorSlug.DNS_NXDOMAIN, "The name servers say that the name does not exist."),
    ares.ARES_ENODATA: (ErrorSlug.DNS_NO_ADDRESS, "The name exists and has neither an IPv4 nor an IPv6 address."),
    ares.ARES_EBADNAME: (ErrorSlug.URL_HOST, "The host is not a well-formed name."),
}
_PASSING: Final = {
    ares.ARES_ESERVFAIL: (ErrorSlug.DNS_SERVFAIL, "The name servers answered SERVFAIL."),
    ares.ARES_ETIMEOUT: (ErrorSlug.DNS_TIMEOUT, "No name server answered in time."),
    ares.ARES_EREFUSED: (ErrorSlug.DNS_ERROR, "The name servers refused the question."),
    ares.ARES_ECONNREFUSED: (ErrorSlug.DNS_ERROR, "No name server could be reached."),
}


class Resolver:
    """Resolves names by the hosts file and the name servers, with overrides and a memory.

    Concurrent questions for one name are one question. Addresses are kept for their time to live, at least 10 s and at
    most ``dns_cache_s``; names that do not exist for ``dns_cache_s``; failures that may pass for half a second.

    Look-ups that time out because the name servers are overloaded are made again, fewer at a time
    (:class:`~imgcrawl.transport.resolving.lookups.LookupGate`); *on_overload* is called each time that they become
    fewer.

    :raises ConfigError: for a wrong override or name server.
    """

    def __init__(self, config: TransportConfig, *, on_overload: Callable[[], None] = lambda: None) -> None:
        self._timeout_s = config.dns_timeout_s
        self._keep_s = config.dns_cache_s
        self._servers = tuple(_server(text) for text in config.dns_servers)
        self._overrides = DnsOverrides(config.dns_overrides)
        self._cache = AnswerCache(_MAX_NAMES, time.monotonic)
        self._flights: dict[str, asyncio.Task[Answer]] = {}
        self._gate = LookupGate(on_overload=on_overload)
        self._ares: aiodns.DNSResolver | None = None
        self._stopped = False
        self.has_answered = False
        """Whether a name server has had an answer so far, if only that there is no such name."""

    async def resolve(self, host: str) -> tuple[str, ...]:
        """Return the addresses of *host* in the order to try; an IP address is its own.

        :raises FetchError: DNS_NXDOMAIN, DNS_NO_ADDRESS, DNS_SERVFAIL, DNS_TIMEOUT, DNS_ERROR, or URL_HOST.
        :raises RunStopped: after :meth:`abort`.
        """
        addresses = self.known(host)
        if addresses:
            return addresses
        name = _normal(host)
        answer = self._cache.get(name)
        if answer is None:
            answer = await self._join(name)
        return answer.unwrap()

    def doubt(self, host: str) -> None:
        """Forget the addresses of *host*, to which nothing could be opened, if they are of one family alone.

        Those of the other may have been lost: c-ares ends a look-up with what one of its two questions has brought.
        """
        name = _normal(host)
        answer = self._cache.get(name)
        if answer is not None and len({":" in address for address in answer.addresses}) == 1:
            self._cache.drop(name)

    async def is_answered(self, *hosts: str) -> bool:
        """Ask for all *hosts* anew and say whether the name servers have an answer for one, or need not be asked.

        By a channel of its own: c-ares, too, remembers answers, for as long as they may be kept.
        """
        if any(map(self.known, hosts)):
            return True
        channel = self._channel()
        try:
            answers = await asyncio.gather(*(self._ask(_normal(host), channel) for host in hosts))
        finally:
            await channel.close()
        return any(answer.slug not in UNANSWERED for answer in answers)

    def abort(self) -> None:
        """End every look-up in flight with :class:`RunStopped`, and refuse new ones."""
        self._stopped = True
        for flight in self._flights.values():
            flight.cancel()

    async def close(self) -> None:
        """Abort, and release sockets and threads."""
        self.abort()
        await asyncio.gather(*self._flights.values(), return_exceptions=True)
        if self._ares is not None:
            await self._ares.close()
            self._ares = None

    def known(self, host: str) -> tuple[str, ...] | None:
        """Return the addresses of *host* if no name server need be asked: an override, localhost, or an IP address."""
        name = _normal(host)
        overridden = self._overrides.get(name)
        if overridden:
            return overridden
        if name == "localhost" or name.endswith(".localhost"):
            return _LOOPBACK
        return (name,) if is_address(name) else None

    async def _join(self, name: str) -> Answer:
        if self._stopped:
            raise RunStopped("the resolver is closed")
        flight = self._flights.get(name)
        if flight is None:
            flight = self._flights[name] = asyncio.get_running_loop().create_task(self._look_up(name))
            flight.add_done_callback(lambda _: self._flights.pop(name, None))
        await asyncio.wait({flight})
        if flight.cancelled():
            raise RunStopped("the resolver was closed during a look-up")
        return flight.result()

    async def _look_up(self, name: str) -> Answer:
        answer, asked, is_over = Answer(), 0, False
        while not is_over:
            entered, timed_out, asked = await self._gate.enter(), None, asked + 1
            try:
                answer = await self._ask(name, self._resolver())
                timed_out = answer.slug is ErrorSlug.DNS_TIMEOUT
            finally:
                self._gate.leave(entered, timed_out=timed_out)
            is_over = not timed_out or not self._gate.explains(entered, asked=asked)
        self._cache.put(name, answer)
        return answer

    async def _ask(self, name: str, channel: aiodns.DNSResolver) -> Answer:
        answer = await self._asked(name, channel)
        self.has_answered = self.has_answered or answer.slug not in UNANSWERED
        return answer

    async def _asked(self, name: str, channel: aiodns.DNSResolver) -> Answer:
        try:
            async with asyncio.timeout(self._timeout_s):
                found = await channel.getaddrinfo(name, type=socket.SOCK_STREAM)
        except TimeoutError:
            return self._refusal(ares.ARES_ETIMEOUT)
        except (ares.DNSError, pycares.AresError) as exc:
            return self._refusal(exc.args[0])
        addresses = tuple(dict.fromkeys(node.addr[0].decode() for node in found.nodes))
        if not addresses:
            return self._refusal(ares.ARES_ENODATA)
        ttl_s = min(node.ttl for node in found.nodes)
        return Answer(addresses, keep_s=min(max(ttl_s, _MIN_KEEP_S), self._keep_s))

    def _refusal(self, code: int) -> Answer:
        if code in _FINAL:
            slug, detail = _FINAL[code]
            return Answer(slug=slug, detail=detail, keep_s=self._keep_s)
        slug, detail = _PASSING.get(code, (ErrorSlug.DNS_ERROR, f"The look-up failed with c-ares error {code}."))
        return Answer(slug=slug, detail=detail, keep_s=min(_RETRY_KEEP_S, self._keep_s))

    def _resolver(self) -> aiodns.DNSResolver:
        if self._ares is None:
            self._ares = self._channel()
        return self._ares

    def _channel(self) -> aiodns.DNSResolver:
        return aiodns.DNSResolver(
            nameservers=self._servers, timeout=self._timeout_s / 2, tries=_TRIES, flags=pycares.ARES_FLAG_NOSEARCH
        )


def _normal(host: str) -> str:
    return host.lower().rstrip(".")


@lru_cache(maxsize=4096)
def is_address(host: str) -> bool:
    """Whether *host* is an IPv4 or IPv6 address and no name."""
    if not (":" in host or host[-1:].isdigit()):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _server(text: str) -> str:
    match = re.fullmatch(r"(?:\[(?P<v6>[^]]+)\]|(?P<v4>[^:]+))(?::(?P<port>[0-9]{1,5}))?|(?P<bare>.+)", text)
    host = match and (match["v6"] or match["v4"] or match["bare"])
    port = int(match["port"] or 53) if match else 0
    if not host or not is_address(host) or not 0 < port < 65536:
        shown = without_logins(text)
        raise ConfigError(f"IMGCRAWL_DNS_SERVERS must hold addresses like 9.9.9.9 or 127.0.0.1:5353, got {shown!r}")
    return text
