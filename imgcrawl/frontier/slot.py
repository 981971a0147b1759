"""One host: what waits for it, how much it may get, and when."""

from __future__ import annotations

import heapq
from collections import deque
from typing import TYPE_CHECKING, Any

from imgcrawl.frontier.rate import HostRate

if TYPE_CHECKING:
    from random import Random

_JITTER = 0.1
_STRIKES_ONCE_ANSWERED = 2


class HostSlot:
    """The requests and limits of one host, or of a group of hosts that share a policy.

    *concurrency*: most requests in flight. *delay*: least seconds between two requests. *paused_until*: epoch seconds
    before which nothing is sent. ``delay`` and ``transferring`` bear the names that Scrapy's AutoThrottle expects of a
    downloader slot.
    """

    __slots__ = (
        "_order",
        "armed_for",
        "closed",
        "concurrency",
        "delay",
        "delayed",
        "in_flight",
        "in_ring",
        "key",
        "most_concurrency",
        "next_at",
        "paused_until",
        "rate",
        "ready",
        "strikes",
        "strikes_allowed",
    )

    def __init__(self, key: str, *, concurrency: int, most_concurrency: int, delay: float) -> None:
        self.key = key
        self.concurrency = concurrency
        self.most_concurrency = most_concurrency
        self.delay = delay
        self.rate = HostRate(floor_s=delay)
        self.ready: deque[Any] = deque()
        self.delayed: list[tuple[float, int, Any]] = []
        self.in_flight = 0
        self.next_at = 0.0
        self.paused_until = 0.0
        self.closed: tuple[str, str] | None = None
        self.in_ring = False
        self.armed_for = 0.0
        self.strikes = 0
        self.strikes_allowed = 0
        self._order = 0

    def __len__(self) -> int:
        return len(self.ready) + len(self.delayed)

    @property
    def transferring(self) -> range:
        """Stands for the requests in flight; only its length means anything."""
        return range(self.in_flight)

    def answered(self, *, well: bool) -> None:
        """Note an answer; a good one clears all suspicion and widens the way by one request, until the host complains.

        A host that has answered before is given up less easily.
        """
        self.strikes_allowed = _STRIKES_ONCE_ANSWERED
        if well:
            self.strikes = 0
            if self.concurrency < self.most_concurrency and not self.rate.learnt:
                self.concurrency += 1

    def strike(self) -> bool:
        """Note a URL that tried the host in vain; say whether the host is to be given up."""
        self.strikes += 1
        return self.strikes > self.strikes_allowed

    def add(self, item: Any, not_before: float, *, first: bool = False) -> None:
        """Queue *item*, not to be sent before the epoch second *not_before*; *first*: ahead of what is ready."""
        if not_before > 0:
            self._order += 1
            heapq.heappush(self.delayed, (not_before, self._order, item))
        elif first:
            self.ready.appendleft(item)
        else:
            self.ready.append(item)

    def eligible_at(self) -> float:
        """Return the epoch second from which the slot may send; infinity when nothing waits."""
        if self.ready:
            due = 0.0
        elif self.delayed:
            due = self.delayed[0][0]
        else:
            return float("inf")
        return max(due, self.next_at, self.paused_until)

    def take(self, now: float, rng: Random) -> Any:
        """Take the next item: what fell due first, then what is ready; the slot must be eligible."""
        due = bool(self.delayed) and self.delayed[0][0] <= now
        item = heapq.heappop(self.delayed)[2] if due else self.ready.popleft()
        self.in_flight += 1
        if self.delay:
            self.next_at = now + self.delay * rng.uniform(1.0, 1.0 + _JITTER)
        return item

    def take_any(self) -> Any:
        """Take an item whether it is due or not, for a slot that is closed; it does not count as in flight."""
        return self.ready.popleft() if self.ready else heapq.heappop(self.delayed)[2]

    def idle(self) -> bool:
        """Say whether the slot holds nothing that would be missed: no requests, no pause, nothing learnt."""
        return not (
            self.ready or self.delayed or self.in_flight or self.closed or self.rate.learnt or self.paused_until
        )
