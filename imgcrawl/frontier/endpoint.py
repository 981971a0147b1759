"""One port of a host: whether it still answers, or is to be given up."""

from __future__ import annotations

from dataclasses import dataclass

_STRIKES_ONCE_ANSWERED = 2

Verdict = tuple[str, str]
"""The slug and the reason with which requests fail unsent."""


@dataclass(slots=True)
class Endpoint:
    """What is known of one port of a host; one that has answered before is given up less easily.

    Requests that were under way together and fail together are one strike; instants are epoch seconds.
    """

    strikes: int = 0
    struck_at: float = 0.0
    strikes_allowed: int = 0

    def answered(self, *, well: bool) -> None:
        """Note an answer; a good one clears all suspicion."""
        self.strikes_allowed = _STRIKES_ONCE_ANSWERED
        if well:
            self.strikes = 0

    def strike(self, sent_at: float, now: float, *, spared: bool = False) -> bool:
        """Note a URL whose request, sent at *sent_at*, was in vain; say whether the endpoint is to be given up.

        *spared*: the URL was not asked for again there, so that one more of its kind is needed.
        """
        if sent_at > self.struck_at:
            self.strikes += 1
            self.struck_at = now
        return self.strikes > self.strikes_allowed + spared
