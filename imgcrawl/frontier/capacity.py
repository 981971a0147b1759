"""How many requests may be in flight: as many as this process keeps up with."""

from __future__ import annotations

import os
from collections import deque
from functools import lru_cache
from pathlib import Path
from typing import Final

_START: Final = 256
_LEAST: Final = 32
_GROWTH: Final = 1.1
_DECLINE: Final = 0.9
_LAG_S: Final = 0.25
_SMOOTHING: Final = 0.3
_REMEMBERED_S: Final = 120.0
_MEMORY_PART: Final = 0.5
_GROUP_LIMITS: Final = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


class Capacity:
    """A limit on the requests in flight that follows how late the event loop runs what is due.

    While the loop keeps up and the limit is what holds requests back, it grows by a tenth at a time, up to *most*.
    When the loop falls a quarter of a second behind, more in flight would bring time-outs and no speed: the limit
    falls by a tenth of what was in flight lately, and so it does when memory is short: answers come in bursts, after
    which next to nothing is in flight for a moment. Instants are on the loop's clock, in seconds.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.limit = min(_START, most)
        self.worst_lag_s = 0.0
        self._lag_s = 0.0
        self._lately = 0
        self._lags: deque[tuple[float, float]] = deque()

    def note(self, now: float, lag_s: float, in_flight: int, *, is_memory_short: bool = False) -> bool:
        """Note that what was due at *now* - *lag_s* ran at *now*; say whether the limit has grown."""
        self._remember(now, lag_s)
        self._lag_s += _SMOOTHING * (lag_s - self._lag_s)
        self._lately = max(in_flight, int(self._lately * _DECLINE))
        if self._lag_s > _LAG_S or is_memory_short:
            self.limit = max(min(_LEAST, self.most), min(self.limit, int(self._lately * _DECLINE)))
            return False
        before = self.limit
        if in_flight >= before:
            self.limit = min(self.most, int(before * _GROWTH) + 1)
        return self.limit > before

    def worst_lag_since(self, since: float) -> float:
        """Return the longest that the loop was late after *since*, as far as the last two minutes tell."""
        return max((lag_s for at, lag_s in self._lags if at > since), default=0.0)

    def _remember(self, now: float, lag_s: float) -> None:
        """Keep *lag_s*, and of the older ones those that are worse: no other can be the worst since some instant."""
        self.worst_lag_s = max(self.worst_lag_s, lag_s)
        while self._lags and self._lags[-1][1] <= lag_s:
            self._lags.pop()
        self._lags.append((now, lag_s))
        while self._lags[0][0] < now - _REMEMBERED_S:
            self._lags.popleft()


def is_memory_short(processes: int = 1) -> bool:
    """Say whether this process takes up half of the machine's memory, or of what its control group allows.

    With *processes* that share the work on this machine, each has its part of that half.
    """
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
    except (OSError, IndexError, ValueError):
        return False
    return pages * os.sysconf("SC_PAGE_SIZE") > _MEMORY_PART * _memory_bytes(_GROUP_LIMITS) / processes


@lru_cache(maxsize=1)
def _memory_bytes(group_limits: tuple[Path, ...]) -> int:
    limits = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for file in group_limits:
        try:
            limits.append(int(file.read_bytes()))
        except (OSError, ValueError):  # there is no such group, or it has no limit
            continue
    return min(limits)
