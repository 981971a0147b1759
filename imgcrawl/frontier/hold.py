"""Hosts that have turned: they gave images, be it one, and now give one row after the other something else.

That may be an outage, a limit that does not call itself one, or a guard that has had enough of a client; or the rest of
the list is missing there, and said to be forbidden. Asking on costs every row its attempts, and a host that counts
refused requests more than patience. So the host is held: nothing is sent, its rows wait, and one of them asks after 5,
10, 20 and 40 s by default. With the first image it goes on. A row that has not failed asks first, for it tells more;
whether the ones that failed are to blame themselves is told as for plain refusals (:mod:`imgcrawl.frontier.blame`).

Of a host whose errors pass by themselves it takes more to be held (:mod:`imgcrawl.frontier.passing`). So it does for a
kind of failure for which that was in vain: some rows have that for themselves.

What is learnt is kept for each kind of failure, so that the refusal of what is missing does not pass for the guard's.
"""

from __future__ import annotations

from math import floor, log2
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.frontier.blame import Blame
from imgcrawl.frontier.passing import Passing, rows_beyond_chance
from imgcrawl.remedies.attempts.state import new_refusals
from imgcrawl.remedies.rules.groups import OUT_OF_ORDER

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import Refusals

_GOOD_AGAIN: Final = 2
"""Images that a host must have given before it can turn anew when it was waited for in vain; at first one is enough."""

_FEWEST_ROWS: Final = 2
"""Rows in a row that fail alike before a host is held; one is enough where waiting has helped."""

_MOST_PROBES: Final = 4
"""Requests that ask whether a host is back; fewer where few rows are at stake, or where it has given one image."""

_MOST_IN_VAIN: Final = 3
"""Holds for one kind of failure beyond the rows that they have saved."""

_PATIENCE: Final = 12.0
"""How long a host may be held in all, in terms of the first wait: one and a half times as long as four requests take
that ask in vain. Each image makes up for one such wait, for a host that gives few is none that waiting helps."""

_MOST_KINDS: Final = 16
_MOST_RECENT: Final = 32
"""Images that can prove to be none, and take back what they have ended, and failures that may count then: it is known
within a moment."""


class Turn(NamedTuple):
    """The host is to be left alone *until* then, in epoch seconds; *in_vain*: it was, and that never helped.

    Every other time, so that another client asks and then again a row that has not failed: either may have been why.
    *is_checked*: not before another client has asked, at once, in place of the one that has failed. *asks_next*: the
    row goes before the others that have failed.
    """

    until: float
    in_vain: bool = False
    is_checked: bool = False
    asks_next: bool = False


class Miss(NamedTuple):
    """A request, sent at *sent_at*, that brought no image to the row on *lane*, but a failure of this *kind*.

    *alone*: no other was under way; *at_stake*: rows that wait for the host, this one included. *is_latest*: it became
    known late, and what came since may be as bad. *is_crowded*: it may be due to others that were under way.
    *is_check*: another client asked than the one by which the row began.
    """

    lane: int
    row: Refusals
    kind: str
    sent_at: float
    alone: bool = True
    at_stake: int = 1
    is_latest: bool = False
    is_crowded: bool = False
    is_check: bool = False

    @property
    def may_pass(self) -> bool:
        """Whether it is an error of a server's, of those that come by chance."""
        return self.kind.partition(" ")[0] in OUT_OF_ORDER


class Hold:
    """Whether one host has turned, and when it is asked again: *base_s* after it did, twice as late each time.

    Instants are epoch seconds.
    """

    def __init__(self, base_s: float) -> None:
        self._base_s = base_s
        self._blames: dict[str, Blame] = {}
        self._holds: dict[str, int] = {}
        self._misses: dict[str, int] = {}
        self._in_vain: set[str] = set()
        self._kind = ""
        self._rows: dict[int, float] = {}
        self._series: set[int] = set()
        self._given: dict[int, tuple[float, Refusals]] = {}
        self._spoke_at = 0.0
        self._images = 0
        self._images_when_given_up = 0
        self._was_given_up = False
        self._began_at = 0.0
        self._asks_at = 0.0
        self._probes = 0
        self._first_probe = 0
        self._ended_by: int | None = None
        self._last_s = 0.0
        self._left_s = _PATIENCE * base_s
        self._vain = 0
        self._passing = Passing()
        self._may_pass = False
        self.is_on = False
        """Whether nothing is sent but for what asks whether the host is back."""

    @property
    def has_given(self) -> bool:
        """Whether the host has given an image, as far as that is known."""
        return self._images > 0

    @property
    def is_passing(self) -> bool:
        """Whether what fails now is given later by itself, as far as is known."""
        return self._may_pass and self._passing.is_likely

    @property
    def _is_known_good(self) -> bool:
        return self._images - self._images_when_given_up >= (_GOOD_AGAIN if self._was_given_up else 1)

    @property
    def wants_others(self) -> bool:
        """Whether rows that have not failed are to go first: what they get tells whom the failures were about.

        Always once one was asked for in vain: then more of them tell more.
        """
        return self._began_at > 0 and ((self.is_on and self._vain > 0) or self._blames[self._kind].wants_others)

    def gave(self, lane: int, row: Refusals, sent_at: float, *, is_same: bool = True) -> None:
        """Note an image, as far as that is known, in answer to a request sent at *sent_at*.

        *is_same*: it was asked for in the way in which the row began; else waiting has not been what helped.
        """
        self._images += 1
        self._given[lane] = sent_at, row.copy() if is_same else new_refusals()
        if len(self._given) > _MOST_RECENT:
            del self._given[next(iter(self._given))]
        for kind, blame in self._blames.items():
            blame.answered(row if is_same and row["host"] == kind else None, sent_at)
        if self.is_on and sent_at > self._began_at:
            self._end(sent_at)
            self._ended_by, self._first_probe = lane, self._probes
            if self._may_pass and not self._probes:
                self._passing.was_back()
        elif not self.is_on:
            self._passing.gave(sent_at)
        self._left_s += self._base_s

    def took_back(self, lane: int, row: Refusals) -> None:
        """Note that what came for the row on *lane* was no image after all."""
        self._images = max(0, self._images - 1)
        self._left_s -= self._base_s
        self._passing.took_back()
        before = self._given.pop(lane, (0.0, None))[1]
        for kind, blame in self._blames.items():
            blame.took_back(row if before is not None and before["host"] == kind else None, before)
        if self._ended_by == lane:
            self.is_on, self._ended_by = True, None
            self._left_s += self._last_s

    def spoke(self, sent_at: float) -> None:
        """Note an answer that is about its row and no other: the host is there, and the failures are no series."""
        self._spoke_at = max(self._spoke_at, sent_at)
        if self.is_on and sent_at > self._began_at:
            self._end(sent_at)

    def missed(self, miss: Miss, now: float) -> Turn | None:
        """Note a failure; return how long its row has to wait for the host, None if it may be dealt with alone."""
        if miss.is_crowded or (self.is_on and not self._is_probe(miss)):
            if self._is_known_good and (blame := self._blame(miss)) is not None:
                blame.refused_in_company(miss.row)
            return Turn(self._asks_at) if self.is_on else None
        blame = self._blame(miss)
        if not self._is_known_good or blame is None:
            return None
        self._note(miss)
        since = self._given_since(miss)
        if not self.is_on:
            self._may_pass = miss.may_pass
            if miss.may_pass:
                self._passing.missed(miss.sent_at, has_passed=miss.sent_at < since)
        if miss.sent_at < since:
            return None
        if blame.refused(miss.row, now, sent_at=miss.sent_at, alone=miss.alone):
            del self._rows[miss.lane]
            return None
        if self.is_on:
            return self._ask_later(now, min(_MOST_PROBES, 1 + floor(log2(miss.at_stake)), 2 * self._images))
        series = {lane for lane, at in self._rows.items() if at >= since}
        return self._begin(series, now) if self._is_turned(series, blame) else None

    def _is_probe(self, miss: Miss) -> bool:
        """Say whether the request asked if the host is back: what went in the first half of a wait was on its way."""
        return miss.sent_at > (self._began_at + self._asks_at) / 2

    def _note(self, miss: Miss) -> None:
        """Note that a row failed, even if it does not count now: what came after it may yet prove to be no image."""
        self._misses[self._kind] = self._misses.get(self._kind, 0) + (miss.lane not in self._rows)
        self._rows.pop(miss.lane, None)
        self._rows[miss.lane] = miss.sent_at
        if len(self._rows) > _MOST_RECENT:
            del self._rows[next(iter(self._rows))]

    def _given_since(self, miss: Miss) -> float:
        """Return when the last request was sent that another row owes something to, so that no series reaches back."""
        images = () if miss.is_latest else (at for lane, (at, _) in self._given.items() if lane != miss.lane)
        return max(self._spoke_at, *images, 0.0)

    def _blame(self, miss: Miss) -> Blame | None:
        """Return whom failures of this kind were about; while the host is held what comes belongs to the kind of that.

        None where there are too many kinds.
        """
        if not self.is_on:
            if miss.kind not in self._blames and len(self._blames) >= _MOST_KINDS:
                return None
            if miss.kind != self._kind:
                self._rows.clear()
            self._kind = miss.kind
        if miss.row["host"] != self._kind:
            miss.row.update(new_refusals(self._kind))
        return self._blames.setdefault(self._kind, Blame())

    def _is_turned(self, series: set[int], blame: Blame) -> bool:
        """Say whether *series*, the rows that failed in a row, are enough.

        One is where waiting has helped, or if it had the host held before: refused behind others, it shows nothing yet.
        """
        if self.is_passing:
            is_enough = len(series) >= self._passing.fewest_rows()
        elif self._kind in self._in_vain and not blame.rescued:
            is_enough = len(series) >= rows_beyond_chance(self._misses.get(self._kind, 0), self._images)
        else:
            is_enough = len(series) >= _FEWEST_ROWS or blame.rescued > 0 or series <= self._series
        is_worth_it = self._left_s > 0 and self._holds.get(self._kind, 0) - blame.rescued < _MOST_IN_VAIN
        return is_enough and is_worth_it

    def _begin(self, series: set[int], now: float) -> Turn:
        """Hold the host, at first for as long as it was the last time before it was back."""
        self._series = series - self._series
        self._passing.held()
        self._left_s = min(_PATIENCE * self._base_s, self._left_s)
        self.is_on, self._vain, self._began_at, self._probes = True, 0, now, self._first_probe
        self._holds[self._kind] = self._holds.get(self._kind, 0) + 1
        self._asks_at = now + self._base_s * 2.0**self._probes
        return Turn(self._asks_at)

    def _ask_later(self, now: float, most: int) -> Turn | None:
        """Return when to ask next; None when that was done often enough: the rows are to be dealt with as they come."""
        self._probes, self._vain = self._probes + 1, self._vain + 1
        if self._probes >= most:
            self._in_vain.add(self._kind)
            self._end(now)
            self._began_at, self._first_probe = 0.0, 0
            self._images_when_given_up, self._was_given_up = self._images, True
            return None
        self._asks_at = max(self._began_at + self._base_s * 2.0**self._probes, now + self._base_s)
        return Turn(self._asks_at, in_vain=self._vain % 2 == 1 and not self._blames[self._kind].rescued)

    def _end(self, at: float) -> None:
        """Go on with the host, which has less time left then; what passed until a row was there to ask is no wait."""
        self.is_on = False
        self._last_s = min(at, self._asks_at) - self._began_at
        self._left_s -= self._last_s
