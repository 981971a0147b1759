"""What became of URLs of one host that were asked for again in the same way."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from imgcrawl.remedies.rules.mends import Trials

_BY_CHANCE: Final = 6
"""Retries of a host that may be in vain by chance."""

_OF_ONE_ROW: Final = 2
"""As many if the host has given others their images meanwhile: what it says is about the address then."""

_MEANWHILE: Final = 2
"""Images that show it."""

_MOST_OPEN: Final = 256


@dataclass(slots=True)
class Retries(Trials):
    """How often URLs were asked for again after one kind of failure: in vain until it has helped."""

    due: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST_OPEN))
    """When the last ones were to be asked for again, in epoch seconds."""

    images_before: int = 0
    """Images that the host had given when the first of these in vain began."""

    def begin(self, at: float, images: int) -> None:
        """Note that a URL is to be asked for again *at* this instant; the host has given so many *images*."""
        if not self.vain:
            self.images_before = images
        self.vain += 1
        self.due.append(at)

    def is_worth_one(self, sent_at: float, images: int, *, is_answer: bool = False) -> bool:
        """Say whether one more is worth it after a request sent at *sent_at*, to a host that gave so many *images*.

        Those that were to come later have taught nothing by then: as many do not count as there are images, for where
        half of all fails by chance rows fail by the dozen before the first one is asked for again. *is_answer*: what
        failed was an answer to the end.
        """
        still_open = sum(at > sent_at for at in self.due)
        is_of_address = is_answer and images >= self.images_before + _MEANWHILE
        by_chance = _OF_ONE_ROW if is_of_address else _BY_CHANCE
        return self.is_due(free=by_chance + min(still_open, images))
