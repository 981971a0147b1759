"""Hosts that are out of order from the first request on: they have given no image yet, and fail for row after row.

A gateway without its server, or a server that hangs up, says so to every row, however many there are. So it is judged
by time: nothing is sent, the rows wait without losing a try, and one of them asks after 1, 2, 4, 8 s and so on by
default, first one that has not failed. With the first other answer, good or bad, the host goes on. When it has been
out for the span that its rows are worth, and was asked often enough in between, its rows have what other clients may
get, and after a few of these it is given up.

A row alone would have three retries, which take seven times as long as the first. Several that wait together are worth
as many times that, up to the span that a run bears: few rows gain little by what keeps a run waiting for its end.

Who hangs up may mean the client. What tells this from an outage is another client that asks right after the first was
cut off: each browser with another engine does so once, before the pause that follows.

A host that has given images is waited for as one that has turned
(:mod:`imgcrawl.frontier.hold`), and one that is silent as one that is down (:mod:`imgcrawl.frontier.endpoint`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.frontier.hold import Turn

if TYPE_CHECKING:
    from imgcrawl.frontier.hold import Miss

_FEWEST_ROWS: Final = 2
"""Rows that fail in a row before it is the host's affair; one may have a broken address."""

_FEWEST_PROBES: Final = 4
"""Requests, each after a pause, that were in vain before a host may be given up, however short the span."""

_OF_ONE_ROW: Final = 7.0
"""First waits for which a host is waited for each of its rows: 1, 2 and 4 of them are what a row waits by itself."""

_ALL_TRIES: Final = 4
"""Requests that a row alone would have, retries included: so many one of them is to have before all are given up."""

_FEW: Final = 4
"""Rows for which a host is asked so seldom that one has all its tries only if it asks each time but the first."""

_MOST: Final = 3
"""Outages of a host that gives no image in between; what comes after may be the rows' own."""


class Outage:
    """Whether one host is out, and when it is asked again: *base_s* after it was found out, twice as late each time.

    *span_s*: how long that may last, whatever the number of rows. Instants are epoch seconds.
    """

    __slots__ = (
        "_asks_at",
        "_at_stake",
        "_base_s",
        "_began_at",
        "_count",
        "_probed_at",
        "_probes",
        "_rows",
        "_span_s",
        "_up_at",
        "_witness",
    )

    def __init__(self, base_s: float, span_s: float) -> None:
        self._base_s = base_s
        self._span_s = span_s
        self._rows: dict[int, int] = {}
        self._witness = 0
        self._at_stake = 0
        self._began_at = 0.0
        self._probed_at = 0.0
        self._up_at = 0.0
        self._probes = 0
        self._count = 0
        self._asks_at = 0.0

    @property
    def is_on(self) -> bool:
        """Whether the host's rows wait for it."""
        return self._began_at > 0 and not self.is_hopeless

    @property
    def is_hopeless(self) -> bool:
        """Whether it has been waited for in vain, for as long as the rows are worth that are known."""
        return self._probes >= _FEWEST_PROBES and self._probed_at >= self._began_at + self._borne_s

    def has_lasted(self, now: float) -> bool:
        """Say whether it is out for longer than the longest list would wait."""
        return self.is_hopeless and self.lasted_s(now) >= self._span_s

    def lasted_s(self, now: float) -> float:
        """Return for how long it is out, in seconds."""
        return now - self._began_at

    @property
    def _borne_s(self) -> float:
        return min(self._span_s, _OF_ONE_ROW * self._base_s * self._at_stake)

    @property
    def wants_others(self) -> bool:
        """Whether rows that have not failed go first: they tell more; in turn with one that has all its tries."""
        is_their_turn = self._probes == 0 if self._at_stake <= _FEW else self._probes % 2 == 0
        return self.is_on and is_their_turn

    def missed(self, miss: Miss, now: float, *, has_others: bool = False) -> Turn | None:
        """Note a failure; return what it means, None if its row may be dealt with alone.

        One that may be due to other requests says nothing. Each row for which the host is waited counts once, be it one
        that waits now or one that it has failed before. *has_others*: there are clients by which the row may be
        asked for that the host has not met.
        """
        if miss.sent_at < self._up_at:
            return None
        if not self._began_at and (miss.is_crowded or self._count >= _MOST):
            return None
        self._rows[miss.lane] = self._rows.get(miss.lane, 0) + (not miss.is_check)
        self._at_stake = max(self._at_stake, miss.at_stake, len(self._rows))
        if self.is_hopeless:
            return Turn(now, in_vain=True)
        if self.is_on:
            return self._still_out(miss, now, has_others=has_others)
        if len(self._rows) < _FEWEST_ROWS:
            return None
        self._count += 1
        self._began_at = self._probed_at = now
        self._witness = miss.lane
        self._ask_later(now)
        return self._turn(miss, is_checked=has_others)

    def answered(self, sent_at: float) -> None:
        """Note an answer of another kind to a request sent at *sent_at*: the host is there."""
        self._up_at = max(self._up_at, sent_at)
        self._rows.clear()
        self._began_at, self._probed_at, self._probes, self._at_stake = 0.0, 0.0, 0, 0

    def _still_out(self, miss: Miss, now: float, *, has_others: bool) -> Turn:
        """Put the next probe off if this was one, and neither under way before nor the check of one."""
        if miss.is_check or miss.is_crowded or miss.sent_at <= self._probed_at:
            return self._turn(miss)
        self._probes += 1
        self._probed_at = now
        if self.is_hopeless:
            return Turn(now, in_vain=True)
        self._ask_later(now)
        return self._turn(miss, is_checked=has_others)

    def _turn(self, miss: Miss, *, is_checked: bool = False) -> Turn:
        """Return what a failure means for a row that waits: it asks before others until it has had all its tries."""
        is_witness = miss.lane == self._witness and self._rows[miss.lane] < _ALL_TRIES
        return Turn(self._asks_at, is_checked=is_checked, asks_next=is_witness)

    def _ask_later(self, now: float) -> None:
        """Put the next probe off by twice as much as the last one, and to the end of the span at most."""
        left_s = max(self._base_s, self._began_at + self._borne_s - now)
        self._asks_at = now + min(left_s, self._base_s * 2.0 ** min(self._probes, 30))
