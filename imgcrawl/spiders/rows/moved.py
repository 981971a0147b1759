"""Rows whose image is nowhere to be had, kept until others of their host have shown where its pictures are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.intake.address import host_of_row
from imgcrawl.naming.moves import may_tell
from imgcrawl.remedies.rules.groups import MAY_BE_MOVED, SHOWS_MOVE
from imgcrawl.spiders.rows.withheld import WithheldRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.records import Outcome
    from imgcrawl.spiders.rows.withheld import Refused


class MovedRows(WithheldRows):
    """Keeps rows that failed at addresses which may have been left until some of their host were found elsewhere.

    *ask_there* is then called with each, and says whether it is asked for there; also with a row that is about to be
    kept.
    """

    def __init__(
        self,
        *,
        rows_of: Callable[[str], int],
        ask_there: Callable[[Refused], bool],
        give_up: Callable[[Refused], None],
    ) -> None:
        super().__init__(rows_of=rows_of, give_up=give_up)
        self._ask_there = ask_there

    def keep(self, row: Refused) -> bool:
        """Keep *row* or have it asked for elsewhere, and return True; False if neither helps, or there is no room."""
        host, url = host_of_row(row.outcome.url, row.outcome.page_url), row.state["url"]
        if row.state["moved_to"] or row.state["error"] not in MAY_BE_MOVED or not may_tell(url):
            return False
        return self._ask_there(row) or self._put(host, row)

    def recorded(self, outcome: Outcome) -> None:
        """Note that another row has its *outcome*, which may show where those of its host are, or be the last one."""
        if not self._kept:
            return
        host = host_of_row(outcome.url, outcome.page_url)
        if shows_where(outcome):
            self.offer(host, self._ask_there)
        if self._rows_of(host) <= self.count(host):
            self.let_go(host)


def shows_where(outcome: Outcome) -> bool:
    """Say whether the row of *outcome* was found elsewhere, and others of its host may be where it is.

    Who was found by what others have shown shows no more of it.
    """
    return bool(outcome.ok) and outcome.rescued_by in SHOWS_MOVE
