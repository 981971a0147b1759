"""What is remembered of a host that has complained, beyond the process that it complained to."""

from __future__ import annotations

from collections import OrderedDict
from math import isfinite
from typing import Final, NamedTuple

REMEMBERED_S: Final = 86_400.0
"""How long the rate of a host is remembered beyond the run that learnt it."""

_LONGEST_S: Final = 7 * 86_400.0
_SKEW_S: Final = 3_600.0
"""By so much the clocks of machines that share a catalogue may differ."""
_MOST: Final = 50_000  # of some 350 bytes each


class Standing(NamedTuple):
    """How a host, or a group that shares limits, wants to be treated; instants are epoch seconds, the rest seconds.

    *paused_until*: nothing is sent before. *told_at*: when it complained last. *delay_s*: least time between two
    requests that it was found to bear. *known_bad_s*: the largest delay at which it has complained. *concurrency*: most
    requests at a time.
    """

    host: str
    paused_until: float
    told_at: float
    delay_s: float
    known_bad_s: float
    concurrency: int

    @property
    def is_sound(self) -> bool:
        """Whether it is made of such numbers: a database takes anything that other programs write into it."""
        numbers = self[1:]
        are_numbers = all(isinstance(number, (int, float)) and isfinite(number) and number >= 0 for number in numbers)
        return isinstance(self.host, str) and are_numbers and self.concurrency >= 1

    def within(self, most_s: float) -> Standing:
        """Return it with no longer delays than *most_s*; nobody bears a longer one."""
        return self._replace(delay_s=min(self.delay_s, most_s), known_bad_s=min(self.known_bad_s, most_s))

    def pause_left_s(self, now: float) -> float:
        """Return how long the pause still lasts: no longer than when it began, whatever became of the clocks since.

        After a week a host may be asked whether it still means it, and at once where it said so in the future: then a
        clock was set back, and nothing tells how long ago it was.
        """
        if self.told_at > now + _SKEW_S:
            return 0.0
        return min(self.paused_until, self.told_at + _LONGEST_S) - max(now, self.told_at)


class Standings:
    """What is remembered of hosts that no request is held for: of the *most* told last, and while a pause holds."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._known: OrderedDict[str, Standing] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def put(self, standing: Standing, now: float) -> None:
        """Remember *standing* in place of what was known of its host."""
        self._known[standing.host] = standing
        self._known.move_to_end(standing.host)
        for _ in range(2):
            if len(self._known) <= self._most:
                return
            host, oldest = next(iter(self._known.items()))
            if oldest.pause_left_s(now) > 0:
                self._known.move_to_end(host)
            else:
                del self._known[host]

    def get(self, host: str) -> Standing | None:
        """Return what is remembered of *host*, if anything."""
        return self._known.get(host)
