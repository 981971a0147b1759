"""The queues of all hosts: push and pop in O(log hosts), waiting hosts cost nothing."""

from __future__ import annotations

import heapq
from collections import OrderedDict, deque
from math import inf
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imgcrawl.errors import Verdict
from imgcrawl.frontier.given_up import GivenUp
from imgcrawl.frontier.machines import Services
from imgcrawl.frontier.slot import HostSlot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random


_MOST_IDLE: Final = 10_000  # of 900 bytes each, more where they have failed


class Limits(NamedTuple):
    """What a host may get at first: requests in flight to begin with and at most, and seconds between two."""

    concurrency: int
    most_concurrency: int
    delay: float


class Popped(NamedTuple):
    """An item on its way out.

    *verdict*: with what it fails unsent. *single_connection*: no idle connection to its host may stand beside its own.
    """

    item: Any
    verdict: Verdict | None
    single_connection: bool


class HostQueues:
    """Items queued by host, handed out in turn from host to host as limits, delays and pauses allow.

    *limits_for* gives the limits of a host met for the first time; *endpoint_of* tells which endpoint of its host an
    item goes to, so that one port that is down does not close the others; *on_new* is told of each host met for the
    first time, before anything is sent there; *ends_at* tells when an item that still waits has to end. Instants are
    epoch seconds and always passed in.
    Of hosts that may be sent to and have nothing to send *keep_idle* are kept; *on_drop* is given the others' slots.
    Hosts that can send now stand in a ring; hosts that must wait stand in a heap by the time at which they may send; a
    host with all its requests in flight, or with none queued, stands in neither. Another heap has the hosts by the time
    at which an item may have to end.
    """

    def __init__(
        self,
        limits_for: Callable[[str], Limits],
        *,
        rng: Random,
        endpoint_of: Callable[[Any], str] = str,
        on_new: Callable[[str], None] | None = None,
        on_drop: Callable[[HostSlot], None] | None = None,
        ends_at: Callable[[Any], float] = lambda _item: inf,
        keep_idle: int = _MOST_IDLE,
    ) -> None:
        self._limits_for = limits_for
        self._endpoint_of = endpoint_of
        self._on_new = on_new
        self._on_drop = on_drop
        self._ends_at = ends_at
        self._rng = rng
        self._keep_idle = keep_idle
        self._slots: OrderedDict[str, HostSlot] = OrderedDict()
        self._ring: deque[HostSlot] = deque()
        self._timers: list[tuple[float, int, HostSlot]] = []
        self._endings: list[tuple[float, int, HostSlot]] = []
        self._services = Services()
        self._closed_hosts = GivenUp()
        self._closed_ports = GivenUp()
        self._now = 0.0
        self._order = 0
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __contains__(self, key: object) -> bool:
        return key in self._slots

    def slot(self, key: str) -> HostSlot:
        """Return the slot of the host *key*, made on first use."""
        slot = self._slots.get(key)
        if slot is None:
            concurrency, most, delay = self._limits_for(key)
            slot = self._slots[key] = HostSlot(
                key,
                concurrency=min(concurrency, most),
                most_concurrency=most,
                delay=delay,
                service=self._services.of(key),
            )
            if self._on_new is not None:
                self._on_new(key)
            self._forget_idle()
        return slot

    def push(
        self, key: str, item: Any, *, not_before: float = 0.0, first: bool = False, verdict: Verdict | None = None
    ) -> None:
        """Queue *item* for the host *key*; with a *verdict* it is not to be sent and comes out at once."""
        slot = self.slot(key)
        if verdict is None and (self._closed_ports or self._closed_hosts):
            verdict = self.verdict_for(key, self._endpoint_of(item))
        if verdict is None:
            slot.waiting.add(item, not_before, first=first, ends_at=self._ends_at(item))
        else:
            slot.waiting.reject(item, verdict)
        self._size += 1
        self._place(slot)

    def waiting(self) -> Iterator[Any]:
        """Yield all items that are to be sent."""
        for slot in self._slots.values():
            if slot.waiting:
                yield from slot.waiting

    def verdict_for(self, key: str, endpoint: str) -> Verdict | None:
        """Return why nothing more is sent to this *endpoint* of the host *key*; None while it is open."""
        return self._closed_ports.get(endpoint) or self._closed_hosts.get(key)

    def pop(self, now: float) -> Popped | None:
        """Return the next item that may go out at *now*, or None."""
        self._now = now
        self._wake(now)
        while self._ring:
            slot = self._ring.popleft()
            slot.in_ring = False
            if slot.waiting.ends_at <= now:
                slot.waiting.end(now, self._ends_at)
            if slot.waiting.has_rejected:
                return self._hand_out(slot, *slot.waiting.take_rejected())
            if slot.eligible_at() <= now:
                return self._hand_out(slot, slot.take(now, self._rng))
            self._place(slot, now)
        return None

    def release(self, key: str, *, now: float, sent_at: float) -> None:
        """Note that a request of the host *key*, sent at *sent_at*, is no longer in flight."""
        slot = self._slots[key]
        slot.release(now, sent_at)
        self._place(slot)

    def next_due(self) -> float | None:
        """Return when the earliest waiting host may send, or an item has to end; None when none waits for a time."""
        while self._timers and self._timers[0][2].armed_for != self._timers[0][0]:
            heapq.heappop(self._timers)
        firsts = [heap[0][0] for heap in (self._timers, self._endings) if heap]
        return min(firsts, default=None)

    def awaited(self) -> list[tuple[str, float]]:
        """Return the hosts that wait for a time, each with when it may send again, the last one first.

        Those are left out that wait for an answer first.
        """
        armed = {slot.key: slot for at, _, slot in self._timers if slot.armed_for == at}
        timed = [(key, slot.eligible_at()) for key, slot in armed.items() if slot.has_room]
        return sorted(timed, key=lambda host: -host[1])

    def pause(self, key: str, until: float) -> bool:
        """Send nothing to the host *key* before *until*; say whether that is later than it was."""
        slot = self.slot(key)
        is_later = until > slot.paused_until
        if is_later:
            slot.paused_until = until
        return is_later

    def pause_but_for_check(self, key: str, until: float) -> bool:
        """Send to the host *key* before *until* only what goes first of all; say whether that is later than it was."""
        slot = self.slot(key)
        is_later = until > max(slot.paused_until, slot.checked_until)
        slot.checked_until = max(slot.checked_until, until)
        return is_later

    def end_check(self, key: str) -> None:
        """Send to the host *key* again what else waits for it: its check has found it in order."""
        slot = self.slot(key)
        if slot.checked_until:
            slot.checked_until = 0.0
            self._place(slot)

    def close_host(self, key: str, slug: str, reason: str, *, endpoint: str = "") -> None:
        """Fail all that waits for the host *key*, and all that is still to come, with *slug*; nothing more is sent.

        *endpoint*: only what goes to this one.
        """
        slot, verdict = self.slot(key), Verdict(slug, reason)
        (self._closed_ports if endpoint else self._closed_hosts).add(endpoint or key, verdict)
        slot.waiting.reject_all(lambda item: endpoint in ("", self._endpoint_of(item)), verdict)
        self._place(slot)

    def fail_waiting(self, key: str, slug: str, reason: str) -> None:
        """Fail all that waits for the host *key* now with *slug*; what is still to come is sent."""
        slot = self.slot(key)
        slot.waiting.reject_all(lambda _item: True, Verdict(slug, reason))
        self._place(slot)

    def _hand_out(self, slot: HostSlot, item: Any, verdict: Verdict | None = None) -> Popped:
        self._size -= 1
        self._place(slot)
        return Popped(item, verdict, slot.width.single_connection)

    def _wake(self, now: float) -> None:
        while self._timers and self._timers[0][0] <= now:
            armed_for, _, slot = heapq.heappop(self._timers)
            if slot.armed_for == armed_for:
                slot.armed_for = 0.0
                self._enter_ring(slot)
        while self._endings and self._endings[0][0] <= now:
            at, _, slot = heapq.heappop(self._endings)
            if slot.ends_armed_for == at:
                slot.ends_armed_for = 0.0
                if slot.waiting:
                    self._enter_ring(slot)

    def _enter_ring(self, slot: HostSlot) -> None:
        if not slot.in_ring:
            slot.in_ring = True
            slot.armed_for = 0.0
            self._ring.append(slot)

    def _place(self, slot: HostSlot, now: float = 0.0) -> None:
        """Put the slot where it belongs: the ring, the heap, or neither."""
        if slot.in_ring or not slot.waiting:
            return
        if slot.waiting.has_rejected:
            self._enter_ring(slot)
        else:
            self._arm_end(slot)
            at = slot.eligible_at()
            if at <= now:
                self._enter_ring(slot)
            elif at < (slot.armed_for or inf):
                self._order += 1
                slot.armed_for = at
                heapq.heappush(self._timers, (at, self._order, slot))

    def _arm_end(self, slot: HostSlot) -> None:
        """See that the slot is looked at when its first item may have to end: once, however often it is placed."""
        at = slot.waiting.ends_at
        if at < (slot.ends_armed_for or inf):
            self._order += 1
            slot.ends_armed_for = at
            heapq.heappush(self._endings, (at, self._order, slot))

    def _forget_idle(self) -> None:
        """Look at the two oldest slots once there are many, and drop those that nothing is held for or awaited of."""
        for _ in range(2):
            if len(self._slots) <= self._keep_idle:
                return
            key, oldest = next(iter(self._slots.items()))
            if oldest.idle(self._now):
                del self._slots[key]
                if self._on_drop is not None:
                    self._on_drop(oldest)
            else:
                self._slots.move_to_end(key)
