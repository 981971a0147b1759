"""How long to wait before asking again."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_SPREAD = 0.2
_SECONDS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_LONGEST_S = 1e9
"""Thirty years; what is announced beyond it means the same."""


def backoff_delay(retry: int, *, base_s: float, cap_s: float, rng: Random) -> float:
    """Return how long to wait before the *retry*-th retry, in seconds.

    *retry* counts from 1. The delay is ``min(cap_s, base_s * 2 ** (retry - 1))``, spread by a fifth to either side so
    that URLs that failed together do not come back together.

    :raises ValueError: if *retry* is below 1.
    """
    if retry < 1:
        raise ValueError(f"retries count from 1, got {retry}")
    return min(cap_s, base_s * 2.0 ** min(retry - 1, 60)) * rng.uniform(1 - _SPREAD, 1 + _SPREAD)


def parse_retry_after(value: str, *, now: float) -> float | None:
    """Return the wait in seconds that a Retry-After field announces, at least 0; None if it says nothing usable.

    *value* is a number of seconds or an HTTP-date (RFC 9110, 10.2.3), *now* the present in epoch seconds. A fraction
    of a second is accepted although the RFC does not know it; a date in the past is a wait of 0.
    """
    text = value.strip()
    numbers = [part.strip() for part in text.split(",")]  # a field sent twice is joined with a comma
    if all(map(_SECONDS.fullmatch, numbers)):
        return min(max(map(float, numbers)), _LONGEST_S)
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        if date.tzinfo is None:
            date = date.replace(tzinfo=UTC)
        return min(max(0.0, date.timestamp() - now), _LONGEST_S)
    except (ValueError, OverflowError):
        return None
