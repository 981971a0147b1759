"""Keeps pictures back that may yet prove to be placeholders."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.validation.decode import LOOKS_BYTES
from imgcrawl.validation.lookalikes import Lookalikes
from imgcrawl.validation.placeholders import PlaceholderDetector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imgcrawl.validation.decode import ImageFacts
    from imgcrawl.validation.placeholders import Passed

_FIRST_HELD = 16
_LAST_HELD = 16
_HOSTS_COUNTED = 50_000
ROOM_BYTES = 64 * 1024 * 1024
"""Bodies held at most; the scraper must have room for others, or nothing more would be sent."""

_COMPANY_BYTES = 8_192  # what a body keeps in memory with it: response, request, outcome, tasks
_TICK_S = 0.25


class _Sight(NamedTuple):
    """A picture as one of the detectors knows it: by its own bytes, or by those of the first that looked like it."""

    detector: PlaceholderDetector
    picture: ImageFacts


@dataclass(slots=True, eq=False)
class _Held:
    """A picture that waits, as each detector knows it; *until* is on the loop's clock."""

    sights: list[_Sight]
    verdict: asyncio.Future[bool]
    bytes: int
    until: float


class PlaceholderWatch:
    """Judges pictures by what else their host serves, and by whatever else speaks against them.

    A placeholder is known only when it comes up again (:class:`~imgcrawl.validation.placeholders.PlaceholderDetector`),
    byte by byte or by its looks. So pictures up to 64 KiB wait as long as their host has more to come: of each host the
    first 16 and the last 16, and of all no more than 64 MiB, whose oldest go first. *pending* tells how many URLs of a
    host have no outcome yet, those that wait here included. What has passed before its picture is found out is handed
    to *withdraw*.

    One line of text that differs and another size are weaker evidence: they take one name more.
    """

    def __init__(
        self,
        repeats: int,
        *,
        pending: Callable[[str], int],
        withdraw: Callable[[set[Passed]], None] = lambda _passed: None,
        room_bytes: int = ROOM_BYTES,
        looks: bool = True,
    ) -> None:
        self._by_bytes = PlaceholderDetector(repeats)
        by_looks, by_sheet = PlaceholderDetector(repeats), PlaceholderDetector(repeats and repeats + 1)
        lookalikes = ((by_looks, Lookalikes()), (by_sheet, Lookalikes(sheets=True)))
        self._lookalikes = lookalikes if looks else ()
        self._pending = pending
        self._withdraw = withdraw
        self._held: dict[str, list[_Held]] = {}
        self._passed: OrderedDict[str, int] = OrderedDict()
        self._held_bytes = 0
        self._room_bytes = room_bytes
        self.is_on = repeats > 0
        self._ticking: asyncio.Task[None] | None = None

    async def is_placeholder(
        self,
        host: str,
        url: str,
        facts: ImageFacts,
        *,
        patience_s: float,
        since: float | None = None,
        passed: Passed | None = None,
        is_suspect: bool = False,
    ) -> bool:
        """Return whether the picture *facts* that *url*, of *host*, gave is a placeholder.

        That may take *patience_s* seconds. *since*: when its file was stored, None if that is not known. *passed*: how
        it is to be named if it passes now and is found out later. *is_suspect*: something else speaks against it.
        """
        if not self.is_on:
            return False
        sights = list(self._sights(host, facts, since))
        verdicts = [
            self._found_out(sight, host, url, passed, is_suspect=is_suspect and sight.detector is self._by_bytes)
            for sight in sights
        ]
        if any(verdicts):
            return True
        self._note_passed(host, 1)
        if facts.bytes > LOOKS_BYTES or self._pending(host) <= len(self._held.get(host, ())) + 1:
            return False
        return await self._hold(host, sights, facts.bytes + _COMPANY_BYTES, patience_s)

    def passed(self, host: str) -> int:
        """Return how many pictures of *host* were found to be no placeholder, or not yet."""
        return self._passed.get(host, 0)

    def is_shared(self, host: str, facts: ImageFacts, *, since: float | None = None) -> bool:
        """Say whether another name of *host* gave the picture *facts* as well, which is no evidence yet."""
        sights = self._sights(host, facts, since)
        return self.is_on and any(detector.is_shared(host, picture.sha256) for detector, picture in sights)

    def condemn(self, host: str, facts: ImageFacts, *, since: float | None = None) -> None:
        """Take the picture *facts*, which something else gave away, for a placeholder of *host*."""
        for sight in self._sights(host, facts, since):
            sight.detector.condemn(host, sight.picture.sha256)
            self._take_back(sight, host)

    def recall(self, host: str, sha256: str) -> None:
        """Take the picture with these bytes for a placeholder of *host*, as another crawl or the catalogue found."""
        self._by_bytes.condemn(host, sha256)

    def release(self) -> None:
        """Let everything go that is held: the run is ending."""
        for host, held in list(self._held.items()):
            for picture in list(held):
                self._let_go(host, picture)
        if self._ticking is not None:
            self._ticking.cancel()

    def _sights(self, host: str, facts: ImageFacts, since: float | None) -> Iterator[_Sight]:
        yield _Sight(self._by_bytes, facts)
        for detector, lookalikes in self._lookalikes:
            if (name := lookalikes.name(host, facts, since=since)) is not None:
                yield _Sight(detector, replace(facts, sha256=name))

    def _found_out(self, sight: _Sight, host: str, url: str, passed: Passed | None, *, is_suspect: bool) -> bool:
        is_placeholder = sight.detector.note(host, url, sight.picture, passed=passed, is_suspect=is_suspect)
        if is_placeholder:
            self._take_back(sight, host)
        return is_placeholder

    def _take_back(self, sight: _Sight, host: str) -> None:
        """Refuse what waits with the picture *sight*, which was found out, and withdraw what has passed with it."""
        passed, waiting = sight.detector.first_seen(host, sight.picture.sha256), 0
        for held in list(self._held.get(host, ())):
            if any(
                own.detector is sight.detector and own.picture.sha256 == sight.picture.sha256 for own in held.sights
            ):
                self._let_go(host, held, found_out=True)
                waiting += 1
        if passed:
            self._note_passed(host, -max(0, len(passed) - waiting))
            self._withdraw(passed)

    async def _hold(self, host: str, sights: list[_Sight], size: int, patience_s: float) -> bool:
        loop = asyncio.get_running_loop()
        picture = _Held(sights, loop.create_future(), size, loop.time() + patience_s)
        self._held.setdefault(host, []).append(picture)
        self._held_bytes += size
        self._make_room(host)
        if self._ticking is None or self._ticking.done():
            self._ticking = asyncio.create_task(self._tick())
        return await picture.verdict

    def _make_room(self, host: str) -> None:
        held = self._held[host]
        if len(held) > _FIRST_HELD + _LAST_HELD:
            self._let_go(host, held[_FIRST_HELD])
        while self._held_bytes > self._room_bytes:
            longest = next(iter(self._held))
            self._let_go(longest, self._held[longest][0])

    def _note_passed(self, host: str, number: int) -> None:
        self._passed[host] = self.passed(host) + number
        self._passed.move_to_end(host)
        if len(self._passed) > _HOSTS_COUNTED:
            self._passed.popitem(last=False)

    def _let_go(self, host: str, picture: _Held, *, found_out: bool = False) -> None:
        held = self._held[host]
        held.remove(picture)
        self._held_bytes -= picture.bytes
        self._note_passed(host, -found_out)
        if not held:
            del self._held[host]
        if not picture.verdict.done():
            picture.verdict.set_result(found_out)

    async def _tick(self) -> None:
        """Let pictures go whose host has nothing more to come, and those whose time is up."""
        while self._held:
            await asyncio.sleep(_TICK_S)
            now = asyncio.get_running_loop().time()
            for host, held in list(self._held.items()):
                is_last = self._pending(host) <= len(held)
                for picture in [picture for picture in held if is_last or picture.until <= now]:
                    self._let_go(host, picture)
