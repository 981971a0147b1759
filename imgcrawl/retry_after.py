"""The Retry-After field of an answer (RFC 9110, 10.2.3): how long its host asks to be left alone."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_LONGEST_S = 1e9
"""Thirty years; what is announced beyond it means the same."""


def announced_wait(value: bytes | None, *, now: float) -> float | None:
    """Return the wait in seconds that a Retry-After field announces; None when there is none worth the name.

    *value* is the field's, None if there is no field; *now* the present in epoch seconds. A wait of 0 and a date in the
    past announce nothing.
    """
    return (parse_retry_after(value.decode("latin-1"), now=now) or None) if value is not None else None


def wait_asked_for(header: Callable[[bytes], bytes | None], *, now: float) -> float | None:
    """Return the wait in seconds that an answer asks for, by its host's clock; None if it asks for none.

    *header* returns the field of a name, None if there is none; *now* is the present by our clock, in epoch seconds.
    """
    return announced_wait(header(b"Retry-After"), now=told_at(header(b"Date"), now=now))


def told_at(date: bytes | None, *, now: float) -> float:
    """Return the instant that counts as *now* for an answer with the field *date* (RFC 9110, 6.6.1), in epoch seconds.

    The host's own clock, by which it names a date, if that is later: ours may have been set back. One that is earlier
    may be that of a copy, which has waited since.
    """
    try:
        told = parsedate_to_datetime((date or b"").decode("latin-1"))
        return max(now, (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return now


def parse_retry_after(value: str, *, now: float) -> float | None:
    """Return the wait in seconds that a Retry-After field announces, at least 0; None if it says nothing usable.

    *value* is a number of seconds or an HTTP-date, *now* the present in epoch seconds. A fraction of a second is
    accepted although the RFC does not know it; a date in the past is a wait of 0.
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
