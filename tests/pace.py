"""Tests of short time limits, on machines that may stand still for seconds."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

_BEAT_S = 0.005
_STANDSTILL_S = 0.05


class Pulse:
    """Knows whether this process stood still meanwhile: a thread that should run every few ms did not."""

    def __init__(self) -> None:
        self.longest_gap_s = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def has_paused(self) -> bool:
        """Whether time passed in which the process could do nothing."""
        return self.longest_gap_s > _STANDSTILL_S

    def _beat(self) -> None:
        last, has_ended = time.monotonic(), False
        while not has_ended:
            has_ended = self._ended.wait(_BEAT_S)
            now = time.monotonic()
            self.longest_gap_s, last = max(self.longest_gap_s, now - last), now


def longer(settings: Mapping[str, Any], factor: float) -> dict[str, Any]:
    """Return *settings* with all times in seconds multiplied."""
    return {name: value * factor if name.endswith("_s") else value for name, value in settings.items()}


async def in_time(expected: object, attempt: Callable[[float], Awaitable[object]]) -> None:
    """Assert that *attempt* gives *expected*; after a standstill it is made again, with time limits that much longer.

    It is called with the factor by which its limits are to be longer than usual. Without a standstill the first result
    counts.
    """
    for factor in (1, 2, 4, 8, 16):
        with Pulse() as pulse:
            found = await attempt(factor)
        if found == expected or not pulse.has_paused:
            break
    assert found == expected
