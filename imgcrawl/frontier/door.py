"""One port of a host: whether it still answers, or has been given up."""

from __future__ import annotations

from dataclasses import dataclass

_STRIKES_ONCE_ANSWERED = 2

Verdict = tuple[str, str]
"""The slug and the reason with which requests fail unsent."""


@dataclass(slots=True)
class Door:
    """What is known of one port of a host; one that has answered before is given up less easily."""

    strikes: int = 0
    strikes_allowed: int = 0
    closed: Verdict | None = None

    def answered(self, *, well: bool) -> None:
        """Note an answer; a good one clears all suspicion."""
        self.strikes_allowed = _STRIKES_ONCE_ANSWERED
        if well:
            self.strikes = 0

    def strike(self) -> bool:
        """Note a URL that tried the door in vain; say whether it is to be given up."""
        self.strikes += 1
        return self.strikes > self.strikes_allowed
