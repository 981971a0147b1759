"""Rows that are kept back without an outcome, as others of their host may yet show how they are to be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.intake.address import host_of_row
from imgcrawl.spiders.rows.moved import MovedRows, shows_where
from imgcrawl.spiders.rows.refused import RefusedRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.records import Outcome
    from imgcrawl.spiders.rows.withheld import Refused


class KeptRows:
    """Rows that were refused, and rows whose addresses may have been left.

    *rows_of* tells how many rows of a host have no outcome yet. *ask_again* asks for a row in another way, *ask_there*
    where others of its host were found, if that is known, and *give_up* is called with rows that are not to be had.
    *heeds_moves*: the second kind is kept at all.
    """

    def __init__(
        self,
        *,
        rows_of: Callable[[str], int],
        ask_again: Callable[[Refused, str], None],
        ask_there: Callable[[Refused], bool],
        give_up: Callable[[Refused], None],
        heeds_moves: bool,
    ) -> None:
        self._ask_there = ask_there
        self._heeds_moves = heeds_moves
        self._refused = RefusedRows(
            rows_of=lambda host: rows_of(host) - self._moved.count(host), ask_again=ask_again, give_up=give_up
        )
        self._moved = MovedRows(
            rows_of=lambda host: rows_of(host) - self._refused.count(host), ask_there=ask_there, give_up=give_up
        )

    def count(self, host: str) -> int:
        """Return how many rows of *host* are kept."""
        return self._refused.count(host) + self._moved.count(host)

    def keep(self, row: Refused) -> bool:
        """Keep *row* or have it asked for again, and return True; False where neither helps, or there is no room."""
        return self._refused.keep(row) or (self._heeds_moves and self._moved.keep(row))

    def recorded(self, outcome: Outcome) -> None:
        """Note that another row has its *outcome*, which may show how those of its host are to be had."""
        if self._heeds_moves and shows_where(outcome):
            self._refused.offer(host_of_row(outcome.url, outcome.page_url), self._ask_there)
        self._refused.recorded(outcome)
        self._moved.recorded(outcome)

    def let_all_go(self) -> bool:
        """Give up all that is kept; return whether that was anything."""
        return self._refused.let_all_go() | self._moved.let_all_go()
