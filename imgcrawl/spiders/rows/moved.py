"""Rows whose image is nowhere to be had, kept until others of their host have shown where its pictures are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.intake.address import host_of_row
from imgcrawl.naming.moves import may_tell
from imgcrawl.remedies.rules.table import MAY_BE_MOVED

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.records import Outcome
    from imgcrawl.spiders.rows.refused import Refused

_PER_HOST = 64
_CAPACITY = 4096  # rows, of some KB each
_SHOWS_WHERE = "page"
"""The remedy that tells by its success where pictures are now; who was found where they are shows no more of it."""


class MovedRows:
    """Keeps rows that failed at addresses which may have been left until some of their host were found elsewhere.

    *ask_there* is then called with each, and says whether it is asked for there; also with a row that is about to be
    kept. When *rows_of* says that the host has no rows without an outcome but those that are kept, *give_up* is called
    with each. Of a host 64 rows are kept, 4,096 in all.
    """

    def __init__(
        self,
        *,
        rows_of: Callable[[str], int],
        ask_there: Callable[[Refused], bool],
        give_up: Callable[[Refused], None],
    ) -> None:
        self._rows_of = rows_of
        self._ask_there = ask_there
        self._give_up = give_up
        self._kept: dict[str, list[Refused]] = {}
        self._count = 0

    def count(self, host: str) -> int:
        """Return how many rows of *host* are kept."""
        return len(self._kept.get(host, ()))

    def keep(self, row: Refused) -> bool:
        """Keep *row* or have it asked for elsewhere, and return True; False if neither helps, or there is no room."""
        host, url = host_of_row(row.outcome.url, row.outcome.page_url), row.state["url"]
        if row.state["moved_to"] or row.state["error"] not in MAY_BE_MOVED or not may_tell(url):
            return False
        if self._ask_there(row):
            return True
        kept = self.count(host)
        if self._rows_of(host) <= kept + 1 or kept >= _PER_HOST or self._count >= _CAPACITY:
            return False
        self._kept.setdefault(host, []).append(row)
        self._count += 1
        return True

    def recorded(self, outcome: Outcome) -> None:
        """Note that another row has its *outcome*, which may show where those of its host are, or be the last one."""
        if not self._kept:
            return
        host = host_of_row(outcome.url, outcome.page_url)
        if shows_where(outcome) and host in self._kept:
            rows = self._take(host)
            for row in rows:
                if not self._ask_there(row):
                    self._kept.setdefault(host, []).append(row)
                    self._count += 1
        if self._rows_of(host) <= self.count(host):
            self.let_go(host)

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

    def _take(self, host: str) -> list[Refused]:
        rows = self._kept.pop(host, [])
        self._count -= len(rows)
        return rows


def shows_where(outcome: Outcome) -> bool:
    """Say whether the row of *outcome* was found by its page, and others of its host may be where it is."""
    return bool(outcome.ok) and outcome.rescued_by == _SHOWS_WHERE
