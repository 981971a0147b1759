"""Time in words, and the time of day that no one can set.

Waits, deadlines and the order of outcomes outlive a change of the clock.
"""

from __future__ import annotations

import time
from typing import Final

_CLOCK: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # Linux: goes on while the machine sleeps
_OFFSET_S: Final = time.time() - time.clock_gettime(_CLOCK)


_DAY_S: Final = 86_400


def in_words(seconds: float) -> str:
    """Return *seconds* as a person says it: ``45 s``, ``12 min``, ``3 h 05 min``, ``more than a day``."""
    if seconds > _DAY_S:
        return "more than a day"
    if seconds < 90:  # below that minutes are too coarse
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def now() -> float:
    """Return the present in epoch seconds, as told by the system's clock when this process began.

    It never goes back and never jumps, however the system's clock is set meanwhile.
    """
    return _OFFSET_S + time.clock_gettime(_CLOCK)
