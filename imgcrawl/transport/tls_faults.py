"""Finds out what a failed handshake was about: a certificate that the server wants, or one that it forgot to send."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.transport.issuers import Issuers
from imgcrawl.transport.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any

    from imgcrawl.transport.certificates import TrustStore
    from imgcrawl.transport.curl.handshake import ServerHandshake
    from imgcrawl.transport.curl.transfer import Order
    from imgcrawl.transport.exchange import FetchError

    Lesson = Callable[[Order], Coroutine[Any, Any, bool | None]]

_UNCLEAR: Final = frozenset({ErrorSlug.TLS_HANDSHAKE, ErrorSlug.TLS_RESET, ErrorSlug.TCP_RESET, ErrorSlug.TCP_CLOSED})
"""How a connection ends at a server that wants a certificate, with or without an alert, and also otherwise."""


class TlsFaults:
    """Learns of each server once what its failed handshakes were about.

    *shake_hands* returns what a server says in one handshake, *fetch* the body at a URL, None if it cannot be had for
    now; with *fetch_issuers* certificates that a server forgot are looked for and added to *trust*. The last *most*
    servers are remembered.
    """

    def __init__(
        self,
        trust: TrustStore,
        *,
        shake_hands: Callable[[Order], Awaitable[ServerHandshake]],
        fetch: Callable[[str], Awaitable[bytes | None]],
        fetch_issuers: bool,
        most: int,
    ) -> None:
        self._shake_hands = shake_hands
        self._fetch_issuers = fetch_issuers
        self._issuers = Issuers(trust, fetch)
        self._learnt: Memory[tuple[str, int, Lesson], bool] = Memory(most)

    async def mend(self, exc: FetchError, order: Order) -> bool:
        """Say whether what *exc* met is mended, so that the same request may succeed now.

        A server that hung up because it wants a certificate of ours is told by the slug that *exc* has afterwards. What
        is learnt counts against the time limit of *order*.
        """
        if exc.slug in _UNCLEAR and await self._learns(order, self._wants_certificate):
            exc.slug = ErrorSlug.TLS_CLIENT_CERTIFICATE
        is_broken_chain = exc.slug is ErrorSlug.TLS_UNTRUSTED and self._fetch_issuers
        return is_broken_chain and await self._learns(order, self._completes_chain)

    def abort(self) -> None:
        """End every lesson under way."""
        self._learnt.abort()
        self._issuers.abort()

    async def close(self) -> None:
        """Abort, and wait until every lesson has ended."""
        await self._learnt.close()
        await self._issuers.close()

    async def _learns(self, order: Order, lesson: Lesson) -> bool:
        """Return what *lesson*, which costs the server one handshake, says of it; no behind a proxy, or if it is late.

        All who want to know wait for one lesson.
        """
        if not order.target.tls or order.proxied:
            return False
        try:
            async with asyncio.timeout(order.deadline - time.monotonic()):
                key = (order.target.host, order.target.port, lesson)
                return bool(await self._learnt.recall(key, partial(lesson, order)))
        except TimeoutError:
            return False

    async def _wants_certificate(self, order: Order) -> bool | None:
        """Say whether the server, which hung up, wanted a certificate: under TLS 1.3 it may do so without a word."""
        sent = await self._shake_hands(order)
        return sent.wants_certificate if sent.certificates else None

    async def _completes_chain(self, order: Order) -> bool | None:
        """Say whether the server had only forgotten an intermediate certificate, which was found and is trusted now."""
        return await self._issuers.complete(order.target.host, (await self._shake_hands(order)).certificates)
