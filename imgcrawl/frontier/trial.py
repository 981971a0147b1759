"""Whether a host that complains again and again, however slowly it is asked, complains more often at full pace.

A host that counts requests is content once its delay is long enough, mostly after a few complaints. One that refuses a
third of all requests, whatever the pace, refuses too many right after a pause to be told from it by what comes between
two complaints (:mod:`imgcrawl.frontier.chance`), and its delay would rise for ever. A trial tells: one that gives more
at full pace, the pauses after its complaints included, than at the pace of which it complained, does not count.
"""

from __future__ import annotations

from typing import Final

_SEVERAL: Final = 5
"""Complaints after good answers by which a trial is due; twice as many after each that was in vain."""

_COMPLAINTS: Final = 3
"""Complaints that end a trial."""

_MORE: Final = 1.5
"""Times as many answers a second as at the pace of which the host complained, by which it does not count requests."""


class Trial:
    """The trials of one host. Instants are epoch seconds.

    *delay_s* and *known_bad_s*: what the host had before the last one, and is to have again if that was in vain.
    """

    __slots__ = ("_answers", "_began_at", "_complaints", "_enough", "_met", "_vain", "delay_s", "known_bad_s")

    def __init__(self) -> None:
        self._enough = _SEVERAL
        self._met = self._vain = 0
        self._complaints = self._answers = 0
        self._began_at = 0.0
        self.delay_s = self.known_bad_s = 0.0

    @property
    def is_on(self) -> bool:
        """Whether the host is asked at full pace to see what it says."""
        return self._began_at > 0

    @property
    def is_due(self) -> bool:
        """Whether the host has complained more often than one that counts, and mostly after it had given something."""
        return self._met >= self._enough and self._vain <= self._met

    def met(self, *, has_given: bool, is_eased: bool) -> None:
        """Note a complaint outside of trials; *has_given*: after good answers. *is_eased*: the delay was shortened."""
        self._met += has_given and not is_eased
        self._vain += not has_given

    def begin(self, now: float, delay_s: float, known_bad_s: float) -> None:
        """Begin a trial of a host with these delays."""
        self._began_at, self.delay_s, self.known_bad_s = now, delay_s, known_bad_s
        self._met = self._vain = self._complaints = self._answers = 0

    def gave(self, sent_at: float) -> None:
        """Note a good answer to a request that was sent at *sent_at*."""
        self._answers += sent_at > self._began_at > 0

    def complained(self, now: float) -> float | None:
        """Note a complaint in a trial; return how many answers come to each one, None until that is known.

        It is 0 where the pace matters.
        """
        self._complaints += 1
        if self._complaints < _COMPLAINTS:
            return None
        has_borne_more = (self._answers - 1) * self.delay_s >= _MORE * (now - self._began_at)
        return self._answers / self._complaints if has_borne_more else 0.0

    def end(self, *, in_vain: bool) -> None:
        """End the trial; the next one has to wait for longer if it was *in_vain*."""
        self._began_at = 0.0
        self._enough *= 2 if in_vain else 1
