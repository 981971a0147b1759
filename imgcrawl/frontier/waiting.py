"""What waits for one host, and in which order it leaves."""

from __future__ import annotations

import heapq
from collections import deque
from math import ceil, inf
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.errors import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRST_OF_ALL: Final = 1.0
"""Due time, in epoch seconds, of what is to be sent before all else."""

BEFORE_OTHERS: Final = 2.0
"""Due time, in epoch seconds, of what goes before all else that is sent again."""

OUT_OF_TIME: Final = Verdict("", "its time is over")
"""With what items fail that may not wait any longer."""

_NOTHING: Any = ()
"""Stands for an empty queue: a deque takes 600 bytes, and most hosts that are known have nothing waiting."""


class Waiting:
    """Items that are ready, items that are due at a time, in epoch seconds, and items that are to fail unsent.

    Each may end at a time, to the second, if it still waits then.
    """

    __slots__ = ("_delayed", "_ending", "_ends", "_order", "_ready", "_rejected")

    def __init__(self) -> None:
        self._ready: deque[Any] = _NOTHING
        self._delayed: list[tuple[float, int, Any]] = _NOTHING
        self._rejected: deque[tuple[Any, Verdict]] = _NOTHING
        self._ending: list[list[Any]] = _NOTHING  # as a heap: when, order, and what, None once it is gone
        self._ends: dict[Any, list[Any]] = _NOTHING  # the same, by what
        self._order = 0

    def __len__(self) -> int:
        return len(self._ready) + len(self._delayed) + len(self._rejected)

    def __iter__(self) -> Iterator[Any]:
        """Yield the items that are to be sent, in no order."""
        yield from self._ready
        yield from (item for _, _, item in self._delayed)

    @property
    def has_rejected(self) -> bool:
        """Whether an item is to fail unsent."""
        return bool(self._rejected)

    @property
    def is_urgent(self) -> bool:
        """Whether an item is to be sent before all else."""
        return bool(self._delayed) and self._delayed[0][0] <= FIRST_OF_ALL

    @property
    def ends_at(self) -> float:
        """The epoch second at which an item may have to end; infinity if none has."""
        while self._ending and self._ending[0][2] is None:
            heapq.heappop(self._ending)
        self._ending = self._ending or _NOTHING
        return self._ending[0][0] if self._ending else inf

    def add(self, item: Any, not_before: float, *, first: bool = False, ends_at: float = inf) -> None:
        """Queue *item*, not to be sent before the epoch second *not_before*; *first*: ahead of what is ready.

        From *ends_at* on it does not wait any more.
        """
        if ends_at < inf:
            self._order += 1
            entry = [_to_the_second(ends_at), self._order, item]
            self._ending, self._ends = self._ending or [], self._ends or {}
            heapq.heappush(self._ending, entry)
            self._ends[item] = entry
        if not_before > 0:
            self._order += 1
            self._delayed = self._delayed or []
            heapq.heappush(self._delayed, (not_before, self._order, item))
            return
        self._ready = self._ready or deque()
        if first:
            self._ready.appendleft(item)
        else:
            self._ready.append(item)

    def due_at(self) -> float:
        """Return the epoch second from which an item may be sent; 0 when one is ready, infinity when none waits."""
        if self._ready:
            return 0.0
        return self._delayed[0][0] if self._delayed else inf

    def take(self, now: float, *, others_first: bool) -> Any:
        """Take the next item: what fell due first, then what is ready; there must be one.

        *others_first*: what is ready goes first, from the end that is farthest from what is sent again.
        """
        due = bool(self._delayed) and self._delayed[0][0] <= now
        if self._ready and others_first and not self.is_urgent:
            item = self._ready.pop()  # what is to be sent again enters at the other end
        else:
            item = heapq.heappop(self._delayed)[2] if due else self._ready.popleft()
        self._ready, self._delayed = self._ready or _NOTHING, self._delayed or _NOTHING
        if self._ends:
            self._forget_end(item)
        return item

    def _forget_end(self, item: Any) -> None:
        if (entry := self._ends.pop(item, None)) is not None:
            entry[2] = None
            self._ends = self._ends or _NOTHING

    def end(self, now: float, ends_at: Callable[[Any], float]) -> None:
        """Have the items fail whose time is over at *now*, by what *ends_at* says of each, which may have changed."""
        over = set()
        while self.ends_at <= now:
            entry = self._ending[0]
            entry[0] = _to_the_second(ends_at(entry[2]))
            if entry[0] <= now:
                over.add(entry[2])
                self._forget_end(entry[2])
            else:
                heapq.heapreplace(self._ending, entry)
        if over:
            self.reject_all(over.__contains__, OUT_OF_TIME)

    def reject(self, item: Any, verdict: Verdict) -> None:
        """Queue *item*, which is to fail unsent by *verdict*."""
        self._rejected = self._rejected or deque()
        self._rejected.append((item, verdict))

    def reject_all(self, fits: Callable[[Any], bool], verdict: Verdict) -> None:
        """Have the items fail by *verdict* that *fits* says yes to."""
        for item in tuple(self):
            if fits(item):
                if self._ends:
                    self._forget_end(item)
                self.reject(item, verdict)
        self._ready = deque(item for item in self._ready if not fits(item)) or _NOTHING
        self._delayed = [entry for entry in self._delayed if not fits(entry[2])] or _NOTHING
        if self._delayed:
            heapq.heapify(self._delayed)

    def take_rejected(self) -> tuple[Any, Verdict]:
        """Take the next item that is to fail unsent, and by which verdict."""
        rejected = self._rejected.popleft()
        self._rejected = self._rejected or _NOTHING
        return rejected


def _to_the_second(instant: float) -> float:
    return ceil(instant) if instant < inf else inf
