"""One host: what waits for it, how much it may get, and when."""

from __future__ import annotations

import heapq
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.frontier.endpoint import Endpoint
from imgcrawl.frontier.rate import HostRate

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from imgcrawl.frontier.blame import Blame
    from imgcrawl.frontier.endpoint import Verdict
    from imgcrawl.frontier.hold import Hold

_JITTER = 0.1
_LATE_S = 0.002
"""By how much timers are late even where there is nothing else to do; the next request makes up for it."""

FIRST_OF_ALL: Final = 1.0
"""Due time, in epoch seconds, of what is to be sent before all else."""

_NOTHING: Any = ()
"""Stands for an empty queue: a deque takes 600 bytes, and most hosts that are known have nothing waiting."""


class HostSlot:
    """The requests and limits of one host, or of a group of hosts that share a policy.

    *concurrency*: most requests in flight now; *ceiling*: what it may become, *most_concurrency* unless the host has
    complained. *narrowed_at*: when it last did, in epoch seconds, 0 for never or forgiven; *contented*: good answers
    since; *single_connection*: none yet, so that idle connections may be what it minds. *delay*: least seconds between
    two requests. *paused_until*: epoch seconds before which nothing is sent. *suspected*: the host was slowed down for
    what it has not said. *blame*: whom its refusals were about; None before the first. *hold*: whether it has turned
    after good answers; None before the first failure or image. *endpoints*: what is known of its ports; ``""`` stands
    for the whole host. ``delay`` and ``transferring`` bear the
    names that Scrapy's AutoThrottle expects.
    """

    __slots__ = (
        "_order",
        "armed_for",
        "blame",
        "ceiling",
        "concurrency",
        "contented",
        "delay",
        "delayed",
        "endpoints",
        "hold",
        "in_flight",
        "in_ring",
        "key",
        "most_concurrency",
        "narrowed_at",
        "next_at",
        "paused_until",
        "rate",
        "ready",
        "rejected",
        "single_connection",
        "suspected",
    )

    def __init__(self, key: str, *, concurrency: int, most_concurrency: int, delay: float) -> None:
        self.key = key
        self.concurrency = concurrency
        self.most_concurrency = most_concurrency
        self.ceiling = most_concurrency
        self.narrowed_at = 0.0
        self.contented = 0
        self.single_connection = False
        self.delay = delay
        self.rate = HostRate(floor_s=delay)
        self.ready: deque[Any] = _NOTHING
        self.delayed: list[tuple[float, int, Any]] = _NOTHING
        self.in_flight = 0
        self.next_at = 0.0
        self.paused_until = 0.0
        self.suspected = False
        self.blame: Blame | None = None
        self.hold: Hold | None = None
        self.endpoints: dict[str, Endpoint] = {}
        self.rejected: deque[tuple[Any, Verdict]] = _NOTHING
        self.in_ring = False
        self.armed_for = 0.0
        self._order = 0

    def __len__(self) -> int:
        return len(self.ready) + len(self.delayed) + len(self.rejected)

    @property
    def transferring(self) -> range:
        """Stands for the requests in flight; only its length means anything."""
        return range(self.in_flight)

    def endpoint(self, name: str) -> Endpoint:
        """Return what is known of the endpoint *name*, made on first use."""
        found = self.endpoints.get(name)
        if found is None:
            found = self.endpoints[name] = Endpoint()
        return found

    def answered(self, name: str, *, well: bool) -> None:
        """Note an answer by the endpoint *name*; a good one adds one to the concurrency, unless the host complained."""
        self.endpoint(name).answered(well=well)
        self.endpoint("").answered(well=well)
        if well:
            self.rate.answered_well()
        if well and self.concurrency < self.most_concurrency and not self.narrowed_at:
            self.concurrency += 1

    def verdict_for(self, name: str) -> Verdict | None:
        """Return why nothing more is sent to the endpoint *name*; None while it is open."""
        for asked in (name, ""):
            if asked in self.endpoints and self.endpoints[asked].closed:
                return self.endpoints[asked].closed
        return None

    def close(self, name: str, verdict: Verdict, endpoint_of: Callable[[Any], str]) -> None:
        """Close the endpoint *name*: what waits for it, as *endpoint_of* tells, is rejected by *verdict*."""
        self.endpoint(name).closed = verdict
        for item in (*self.ready, *(item for _, _, item in self.delayed)):
            if name in ("", endpoint_of(item)):
                self.reject(item, verdict)
        self.ready = deque(item for item in self.ready if name not in ("", endpoint_of(item))) or _NOTHING
        self.delayed = [entry for entry in self.delayed if name not in ("", endpoint_of(entry[2]))] or _NOTHING
        if self.delayed:
            heapq.heapify(self.delayed)

    def add(self, item: Any, not_before: float, *, first: bool = False) -> None:
        """Queue *item*, not to be sent before the epoch second *not_before*; *first*: ahead of what is ready."""
        if not_before > 0:
            self._order += 1
            self.delayed = self.delayed or []
            heapq.heappush(self.delayed, (not_before, self._order, item))
            return
        self.ready = self.ready or deque()
        if first:
            self.ready.appendleft(item)
        else:
            self.ready.append(item)

    def reject(self, item: Any, verdict: Verdict) -> None:
        """Queue *item*, which is to fail unsent by *verdict*."""
        self.rejected = self.rejected or deque()
        self.rejected.append((item, verdict))

    def take_rejected(self) -> tuple[Any, Verdict]:
        """Take the next item that is to fail unsent, and by which verdict."""
        item = self.rejected.popleft()
        self.rejected = self.rejected or _NOTHING
        return item

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
        """Take the next item: what fell due first, then what is ready; the slot must be eligible.

        While it is open whom the last refusal was about, what is ready goes first, from the end that is farthest from
        what was refused.
        """
        due = bool(self.delayed) and self.delayed[0][0] <= now
        is_open = any(each is not None and each.wants_others for each in (self.blame, self.hold))
        is_urgent = due and self.delayed[0][0] <= FIRST_OF_ALL
        if self.ready and is_open and not is_urgent:
            item = self.ready.pop()  # what is to be sent again enters at the other end
        else:
            item = heapq.heappop(self.delayed)[2] if due else self.ready.popleft()
        self.ready, self.delayed = self.ready or _NOTHING, self.delayed or _NOTHING
        if not self.rate.learnt:
            self.paused_until = 0.0  # it is over, and nothing asks how long it was
        self.in_flight += 1
        if self.delay:
            paced_at = max(self.next_at, now - _LATE_S) + self.delay * rng.uniform(1.0, 1.0 + _JITTER)
            self.next_at = max(paced_at, now + self.rate.floor_s)
        return item

    def acquit(self) -> None:
        """Give the host back what its last complaint, which was none, has cost it."""
        self.rate.acquit()
        self.delay = self.rate.delay_s
        if not self.rate.learnt:
            self.narrowed_at, self.single_connection, self.ceiling = 0.0, False, self.most_concurrency

    def idle(self) -> bool:
        """Say whether the slot holds nothing that would be missed: no requests, no pause, nothing learnt."""
        closed = any(endpoint.closed for endpoint in self.endpoints.values())
        learnt = self.rate.learnt or self.narrowed_at
        return not (len(self) or self.in_flight or closed or learnt or self.paused_until)
