"""Whether a host complains by chance: as often at a slow pace as at a quick one.

A server that is one of several behind a name, or has too much to do for others, refuses one request in ten whatever we
do. To ask it ever more slowly helps nobody. A host that counts requests is told from it by what it gives after a pause
of ours: as a bucket that fills at a fixed rate it gives what the pause has saved up, and then no more than its rate. If
it gave *n* answers, *d* seconds apart, after a pause of *p* seconds, its rate is below one in *d* seconds by no more
than the part *p / (n d)*. So the delay need not grow by more than that, and once it has, the host is content. One that
complains several times more, each time at the very delay that should have been enough, and after short pauses and some
answers, does not count; at the longest delay that it may have, which may not be enough, that shows nothing. Nor does
one count that gave more in as much time before, be it over several complaints: a bucket is empty at each of them, so
that it gave no more than its rate in between. What comes at once after a pause speaks for a limit, by 429 also where
the host gave more before, for some count by the hour; but a single one among others says nothing then.

A host that refuses so much by chance that this does not tell is put to a trial (:mod:`imgcrawl.frontier.trial`).

That is a guess still. It is taken back where the host complains three times as often at a quick pace, each of several
complaints counted that come at once: one that counts, and fails by chance besides, gives few that go out together.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from imgcrawl.frontier.trial import Trial

_MOST_GROWTH: Final = 2.0
_TOLD: Final = 2
"""Complaints in a row, none of which came after an answer but maybe the first, that may speak of the pace."""

_AMPLE: Final = 1.5
"""Times as much as what a host gave before it gave nothing any more says that its delay has to grow by."""

_SOME: Final = 3
"""Good answers since the last complaint by which one more may be chance."""

_ENOUGH: Final = 3
"""Such complaints, beyond those that came at once, by which a host complains by chance."""

_MORE: Final = 1.5
"""Times as many requests a second as it complains of that a host has borne before, by which it does not count them."""

_RARER: Final = 3.0
"""Times as many answers between complaints at a slow pace as at a quick one, by which the pace matters after all."""

_DOUBTS: Final = 5
"""Complaints at a quick pace by which that is told; of several that come at once each says how often it complains."""

_LATEST: Final = 20
"""Complaints after which those so far count half: what a host did for hours does not outweigh what it does now."""


_SPANS: Final = 8
"""Complaints over which the rate of a host is looked for."""


class Chance:
    """The complaints of one host that name no time, and the good answers between; *trial*: where these do not tell.

    *given_before*: how many it gave before the first one.
    """

    __slots__ = (
        "_answers",
        "_beside",
        "_best_rate",
        "_complaints",
        "_credit_s",
        "_enough",
        "_given",
        "_given_before",
        "_in_a_row",
        "_is_eased",
        "_pause_s",
        "_per_complaint",
        "_score",
        "_spans",
        "_took_s",
        "_waited_s",
        "trial",
    )

    def __init__(self, given_before: int = 0) -> None:
        self._given, self._given_before = 0, given_before
        self._in_a_row = 0
        self._is_eased = False
        self._pause_s = 0.0
        self._waited_s = self._credit_s = self._took_s = 0.0
        self._score = self._complaints = self._beside = self._answers = 0
        self._enough = _ENOUGH
        self._per_complaint = 0.0
        self._best_rate = 0.0
        self._spans: deque[tuple[int, float]] = deque(maxlen=_SPANS)
        self.trial = Trial()

    @property
    def is_likely(self) -> bool:
        """Whether the pace has nothing to do with the complaints."""
        return self._per_complaint > 0

    @property
    def has_given(self) -> bool:
        """Whether the host gave anything since its last complaint."""
        return self._given > 0

    def waited(self, pause_s: float) -> None:
        """Note that the host was left alone for *pause_s* after a complaint."""
        self._waited_s += pause_s
        self._pause_s = pause_s

    def gave(self, delay_s: float) -> None:
        """Note a good answer to a request that was sent after the last complaint; to any, once that is by chance.

        *delay_s*: what stands between two requests now.
        """
        if not self._given:
            self._credit_s, self._waited_s, self._took_s = self._waited_s, 0.0, 0.0
        self._given += 1
        self._took_s += delay_s

    def eased(self) -> None:
        """Note that the delay has been shortened: a complaint that comes next may be about that."""
        self._is_eased = True

    def growth(self, delay_s: float) -> float:
        """Return by how much the delay, which was *delay_s*, has to grow at a complaint that comes now.

        A host that gives nothing for one pause after the other may be busy otherwise, or count by the hour: its delay
        need not double with each of them, for then it gives what it gave before in the time that these take as well.
        """
        given, pause_s = self._given, self._credit_s
        if not given and self._in_a_row >= _TOLD:
            given, pause_s = self._given_before, _AMPLE * self._pause_s
        if not given or not pause_s or not delay_s:
            return _MOST_GROWTH
        return min(_MOST_GROWTH, 1 + pause_s / (given * delay_s))

    def complained(self, delay_s: float, *, is_plain: bool, counts: bool, is_longest: bool = False) -> None:
        """Note a complaint at a delay of *delay_s*.

        *is_plain*: it is the host's own, and names no time. *counts*: it is about the number of requests, as it says.
        *is_longest*: the delay could not grow by as much as it should have.
        """
        if is_plain:
            self._complaints, self._answers = self._complaints + 1, self._answers + self._given
            if self.is_likely:
                self._hold_to_it()
            else:
                self._count(delay_s, counts=counts, is_longest=is_longest)
        else:
            self._begin_anew()
        self.passed_over()

    def passed_over(self) -> None:
        """Note a complaint that is weighed elsewhere."""
        self._in_a_row = 1 if self._given else self._in_a_row + 1
        self._given_before = self._given or self._given_before
        self._given, self._is_eased = 0, False

    def settled(self, per_complaint: float) -> None:
        """Note that so many good answers come to each complaint, whatever the pace; 0 where that matters."""
        self._begin_anew()
        self._per_complaint = per_complaint

    def complained_beside(self) -> None:
        """Note a complaint of the same incident as the last one: by chance each request is refused for itself."""
        self._beside += self.is_likely

    def _count(self, delay_s: float, *, counts: bool, is_longest: bool) -> None:
        self.trial.met(has_given=self.has_given, is_eased=self._is_eased)
        has_borne_more = self._best_rate * delay_s >= _MORE
        is_enough = not (self._is_eased or is_longest)
        if (self._given >= _SOME and is_enough) or (self._given and has_borne_more):
            self._score += 1
        elif not self._given and (not has_borne_more or (counts and self._in_a_row > 1)):
            self._score -= 1
        self._note_rate()
        if self._score >= self._enough:
            self.settled(self._answers / self._complaints)
        elif self._score <= 0:
            self._begin_anew()

    def _note_rate(self) -> None:
        """Note how many answers a second the host gave between two complaints, the pauses included."""
        if not self._given:
            return
        self._spans.append((self._given, self._credit_s + self._took_s))
        answers, seconds = 0, 0.0
        for given, took_s in reversed(self._spans):
            answers, seconds = answers + given, seconds + took_s
            if seconds:
                self._best_rate = max(self._best_rate, (answers - 1) / seconds)

    def _hold_to_it(self) -> None:
        """Compare how often the host complains at a quick pace with how often it did at a slow one."""
        complaints = self._complaints + self._beside
        if self._complaints >= _DOUBTS and self._answers * _RARER < self._per_complaint * complaints:
            self._begin_anew()
            self._enough *= 2
        elif self._complaints >= _LATEST:
            self._complaints, self._beside, self._answers = self._complaints // 2, self._beside // 2, self._answers // 2

    def _begin_anew(self) -> None:
        self._score = self._complaints = self._beside = self._answers = 0
        self._per_complaint = 0.0
