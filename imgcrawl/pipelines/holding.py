"""Keeps pictures back that may yet prove to be placeholders."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from imgcrawl.validation.placeholders import PlaceholderDetector

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.validation.decode import ImageFacts

_SMALL_BYTES = 16_384
_KNOWN_PICTURES = 16
_MOST_HOSTS = 50_000
_LONGEST_S = 30.0
_TICK_S = 0.25


class PlaceholderWatch:
    """Judges pictures by what else their host serves.

    A placeholder is known only when it comes up again (:class:`~imgcrawl.validation.placeholders.PlaceholderDetector`).
    So the first 16 small pictures of a host, and every repeated one, wait as long as the host has more to come, half a
    minute at most. *pending* tells how many URLs of a host have no outcome yet, those that wait here included.
    """

    def __init__(self, repeats: int, *, pending: Callable[[str], int]) -> None:
        self._by_bytes = PlaceholderDetector(repeats)
        self._by_looks = PlaceholderDetector(repeats)
        self._pending = pending
        self._held: dict[str, dict[str, asyncio.Future[bool]]] = {}
        self._seen: OrderedDict[str, set[str]] = OrderedDict()
        self._on = repeats > 0
        self._ticking: asyncio.Task[None] | None = None

    async def is_placeholder(self, host: str, key: str, facts: ImageFacts) -> bool:
        """Return whether the picture *facts* that the URL *key* of *host* gave is a placeholder."""
        if not self._on:
            return False
        if self._found_out(self._by_bytes, host, key, facts):
            return True
        looks = _looks(facts)
        if looks is not None and self._found_out(self._by_looks, host, key, looks):
            return True
        return await self._hold(host, key) if self._doubtful(host, facts) else False

    def _found_out(self, detector: PlaceholderDetector, host: str, key: str, facts: ImageFacts) -> bool:
        if not detector.note(host, key, facts):
            return False
        for earlier in detector.first_seen(host, facts.sha256):
            _settle(self._held.get(host, {}).pop(earlier, None), found_out=True)
        return True

    def release(self) -> None:
        """Let everything go that is held: the run is ending."""
        for held in self._held.values():
            for future in held.values():
                _settle(future, found_out=False)
        self._held.clear()
        if self._ticking is not None:
            self._ticking.cancel()

    def _doubtful(self, host: str, facts: ImageFacts) -> bool:
        seen = self._known(host)
        repeated = facts.sha256 in seen
        if len(seen) < _KNOWN_PICTURES:
            seen.add(facts.sha256)
        elif not repeated:
            return False
        return facts.bytes <= _SMALL_BYTES and self._pending(host) > len(self._held.get(host, ())) + 1

    def _known(self, host: str) -> set[str]:
        """Return the first pictures of *host*, as far as it is among the hosts met last."""
        seen = self._seen.setdefault(host, set())
        self._seen.move_to_end(host)
        if len(self._seen) > _MOST_HOSTS:
            self._seen.popitem(last=False)
        return seen

    async def _hold(self, host: str, key: str) -> bool:
        future = asyncio.get_running_loop().create_future()
        self._held.setdefault(host, {})[key] = future
        if self._ticking is None or self._ticking.done():
            self._ticking = asyncio.create_task(self._tick())
        try:
            return await asyncio.wait_for(future, _LONGEST_S)
        except TimeoutError:
            return False
        finally:
            held = self._held.get(host, {})
            held.pop(key, None)
            if not held:
                self._held.pop(host, None)

    async def _tick(self) -> None:
        """Let the pictures of hosts go that have nothing more to come."""
        while any(self._held.values()):
            await asyncio.sleep(_TICK_S)
            for host in [host for host, held in self._held.items() if self._pending(host) <= len(held)]:
                for future in self._held.pop(host).values():
                    _settle(future, found_out=False)


def _looks(facts: ImageFacts) -> ImageFacts | None:
    """Return *facts* with what the picture looks like in place of its bytes: notices are often made anew each time.

    A perceptual hash that is nearly all zeros or ones tells nothing: many flat pictures share it.
    """
    if facts.phash is None or facts.bytes > _SMALL_BYTES or not 8 <= int(facts.phash, 16).bit_count() <= 56:
        return None
    return replace(facts, sha256=f"{facts.phash} {facts.width}x{facts.height}")


def _settle(future: asyncio.Future[bool] | None, *, found_out: bool) -> None:
    if future is not None and not future.done():
        future.set_result(found_out)
