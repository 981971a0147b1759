"""Looks each thing up once for all who want to know it, and remembers the answers, within bounds."""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from imgcrawl.errors import RunStopped
from imgcrawl.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")

_UNKNOWN_KEEP_S: Final = 60.0


class Memory(Generic[K, V]):
    """Remembers the last *most* answers, and for a minute where there was none.

    Concurrent questions with the same key share one look-up, which goes on even when those who asked stop waiting.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answers: Recent[K, tuple[float, V | None]] = Recent(most)
        self._flights: dict[K, asyncio.Task[V | None]] = {}

    async def recall(self, key: K, ask: Callable[[], Coroutine[Any, Any, V | None]]) -> V | None:
        """Return the answer for *key*; if it is not known, what *ask* returns: None if there is none for now.

        :raises RunStopped: if :meth:`abort` ended the question.
        """
        expires, answer = self._answers.get(key, (-math.inf, None))
        return answer if self._clock() < expires else await self._join(key, ask)

    def abort(self) -> None:
        """End every question under way."""
        for flight in self._flights.values():
            flight.cancel()

    async def close(self) -> None:
        """Abort, and wait until every question has ended."""
        self.abort()
        await asyncio.gather(*self._flights.values(), return_exceptions=True)

    async def _join(self, key: K, ask: Callable[[], Coroutine[Any, Any, V | None]]) -> V | None:
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = asyncio.get_running_loop().create_task(ask())
            flight.add_done_callback(lambda done: self._land(key, done))
        await asyncio.wait({flight})
        if flight.cancelled():
            raise RunStopped("the transport was stopped")
        return flight.result()

    def _land(self, key: K, flight: asyncio.Task[V | None]) -> None:
        del self._flights[key]
        if flight.cancelled() or flight.exception() is not None:
            return
        answer = flight.result()
        self._answers.put(key, (self._clock() + (_UNKNOWN_KEEP_S if answer is None else math.inf), answer))
