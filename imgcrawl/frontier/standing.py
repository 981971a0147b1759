"""What is remembered of a host that has complained, beyond the process that it complained to."""

from __future__ import annotations

from typing import Final, NamedTuple

_LONGEST_S: Final = 7 * 86_400.0


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

    def pause_left_s(self, now: float) -> float:
        """Return how long the pause still lasts: no longer than when it began, whatever became of the clocks since.

        After a week a host may be asked whether it still means it.
        """
        return min(self.paused_until, self.told_at + _LONGEST_S) - max(now, self.told_at)
