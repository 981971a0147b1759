"""How long the host of an answer asks to be left alone: Retry-After (RFC 9110, 10.2.3), or when it counts anew."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http.headers import Headers

_SECONDS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_AGE = re.compile(rb"\s*(\d{1,9})\s*")
_LONGEST_S = 366 * 86_400.0
"""A year; what is announced beyond it nobody can mean, so that it says as little as a malformed value."""
_SLOW_S = 86_400.0
"""By so much a host's clock may be slow; one that is farther back was never set."""
_RESETS = (b"RateLimit-Reset", b"X-RateLimit-Reset", b"X-Rate-Limit-Reset")
_LONGEST_RESET_S = 60.0
"""What is farther off is the end of an hour's or a day's quota, of which the next request may have its part before."""
_AN_INSTANT = 1e9
"""Numbers from here on are epoch seconds, or milliseconds if they are a thousand times as large."""


def announced_wait(value: bytes | None, *, now: float, age_s: float = 0.0) -> float | None:
    """Return the wait in seconds that a Retry-After field announces; None when there is none worth the name.

    *value* is the field's, None if there is no field; *now* the present in epoch seconds, *age_s* for how long a cache
    has kept the answer. A wait that is over and a date in the past announce nothing.
    """
    return (parse_retry_after(value.decode("latin-1"), now=now, age_s=age_s) or None) if value is not None else None


def wait_asked_for(headers: Headers, *, now: float) -> float | None:
    """Return the wait in seconds that an answer asks for, by its host's clock; None if it asks for none.

    *now* is the present by our clock, in epoch seconds. Of several fields the longest wait counts, of a copy that
    a cache has kept what is left of it.
    """
    if b"Retry-After" not in headers:
        return None
    age_s = age_of(headers.get(b"Age"))
    host_now = told_at(headers.get(b"Date"), now=now, is_aged=age_s > 0)
    waits = (announced_wait(value, now=host_now, age_s=age_s) for value in headers.getlist(b"Retry-After"))
    return max((wait_s for wait_s in waits if wait_s is not None), default=None)


def reset_in(headers: Headers, *, now: float) -> float:
    """Return in how many seconds a host counts requests anew that has refused one; 0 if it does not say, or later.

    Up to a minute is believed. Services write seconds, or an instant in epoch seconds, which is by the host's clock.
    """
    text = next((headers.get(name) for name in _RESETS if name in headers), None) or b""
    if not _SECONDS.fullmatch(number := text.decode("latin-1").strip()):
        return 0.0
    seconds = float(number)
    left_s = seconds - told_at(headers.get(b"Date"), now=now) if seconds >= _AN_INSTANT else seconds
    return left_s if 0 < left_s <= _LONGEST_RESET_S else 0.0


def age_of(age: bytes | None) -> float:
    """Return for how many seconds a cache has kept an answer with the field *age* (RFC 9111, 5.1); 0 if none has."""
    match = _AGE.fullmatch(age or b"")
    return float(match[1]) if match else 0.0


def told_at(date: bytes | None, *, now: float, is_aged: bool = False) -> float:
    """Return the instant that counts as *now* for an answer with the field *date* (RFC 9110, 6.6.1), in epoch seconds.

    It is by the host's own clock, by which it names a date: ours may have been set back, the host's may be slow. One
    that is earlier than ours is not believed if the answer *is_aged*, for a cache has kept it since, nor if it is more
    than a day back.
    """
    try:
        date_at = parsedate_to_datetime((date or b"").decode("latin-1"))
        told = (date_at if date_at.tzinfo else date_at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return now
    return told if told >= now or (not is_aged and now - told <= _SLOW_S) else now


def parse_retry_after(value: str, *, now: float, age_s: float = 0.0) -> float | None:
    """Return the wait in seconds that a Retry-After field announces, at least 0; None if it says nothing usable.

    *value* is a number of seconds, of which *age_s* are over, or an HTTP-date, *now* the present in epoch seconds. A
    fraction of a second is accepted although the RFC does not know it, and so is an instant in epoch seconds or
    milliseconds, as services write it for the end of a limit; one in the past is a wait of 0. More than a year says
    nothing.
    """
    text = value.strip()
    numbers = [part.strip() for part in text.split(",")]  # a field sent twice is joined with a comma
    if all(map(_SECONDS.fullmatch, numbers)):
        longest = max(map(float, numbers))
        wait_s = longest - age_s if longest < _AN_INSTANT else _instant(longest) - now
    else:
        try:
            date = parsedate_to_datetime(text)
            wait_s = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return max(0.0, wait_s) if wait_s <= _LONGEST_S else None


def _instant(number: float) -> float:
    """Return the instant in epoch seconds that *number* stands for, be it in seconds or in milliseconds."""
    return number / 1000 if number >= 1000 * _AN_INSTANT else number
