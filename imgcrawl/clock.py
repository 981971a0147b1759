"""The time of day that no one can set, and the only one that a crawl goes by.

Waits, deadlines and the order of outcomes outlive a change of the clock, and so do waits until a date that a host
names: how far off that is never depends on a clock that was set meanwhile.
"""

from __future__ import annotations

import time
from typing import Final

_CLOCK: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # Linux: goes on while the machine sleeps
_OFFSET_S: Final = time.time() - time.clock_gettime(_CLOCK)


def now() -> float:
    """Return the present in epoch seconds, as told by the system's clock when this process began.

    It never goes back and never jumps, however the system's clock is set meanwhile.
    """
    return _OFFSET_S + time.clock_gettime(_CLOCK)
