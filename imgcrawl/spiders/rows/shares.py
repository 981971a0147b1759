"""How many rows of each host are in memory: enough to keep it busy, not so many that others find no room."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.intake.address import host_of_row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imgcrawl.intake.lists.backlog import RowBacklog
    from imgcrawl.records import ImageTask
    from imgcrawl.spiders.rows.selection import Selected

_LEAST_SHARE = 16
_FIRST_PART, _LARGEST_PART = 256, 8
_QUICK_S = 1.0


class _Share(NamedTuple):
    """What a host with rows in the backlog may have in memory, in *rows*, and *since* when, on the clock."""

    rows: int
    since: float


class HostShares:
    """Divides the room for *most_rows* rows in memory among the hosts; what is over waits in *backlog*, on disk.

    At first a host may have a small part of the free room, 16 rows at least. When half of that is answered the host is
    *wanting*: it is given more, and twice as much as before if it took less than a second, up to an eighth of the free
    room; half as much if it took longer. So fast hosts are kept busy, and a thousand slow ones leave room for others.

    Rows count until an answer to them is in hand, for only those keep their host busy.
    """

    def __init__(self, backlog: RowBacklog, most_rows: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._backlog = backlog
        self._most_rows = most_rows
        self._clock = clock
        self._waiting: Counter[str] = Counter()
        self._hosts: dict[int, str] = {}
        self._shares: dict[str, _Share] = {}
        self._wanting: dict[str, None] = {}

    @property
    def count(self) -> int:
        """How many rows wait in memory for an answer."""
        return len(self._hosts)

    @property
    def is_full(self) -> bool:
        """Whether as many rows wait in memory as may."""
        return self.count >= self._most_rows

    @property
    def are_wanting(self) -> bool:
        """Whether some hosts want rows from the backlog."""
        return bool(self._wanting)

    def admit(self, batch: Sequence[Selected]) -> tuple[list[Selected], list[ImageTask]]:
        """Return those of *batch* that may begin, and the rows that were put into the backlog instead."""
        admitted: list[Selected] = []
        fresh: Counter[str] = Counter()
        over: dict[str, list[ImageTask]] = {}
        for row in batch:
            host = host_of_row(row.task.url, row.task.page_url) if row.twin is None else ""
            count = self._waiting[host] + fresh[host]
            if host and (host in self._backlog or count >= self._part(_FIRST_PART, len(admitted))):
                over.setdefault(host, []).append(row.task)
            else:
                fresh[host] += 1
                admitted.append(row)
        for host, tasks in over.items():
            self._backlog.put(host, tasks)
            if host not in self._shares:
                self._shares[host] = _Share(self._waiting[host] + fresh[host], self._clock())
        return admitted, [task for tasks in over.values() for task in tasks]

    def begin(self, lane: int, host: str) -> None:
        """Note that a row of *host* is under way on *lane*."""
        self._hosts[lane] = host
        self._waiting[host] += 1

    def end(self, lane: int) -> None:
        """Note that the row on *lane* no longer waits for an answer, if it did."""
        host = self._hosts.pop(lane, None)
        if host is None:
            return
        self._waiting[host] -= 1
        if not self._waiting[host]:
            del self._waiting[host]
        self._look_at(host)

    def take_wanted(self) -> list[ImageTask]:
        """Remove from the backlog what the wanting hosts are to have now, and return it."""
        tasks: list[ImageTask] = []
        for host in self._wanting:
            share = self._shares[host] = self._next_share(self._shares[host], len(tasks))
            tasks += self._backlog.take(host, max(1, share.rows - self._waiting[host]))
            if host not in self._backlog:
                del self._shares[host]
        self._wanting.clear()
        return tasks

    def look_again(self, tasks: Sequence[ImageTask]) -> None:
        """See whether the hosts of *tasks*, which have been begun or proved to need no work, want more."""
        for host in {host_of_row(task.url, task.page_url) for task in tasks}:
            self._look_at(host)

    def _look_at(self, host: str) -> None:
        if host in self._shares and 2 * self._waiting[host] <= self._shares[host].rows:
            self._wanting[host] = None

    def _next_share(self, share: _Share, soon: int) -> _Share:
        now = self._clock()
        if now - share.since < _QUICK_S:
            return _Share(min(2 * share.rows, self._part(_LARGEST_PART, soon)), now)
        return _Share(max(_LEAST_SHARE, share.rows // 2), now)

    def _part(self, divisor: int, soon: int) -> int:
        """Return that part of the free room, when *soon* more rows will be there, but never less than the least."""
        return max(_LEAST_SHARE, (self._most_rows - len(self._hosts) - soon) // divisor)
