"""Rows that their host refused in every way that was tried, kept for the way that another row may find."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.intake.address import host_of_row
from imgcrawl.remedies.rules.table import MISSING
from imgcrawl.remedies.rules.variants import LADDER, OTHER_WAYS

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


class RefusedRows:
    """Keeps refused rows until another row of their host is let in by a way in which they were not asked for.

    *ask_again* is then called with the row and the way; at once where another row was let in so already. When *rows_of*
    says that the host has no rows without an outcome but those that are kept, *give_up* is called with each. Of a host
    64 rows are kept, 4,096 in all, and none whose host has nothing else to come; what is kept has no outcome, and is
    taken up by the next crawl if this one is ended.
    """

    def __init__(
        self,
        *,
        rows_of: Callable[[str], int],
        ask_again: Callable[[Refused, str], None],
        give_up: Callable[[Refused], None],
    ) -> None:
        self._rows_of = rows_of
        self._ask_again = ask_again
        self._give_up = give_up
        self._kept: dict[str, list[Refused]] = {}
        self._ways_in: dict[str, set[str]] = {}
        self._count = 0

    def count(self, host: str) -> int:
        """Return how many rows of *host* are kept."""
        return len(self._kept.get(host, ()))

    def keep(self, row: Refused) -> bool:
        """Keep *row* or have it asked for again, and return True; False where neither helps, or there is no room."""
        host = host_of_row(row.outcome.url, row.outcome.page_url)
        if row.state["refused_at"] != host:
            return False
        if row.outcome.error not in MISSING and (way := self._way_lacking(row.state, host)):
            self._ask_again(row, way)
            return True
        kept = self.count(host)
        if self._rows_of(host) <= kept + 1 or kept >= _PER_HOST or self._count >= _CAPACITY:
            return False
        self._kept.setdefault(host, []).append(row)
        self._count += 1
        return True

    def recorded(self, outcome: Outcome) -> None:
        """Note that another row has its *outcome*, which may show the way to those of its host, or be the last one."""
        way = _way_in(outcome)
        if not (way or self._kept or self._ways_in):
            return
        host = host_of_row(outcome.url, outcome.page_url)
        if way:
            self._ways_in.setdefault(host, set()).add(way)
            for row in self._take(host, lacking=way):
                self._ask_again(row, way)
        rows = self._rows_of(host)
        if rows <= self.count(host):
            self.let_go(host)
        if not rows:
            self._ways_in.pop(host, None)

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

    def _way_lacking(self, state: FetchState, host: str) -> str | None:
        """Return a way in which others of *host* were let in, and the row was not asked for."""
        ways_in = self._ways_in.get(host, ())
        return next((way.name for way in LADDER if way.name in ways_in and not _was_asked(state, way.name)), None)

    def _take(self, host: str, *, lacking: str | None = None) -> list[Refused]:
        """Remove the rows of *host* that were not asked for in the way *lacking* yet, or all."""
        taken: list[Refused] = []
        left: list[Refused] = []
        for row in self._kept.pop(host, ()):
            (left if lacking is not None and _was_asked(row.state, lacking) else taken).append(row)
        if left:
            self._kept[host] = left
        self._count -= len(taken)
        return taken


def _way_in(outcome: Outcome) -> str | None:
    """Return the way in which a row that had been refused was let in: to its image, or to hear that it is missing."""
    ways = [outcome.rescued_by] if outcome.ok else []
    if outcome.error in MISSING:
        ways = [entry["remedy"] for entry in outcome.trail or () if entry["error"] == outcome.error]
    return next((way for way in ways if way in OTHER_WAYS), None)


def _was_asked(state: FetchState, way: str) -> bool:
    return way == state["variant"] or way in state["tried"]
