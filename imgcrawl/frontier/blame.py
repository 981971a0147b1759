"""Whom a refusal is about: the pace at which a host is asked, or the one address that was asked for.

A host that limits its clients refuses whatever comes too soon, and gives it later. What it refuses again although
others, asked for since, were given, it refuses for itself: a picture in a size that is not made, an address that its
cache once got a refusal for. That speaks for the address as long as the refused ones of that host have not been given
later on; then it takes one more time. A host of which it is known may refuse a few new rows, one after the other,
before it is taken for a complaint, and what it refuses twice needs no others to tell by.

Where every other address is refused hardly two others are given in a row, and each refusal pauses the host anew. So
once some row was given first after a pause, a refused one is asked for first after the next: a host that limits would
give it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.remedies.state import new_refusals

if TYPE_CHECKING:
    from imgcrawl.remedies.state import Refusals

TELLING: Final = 2
"""Good answers after a refusal that make the next refusal of the same row one against it: with a single one in between,
a host that allows one request for each pause would be taken for it."""

MOST_IN_A_ROW: Final = 3
"""New rows refused without a good answer in between that may have bad addresses; more are about the pace."""


class Blame:
    """What the refusals of one host were about so far. Instants are epoch seconds."""

    __slots__ = ("_answers", "_blamed", "_good", "_in_a_row", "_is_long_enough", "_refused_at", "_rescued")

    def __init__(self) -> None:
        self._good = 0
        self._answers = 0
        self._refused_at = 0.0
        self._in_a_row = 0
        self._blamed = 0
        self._rescued = 0
        self._is_long_enough = False

    @property
    def rescued(self) -> int:
        """How many rows that were refused were given later."""
        return self._rescued

    @property
    def wants_others(self) -> bool:
        """Whether rows that were not refused are to go first: what they get tells whom the last refusal was about.

        Not once a few of them were refused in a row: then a refused one is to show whether it is given the second time.
        """
        return self._answers < TELLING and self._in_a_row < MOST_IN_A_ROW and not self._is_first_telling

    @property
    def _is_first_telling(self) -> bool:
        """Whether nothing has come since the last refusal, and others were given after no longer a pause before it."""
        return not self._answers and self._is_long_enough

    def refused(self, row: Refusals, now: float, *, alone: bool = True) -> bool:
        """Note that *row* was refused; say whether that is about its address alone. Its record takes note.

        *alone*: no other request was under way, which the host may have minded. No first row is blamed in company.
        """
        doubts = min(MOST_IN_A_ROW, self._blamed - self._rescued)
        if row["good"] is not None:
            needed = 1 if self._is_first_telling else TELLING
            row["vain"] += doubts > 0 or (alone and self._good - row["good"] >= needed)
            self._is_long_enough = self._is_long_enough and self._good == row["good"]
        if not row["own"] and row["vain"] > (self._rescued > 0):
            row["own"] = True
            self._blamed += 1
        row["good"], self._answers = self._good, 0
        self._refused_at = now
        self._in_a_row += not row["own"]
        return row["own"] or self._in_a_row <= doubts

    def refused_in_company(self, row: Refusals) -> None:
        """Note that *row* was refused with others, which is not about it; that it is given later tells of the host."""
        if row["good"] is None:
            row["good"] = self._good

    def answered(self, row: Refusals | None, sent_at: float, *, well: bool = True) -> None:
        """Note an answer to a request sent at *sent_at*, of *row* if that was refused before."""
        is_news = sent_at > self._refused_at
        self._is_long_enough = self._is_long_enough or is_news
        self._answers += is_news
        if not well:
            return
        self._good += is_news
        self._in_a_row = 0
        if row is not None and row["good"] is not None:
            self._rescued += 1
            self._blamed -= row["own"]
            row.update(new_refusals(row["host"]))

    def took_back(self, row: Refusals | None, before: Refusals | None) -> None:
        """Take a good answer back, to *row* if that was refused before; *before*: its record at that time."""
        self._good = max(0, self._good - 1)
        self._answers = max(0, self._answers - 1)
        if row is not None and before is not None and before["good"] is not None:
            self._rescued -= 1
            self._blamed += before["own"]
            row.update(before)
