"""Rows that are kept without an outcome, by their hosts, as long as others may show how they are to be had."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request

    from imgcrawl.records import Outcome
    from imgcrawl.remedies.attempts.state import FetchState

_PER_HOST = 64
_CAPACITY = 4096  # rows, of some KB each


class Refused(NamedTuple):
    """A row that was refused: its last *request*, its state, and the *outcome* that it has if nothing else comes."""

    request: Request
    state: FetchState
    outcome: Outcome


class WithheldRows:
    """Keeps rows until their host has no others.

    *rows_of* tells how many rows of a host have no outcome yet, and *give_up* is called with each row that is let go.
    Of a host 64 rows are kept, 4,096 in all, and none whose host has nothing else to come; what is kept has no outcome,
    and is taken up by the next crawl if this one is ended.
    """

    def __init__(self, *, rows_of: Callable[[str], int], give_up: Callable[[Refused], None]) -> None:
        self._rows_of = rows_of
        self._give_up = give_up
        self._kept: dict[str, list[Refused]] = {}
        self._count = 0

    def count(self, host: str) -> int:
        """Return how many rows of *host* are kept."""
        return len(self._kept.get(host, ()))

    def offer(self, host: str, ask: Callable[[Refused], bool]) -> None:
        """Let *ask* have those rows of *host* that it takes: they are to be had elsewhere."""
        for row in list(self._kept.get(host, ())):
            if ask(row):
                self._kept[host].remove(row)
                self._count -= 1
        if not self._kept.get(host, True):
            del self._kept[host]

    def let_go(self, host: str) -> None:
        """Give up what is kept of *host*."""
        for row in self._take(host):
            self._give_up(row)

    def let_all_go(self) -> bool:
        """Give up all that is kept; return whether that was anything."""
        hosts = list(self._kept)
        for host in hosts:
            self.let_go(host)
        return bool(hosts)

    def _put(self, host: str, row: Refused) -> bool:
        """Keep *row* and return True; False if there is no room, or its host has nothing else to come."""
        kept = self.count(host)
        if self._rows_of(host) <= kept + 1 or kept >= _PER_HOST or self._count >= _CAPACITY:
            return False
        self._kept.setdefault(host, []).append(row)
        self._count += 1
        return True

    def _take(self, host: str, fits: Callable[[Refused], bool] = lambda _row: True) -> list[Refused]:
        """Remove the rows of *host* that *fits* says yes to."""
        taken: list[Refused] = []
        left: list[Refused] = []
        for row in self._kept.pop(host, ()):
            (taken if fits(row) else left).append(row)
        if left:
            self._kept[host] = left
        self._count -= len(taken)
        return taken
