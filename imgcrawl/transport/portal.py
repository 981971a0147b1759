"""Tells one who answers in every host's place, a captive portal or a proxy with a page of its own, from the hosts."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from imgcrawl.errors import ErrorSlug, HostPaused
from imgcrawl.identity.origins import site
from imgcrawl.recent import Recent
from imgcrawl.transport.exchange import FetchError, FetchRequest, FetchResult
from imgcrawl.transport.pause import now
from imgcrawl.transport.voices import is_own, led_to, voice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from imgcrawl.transport.pause import NetworkPause

_SITES_IN_A_ROW: Final = 8
_WITNESSES: Final = 3
_SITES_WITHOUT_WITNESS: Final = 20
_KNOWN: Final = 8
_MORE_BYTES: Final = 65_536
_FIRST_TRUST_S: Final = 1.0
_LONGEST_TRUST_S: Final = 60.0
_CLEARED: Final = 1_000
_ASK_S: Final = 20.0
_OK: Final = 200


class _Known(NamedTuple):
    """A request that brought a good answer of *host*, which was *voice*."""

    host: str
    request: FetchRequest
    voice: Hashable = None


class PortalWatch:
    """Sits out the time in which all hosts say one and the same, by *pause*; without patience none is looked for.

    Hosts of eight sites that say the same one after the other (:func:`~imgcrawl.transport.voices.voice`), with no other
    answer that tells anything in between, raise suspicion. Many hosts may be parked in one place, or be one machine. So
    what brought another answer before is asked for again, by *ask*: first of the host that answered last, and if that
    now says the same, of seven more, and *any_url*, which everybody may ask for. If none has an answer of its own, and
    three say the same or *any_url* does, somebody speaks for all. It is over when one has an answer of its own again.

    Where fewer than three hosts have said anything else, twenty sites raise suspicion, and *any_url* tells. What was
    found to be said by many hosts is believed for a second, and twice as long each time, up to 60 s. *on_found* is told
    of an answer that was given for all.
    """

    def __init__(
        self,
        ask: Callable[[FetchRequest], Awaitable[FetchResult]],
        any_url: str,
        pause: NetworkPause,
        *,
        on_found: Callable[[FetchResult], None],
    ) -> None:
        self.pause = pause
        self._ask = ask
        self._any = _Known(urlsplit(any_url).netloc, FetchRequest(any_url))
        self._on_found = on_found
        self._known: Recent[str, _Known] = Recent(_KNOWN)
        self._latest: _Known | None = None
        self._voice: Hashable | None = None
        self._sites: set[str] = set()
        self._cleared: Recent[Hashable, tuple[float, float]] = Recent(_CLEARED)
        self._suspect: Hashable | None = None
        self._of_all: Hashable | None = None

    async def explains(
        self, host: str, request: FetchRequest, heard: FetchResult | FetchError, *, began: float
    ) -> bool:
        """Say whether what was *heard* from *host* is no answer of its own, as soon as it would be one again.

        *began*: when the request did, on the loop's clock.

        :raises RunStopped: as :meth:`NetworkPause.over`.
        """
        said = voice(host, heard) if self.pause.patience_s else None
        if said is None or site(host) == led_to(self._suspect if self.pause.is_on_trial else self._voice):
            return False
        if not self.pause.is_on_trial and said == self._of_all and began < self.pause.ended_at:
            return True
        if not self.pause.is_on_trial or said != self._suspect:
            self._note(host, request, heard, said)
            if self.pause.is_on_trial or self.pause.has_stopped or not self._is_suspicious(said):
                return False
            self._suspect = said
            self.pause.try_out(partial(self._try, heard))
        return await self.pause.explains()

    def abort(self) -> None:
        """End the trial, and all waiting with :class:`RunStopped`, and keep no request."""
        self.pause.abort()
        self._known.clear()
        self._latest = None

    def spare(self, host: str) -> None:
        """Let *host*, which wants fewer requests, be no witness until it has given another good answer."""
        self._known.pop(site(host), None)
        if self._latest and site(self._latest.host) == site(host):
            self._latest = None

    def _note(self, host: str, request: FetchRequest, heard: FetchResult | FetchError, said: Hashable) -> None:
        if said != self._voice:
            if self._latest:
                self._known.put(site(self._latest.host), self._latest)
            self._voice, self._latest = said, None
            self._sites.clear()
        self._sites.add(site(host))
        if isinstance(heard, FetchResult) and heard.status == _OK and not heard.asks_to_wait:
            self._latest = _Known(host, request, said)

    def _witnesses(self, said: Hashable) -> list[_Known]:
        """Return who had something else to say than was *said*, the last one first."""
        return [known for known in reversed(self._known.values()) if known.voice != said]

    def _is_suspicious(self, said: Hashable) -> bool:
        if len(self._sites) < _SITES_IN_A_ROW:  # as after almost every answer
            return False
        believed_until, _ = self._cleared.get(said, (0.0, 0.0))
        enough = _SITES_IN_A_ROW if len(self._witnesses(said)) >= _WITNESSES else _SITES_WITHOUT_WITNESS
        return len(self._sites) >= enough and now() >= believed_until

    async def _try(self, heard: FetchResult | FetchError) -> bool:
        """Return whether somebody has spoken for all hosts, once that is over; *heard*: what was said."""
        size = len(heard.body)
        try:
            if not await self._is_said_for_all(size):
                self._believe(self._suspect)
                return False
            if isinstance(heard, FetchResult):
                self._on_found(heard)
            self._of_all = self._suspect
            await self.pause.sit_out(partial(self._is_over, size), self._sign)
            return True
        finally:
            self._suspect = self._voice = self._latest = None
            self._sites.clear()

    def _sign(self) -> str:
        failed = isinstance(self._suspect, ErrorSlug)
        return f"requests to all hosts end in {self._suspect}" if failed else "all hosts give the same answer"

    def _believe(self, said: Hashable) -> None:
        _, trust_s = self._cleared.get(said, (0.0, _FIRST_TRUST_S / 2))
        trust_s = min(2 * trust_s, _LONGEST_TRUST_S)
        self._cleared.put(said, (now() + trust_s, trust_s))

    async def _is_said_for_all(self, size: int) -> bool:
        heard = await self._hear(size)
        return True not in heard and (heard.count(False) >= _WITNESSES or heard[-1] is False)

    async def _is_over(self, size: int) -> bool:
        return True in await self._hear(size)

    async def _hear(self, size: int) -> list[bool | None]:
        """Return who has an answer of its own, any name the last: if not the first one is known to have, of them all.

        *size*: that of the body which was given for all.
        """
        first, *others = (*self._witnesses(self._suspect), self._any)
        heard = [await self._has_own(first, size)]
        return heard if heard[0] else [*heard, *await asyncio.gather(*(self._has_own(known, size) for known in others))]

    async def _has_own(self, known: _Known, size: int) -> bool | None:
        """Say whether a host has an answer of its own; None if it gives none, or it cannot be told."""
        heard = await self._heard(known, size)
        if heard is None:
            return None
        said = voice(known.host, heard)
        if heard.asks_to_wait and said != self._suspect:
            self.spare(known.host)
        if isinstance(heard, FetchResult):
            return is_own(known.host, heard, self._suspect)
        if heard.slug is ErrorSlug.CONTENT_TOO_LARGE:
            return True
        return False if said == self._suspect else None

    async def _heard(self, known: _Known, size: int) -> FetchResult | FetchError | None:
        """Return what a host answers, or fails with; None for nothing in time, or if it is to be left alone now."""
        try:
            async with asyncio.timeout(_ASK_S):
                again = known.request._replace(timeout_factor=1.0, fresh=False, max_bytes=size + _MORE_BYTES)
                return await self._ask(again)
        except (TimeoutError, HostPaused):
            return None
        except FetchError as exc:
            return exc
