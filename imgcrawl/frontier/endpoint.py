"""One port of a host: whether it still answers, or is to be given up."""

from __future__ import annotations

from dataclasses import dataclass

_STRIKES_ONCE_ANSWERED = 2
_SEVERAL = 2
"""Rows in vain, each followed by good answers to others, after which silence is taken to be about the row."""


@dataclass(slots=True)
class Endpoint:
    """What is known of one port of a host; one that has answered before is given up less easily.

    Requests that were under way together and fail together are one strike; instants are epoch seconds.
    """

    strikes: int = 0
    struck_at: float = 0.0
    strikes_allowed: int = 0
    cleared: int = 0
    """Strikes that were followed by good answers, since the last row that was given what it had waited for in vain."""

    @property
    def is_silent_for_rows(self) -> bool:
        """Whether the endpoint is known to leave some of its addresses without an answer, however it is asked."""
        return self.cleared >= _SEVERAL

    def answered(self, *, well: bool, was_silent: bool = False) -> None:
        """Note an answer; a good one clears all suspicion. *was_silent*: the row had none when it asked before."""
        self.strikes_allowed = _STRIKES_ONCE_ANSWERED
        if well:
            self.cleared = 0 if was_silent else self.cleared + self.strikes
            self.strikes = 0

    def strike(self, sent_at: float, now: float, *, spared: bool = False) -> bool:
        """Note a URL whose request, sent at *sent_at*, was in vain; say whether the endpoint is to be given up.

        *spared*: the URL was not asked for again there, so that one more of its kind is needed.
        """
        if sent_at > self.struck_at:
            self.strikes += 1
            self.struck_at = now
        return self.strikes > self.strikes_allowed + spared
