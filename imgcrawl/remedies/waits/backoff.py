"""How long to wait before asking again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_SPREAD = 0.2


def backoff_delay(retry: int, *, base_s: float, cap_s: float, rng: Random) -> float:
    """Return how long to wait before the *retry*-th retry, in seconds.

    *retry* counts from 1. The delay is ``min(cap_s, base_s * 2 ** (retry - 1))``, spread by a fifth to either side so
    that URLs that failed together do not come back together.

    :raises ValueError: if *retry* is below 1.
    """
    if retry < 1:
        raise ValueError(f"retries count from 1, got {retry}")
    return min(cap_s, base_s * 2.0 ** min(retry - 1, 60)) * rng.uniform(1 - _SPREAD, 1 + _SPREAD)
