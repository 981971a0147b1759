"""Keeps pictures back that may yet prove to be placeholders."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from imgcrawl import background
from imgcrawl.recent import Recent
from imgcrawl.validation.decoding.decode import LOOKS_BYTES
from imgcrawl.validation.looks import is_sheet
from imgcrawl.validation.placeholders.detector import PlaceholderDetector
from imgcrawl.validation.placeholders.lookalikes import Lookalikes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imgcrawl.records import Passed
    from imgcrawl.validation.facts import ImageFacts
    from imgcrawl.validation.placeholders.circumstances import Stored
    from imgcrawl.validation.placeholders.detector import Spares

_FIRST_HELD = 16
_LAST_HELD = 16
_HOSTS_COUNTED = 50_000
_TAKEN_BACK_COUNTED = 10_000  # addresses; what is found out by its bytes may be found out by its looks a moment later
ROOM_BYTES = 64 * 1024 * 1024
"""Bodies held at most; the scraper must have room for others, or nothing more would be sent."""

_COMPANY_BYTES = 8_192  # what a body keeps in memory with it: response, request, outcome, tasks
_TICK_S = 0.25


class _View(NamedTuple):
    """A picture as one of the detectors knows it: by its own bytes, or by those of the first that looked like it."""

    detector: PlaceholderDetector
    picture: ImageFacts


class Witness(Protocol):
    """What speaks for a picture that its host gave for many names."""

    def may_speak(self, names: frozenset[str], /) -> bool:
        """Say whether the *names* may be those of one thing, as far as that is known before all pictures have come."""

    def speaks(self, names: frozenset[str], /) -> bool:
        """Say whether they are, by all that has come."""


class Sighting(NamedTuple):
    """The picture *facts* that *host* served, and as each detector knows it.

    *is_flat*: it is on a plain ground, or nobody looked.
    """

    host: str
    facts: ImageFacts
    views: tuple[_View, ...]
    is_flat: bool


@dataclass(slots=True, eq=False)
class _Held:
    """A picture that waits; *until* is on the loop's clock."""

    views: tuple[_View, ...]
    verdict: asyncio.Future[bool]
    bytes: int
    until: float


class PlaceholderWatch:
    """Judges pictures by what else their host serves, and by whatever else speaks against them.

    A placeholder is known only when it comes up again
    (:class:`~imgcrawl.validation.placeholders.detector.PlaceholderDetector`), byte by byte or by its looks. So what may
    well be one waits as long as its host has more to come: pictures up to 64 KiB on a plain ground, or that another
    name gave as well, or against which something else speaks; of each host the first 16 and the last 16, and of all no
    more than 64 MiB, whose oldest go first. *pending* tells how many URLs of a host have no outcome yet, those that
    wait here included. Photographs pass at once. What has passed before its picture is found out is handed to
    *withdraw*.

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
        self._lookalikes = lookalikes if looks and repeats else ()
        self._pending = pending
        self._withdraw = withdraw
        self._held: dict[str, list[_Held]] = {}
        self._passed: Recent[str, int] = Recent(_HOSTS_COUNTED)
        self._taken_back: OrderedDict[Passed, None] = OrderedDict()
        self._held_bytes = 0
        self._room_bytes = room_bytes
        self.is_on = repeats > 0
        self._ticking: asyncio.Task[None] | None = None

    def sighting(self, host: str, facts: ImageFacts, *, stored: Stored | None = None) -> Sighting:
        """Return the picture *facts* of *host* as the detectors know it.

        *stored*: what is known of when its file was.
        """
        is_flat = facts.looks is None or is_sheet(facts.looks)
        return Sighting(host, facts, tuple(self._views(host, facts, stored, is_flat=is_flat)), is_flat)

    async def is_placeholder(
        self,
        seen: Sighting,
        url: str,
        *,
        patience_s: float,
        passed: Passed | None = None,
        is_suspect: bool = False,
        witness: Witness | None = None,
    ) -> bool:
        """Return whether the picture *seen*, which *url* gave, is a placeholder.

        That may take *patience_s* seconds. *passed*: how it is to be named if it passes now and is found out later.
        *is_suspect*: something else speaks against it. *witness*: what speaks for it if it has too many names; such a
        picture waits too, and is judged when its host has no more to come.
        """
        if not self.is_on:
            return False
        host, spares = seen.host, witness.may_speak if witness else None
        if self._is_found_out(seen, url, passed, is_suspect=is_suspect, spares=spares):
            self._count_new({passed} if passed is not None else set())  # it has never passed
            return True
        self._note_passed(host, 1)
        is_spared = any(view.detector.is_spared(host, view.picture.sha256) for view in seen.views)
        is_small = seen.facts.bytes <= LOOKS_BYTES and (seen.is_flat or is_suspect or self.is_shared(seen))
        is_last = self._pending(host) <= len(self._held.get(host, ())) + 1
        if (is_spared or is_small) and not is_last and await self._hold(seen, patience_s):
            return True
        return is_spared and self._is_found_out(seen, url, None, spares=witness.speaks if witness else None)

    def too_many_names(self, seen: Sighting, url: str) -> frozenset[str]:
        """Return the names that make the picture *seen* a placeholder, that of *url* too; none if they do not."""
        views = ((view, view.detector) for view in seen.views if self.is_on)
        found = (detector.too_many_names(seen.host, url, view.picture) for view, detector in views)
        return next(filter(None, found), frozenset())

    def passed(self, host: str) -> int:
        """Return how many pictures of *host* were found to be no placeholder, or not yet."""
        return self._passed.get(host, 0)

    def is_shared(self, seen: Sighting) -> bool:
        """Say whether another name of the host gave the picture *seen* as well, which is no evidence yet."""
        return self.is_on and any(view.detector.is_shared(seen.host, view.picture.sha256) for view in seen.views)

    def has_names(self, host: str, sha256: str, names: int) -> bool:
        """Say whether *host* gave these bytes for at least so many *names*."""
        return self.is_on and self._by_bytes.has_names(host, sha256, names)

    def is_lone(self, seen: Sighting) -> bool:
        """Say whether the host of the picture *seen*, which has passed, gave no other, nor is to give any."""
        return self.passed(seen.host) <= 1 and self._pending(seen.host) <= 1

    def vouch(self, host: str) -> None:
        """Count a picture of *host* that is an image whatever else the host gives."""
        self._note_passed(host, 1)

    def condemn(self, seen: Sighting) -> None:
        """Take the picture *seen*, which something else gave away, for a placeholder of its host."""
        for view in seen.views:
            view.detector.condemn(seen.host, view.picture.sha256)
            self._take_back(view.detector, view.picture.sha256, seen.host)

    def condemn_bytes(self, host: str, sha256: str) -> None:
        """Take the picture with these bytes for a placeholder of *host*, whatever looks like it."""
        self._by_bytes.condemn(host, sha256)
        self._take_back(self._by_bytes, sha256, host)

    def recall(self, host: str, sha256: str) -> None:
        """Take the picture with these bytes for a placeholder of *host*, as another crawl or the catalogue found."""
        self._by_bytes.condemn(host, sha256)

    def release(self) -> None:
        """Let everything go that is held: the run is ending."""
        self._let_all_go()
        if self._ticking is not None:
            self._ticking.cancel()

    def _views(self, host: str, facts: ImageFacts, stored: Stored | None, *, is_flat: bool) -> Iterator[_View]:
        yield _View(self._by_bytes, facts)
        for detector, lookalikes in self._lookalikes:
            name = lookalikes.name(host, facts, stored=stored) if is_flat or not lookalikes.sheets else None
            if name is not None:
                yield _View(detector, facts if name == facts.sha256 else facts._replace(sha256=name))

    def _is_found_out(
        self, seen: Sighting, url: str, passed: Passed | None, *, is_suspect: bool = False, spares: Spares | None
    ) -> bool:
        """Have all detectors note the picture *seen*; take it back where one of them finds it out."""
        verdicts = []
        for view in seen.views:
            odd = is_suspect and view.detector is self._by_bytes
            verdicts.append(
                view.detector.note(seen.host, url, view.picture, passed=passed, is_suspect=odd, spares=spares)
            )
            if verdicts[-1]:
                self._take_back(view.detector, view.picture.sha256, seen.host)
            for name in view.detector.found_late(seen.host):
                self._take_back(view.detector, name, seen.host)
        return any(verdicts)

    def _take_back(self, detector: PlaceholderDetector, name: str, host: str) -> None:
        """Refuse what waits with the picture *name*, which was found out, and withdraw what has passed with it."""
        passed = detector.first_seen(host, name)
        for held in list(self._held.get(host, ())):
            if any(own.detector is detector and own.picture.sha256 == name for own in held.views):
                self._let_go(host, held, found_out=True)
        if passed:
            self._note_passed(host, -self._count_new(passed))
            self._withdraw(passed)

    def _count_new(self, passed: set[Passed]) -> int:
        """Return how many of *passed* no detector has found out before."""
        new = passed - self._taken_back.keys()
        self._taken_back.update(dict.fromkeys(new))
        while len(self._taken_back) > _TAKEN_BACK_COUNTED:
            self._taken_back.popitem(last=False)
        return len(new)

    async def _hold(self, seen: Sighting, patience_s: float) -> bool:
        loop = asyncio.get_running_loop()
        picture = _Held(seen.views, loop.create_future(), seen.facts.bytes + _COMPANY_BYTES, loop.time() + patience_s)
        self._held.setdefault(seen.host, []).append(picture)
        self._held_bytes += picture.bytes
        self._make_room(seen.host)
        if self._ticking is None or self._ticking.done():
            self._ticking = background.begin(self._tick(), "the watch over pictures that may be placeholders")
        return await picture.verdict

    def _make_room(self, host: str) -> None:
        held = self._held[host]
        if len(held) > _FIRST_HELD + _LAST_HELD:
            self._let_go(host, held[_FIRST_HELD])
        while self._held_bytes > self._room_bytes:
            longest = next(iter(self._held))
            self._let_go(longest, self._held[longest][0])

    def _note_passed(self, host: str, number: int) -> None:
        self._passed.put(host, self.passed(host) + number)

    def _let_go(self, host: str, picture: _Held, *, found_out: bool = False) -> None:
        held = self._held[host]
        held.remove(picture)
        self._held_bytes -= picture.bytes
        if not held:
            del self._held[host]
        if not picture.verdict.done():
            picture.verdict.set_result(found_out)

    def _let_all_go(self) -> None:
        for host, held in list(self._held.items()):
            for picture in list(held):
                self._let_go(host, picture)

    async def _tick(self) -> None:
        """Let pictures go whose host has no more to come, and those whose time is up; all if that cannot be told."""
        try:
            while self._held:
                await asyncio.sleep(_TICK_S)
                self._let_due_go(asyncio.get_running_loop().time())
        finally:
            self._let_all_go()

    def _let_due_go(self, now: float) -> None:
        for host, held in list(self._held.items()):
            is_last = self._pending(host) <= len(held)
            for picture in [picture for picture in held if is_last or picture.until <= now]:
                self._let_go(host, picture)
