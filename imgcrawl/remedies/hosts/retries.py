"""What became of URLs of one host that were asked for again in the same way."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from imgcrawl.remedies.rules.mends import Trials

_BY_CHANCE: Final = 6
"""Retries of a host that may be in vain by chance."""

_MOST_OPEN: Final = 256


@dataclass(slots=True)
class Retries(Trials):
    """How often URLs were asked for again after one kind of failure: in vain until it has helped."""

    due: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST_OPEN))
    """When the last ones were to be asked for again, in epoch seconds."""

    def begin(self, at: float) -> None:
        """Note that a URL is to be asked for again *at* this instant."""
        self.vain += 1
        self.due.append(at)

    def is_worth_one(self, sent_at: float, images: int) -> bool:
        """Say whether one more is worth it after a request sent at *sent_at*, to a host that gave so many *images*.

        Those that were to come later have taught nothing by then: as many do not count as there are images, for where
        half of all fails by chance rows fail by the dozen before the first one is asked for again.
        """
        still_open = sum(at > sent_at for at in self.due)
        return self.is_due(free=_BY_CHANCE + min(still_open, images))
