"""How much of each host is still to come."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from imgcrawl.intake.lists.backlog import RowBacklog


class Outlook:
    """Counts the addresses of each host that are read and have no outcome yet, those in *backlog* included.

    Rows that mean the same address count once, on their lane, from when the first of them is foreseen to when it ends.
    """

    def __init__(self, backlog: RowBacklog) -> None:
        self._backlog = backlog
        self._counts: Counter[str] = Counter()
        self._foreseen: set[int] = set()

    def of(self, host: str) -> int:
        """Return how many addresses of *host* are to come."""
        return self._counts[host] + self._backlog.count(host)

    def new(self, hosts: Iterable[str]) -> set[str]:
        """Return those of *hosts* of which no address in memory was to come so far."""
        return set(hosts) - self._counts.keys()

    def foresee(self, hosts: dict[int, str], under_way: Container[int]) -> None:
        """Count the lanes that are about to begin, by their *hosts*, but for those that are *under_way*."""
        unforeseen = {lane for lane in hosts if lane not in under_way and lane not in self._foreseen}
        self._foreseen |= unforeseen
        self._counts.update(hosts[lane] for lane in unforeseen)

    def begin(self, lane: int) -> None:
        """Note that *lane*, which was foreseen, is under way."""
        self._foreseen.discard(lane)

    def end(self, host: str) -> None:
        """Note that an address of *host* has its outcome."""
        self._counts[host] -= 1
        if not self._counts[host]:
            del self._counts[host]
