"""Whom a refusal is about: the pace at which a host is asked, or the one address that was asked for.

A host that limits its clients refuses whatever comes too soon, and gives it later; how many it gives after a pause is
its own affair, so that a row which is refused behind others shows nothing, however often. What shows something is the
first request after a pause. A host that gives another row then, and refuses one that it had refused before after no
shorter a pause, refuses it for itself: a picture in a size that is not made, an address that its cache once got a
refusal for. That speaks for the address as long as the refused ones of that host have not been given later on; then it
takes one more time. A host of which it is known may refuse a few new rows, one after the other, before it is taken for
a complaint, and what it refuses twice needs no others to tell by.

So rows that were not refused go first after the refusal of a new one, for the host may have begun to refuse since. Once
one of these was given a refused one goes first after the next: a host that limits would give it too.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final

from imgcrawl.remedies.attempts.state import new_refusals

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import Refusals

MOST_IN_A_ROW: Final = 3
"""New rows refused without a good answer in between that may have bad addresses; more are about the pace."""


_AS_LONG: Final = 0.9
"""Share of a pause from which on another one is no shorter: timers are late, and not always as late."""


class Blame:
    """What the refusals of one host were about so far. Instants are epoch seconds."""

    __slots__ = ("_answers", "_blamed", "_enough_s", "_in_a_row", "_refused_at", "_rescued")

    def __init__(self) -> None:
        self._answers = 0
        self._enough_s = inf
        self._refused_at = 0.0
        self._in_a_row = 0
        self._blamed = 0
        self._rescued = 0

    @property
    def rescued(self) -> int:
        """How many rows that were refused were given later."""
        return self._rescued

    @property
    def wants_others(self) -> bool:
        """Whether rows that were not refused are to go first: what they get tells whom the last refusal was about.

        Not once a few of them were refused in a row: then a refused one is to show whether it is given the second time.
        """
        return not self._answers and self._enough_s == inf and self._in_a_row < MOST_IN_A_ROW

    def refused(self, row: Refusals, now: float, *, sent_at: float, alone: bool = True) -> bool:
        """Note that *row*, sent at *sent_at*, was refused; say whether that is about its address alone.

        Its record takes note. *alone*: no other request was under way, which the host may have minded. No first row is
        blamed in company.
        """
        doubts = min(MOST_IN_A_ROW, self._blamed - self._rescued)
        is_first = not self._answers and sent_at - self._refused_at >= _AS_LONG * self._enough_s
        row["vain"] += row["refused"] and (doubts > 0 or (alone and is_first))
        if is_first or not row["refused"]:
            self._enough_s = inf
        if not row["own"] and row["vain"] > (self._rescued > 0):
            row["own"] = True
            self._blamed += 1
        row["refused"] = True
        self._refused_at, self._answers = now, 0
        self._in_a_row += not row["own"]
        return row["own"] or self._in_a_row <= doubts

    def refused_in_company(self, row: Refusals) -> None:
        """Note that *row* was refused with others, which is not about it; that it is given later tells of the host."""
        row["refused"] = True

    def answered(self, row: Refusals | None, sent_at: float, *, well: bool = True) -> None:
        """Note an answer to a request sent at *sent_at*, of *row* if that was refused before."""
        is_news = sent_at > self._refused_at > 0
        if is_news and not self._answers:
            self._enough_s = sent_at - self._refused_at
        self._answers += is_news
        if not well:
            return
        self._in_a_row = 0
        if row is not None and row["refused"]:
            self._rescued += 1
            self._blamed -= row["own"]
            row.update(new_refusals(row["host"]))

    def took_back(self, row: Refusals | None, before: Refusals | None) -> None:
        """Take a good answer back, to *row* if that was refused before; *before*: its record at that time."""
        self._answers = max(0, self._answers - 1)
        if not self._answers:
            self._enough_s = inf
        if row is not None and before is not None and before["refused"]:
            self._rescued -= 1
            self._blamed += before["own"]
            row.update(before)
