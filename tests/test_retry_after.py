from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http.headers import Headers

from imgcrawl.retry_after import announced_wait, parse_retry_after, reset_in, told_at, wait_asked_for

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("text", "wait_s"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("-5", None),
        ("", None),
        ("soon", None),
        ("1e9", None),
        ("86400", 86_400.0),
        ("31622400", 31_622_400.0),
        ("31622401", None),
        ("999999999999", None),
        ("9" * 40, None),
        ("1700000045", 45.0),
        ("1699999000", 0.0),
        ("1700000045500", 45.5),
        ("1700090000", 90_000.0),
        ("1731622401", None),
        ("Tue, 14 Nov 2023 22:14:20 GMT", 60.0),
        ("Tuesday, 14-Nov-23 22:14:20 GMT", 60.0),
        ("Tue, 14 Nov 2023 23:14:20 +0100", 60.0),
        ("Tue Nov 14 22:14:20 2023", 60.0),
        ("Tue, 14 Nov 2023 22:13:00 GMT", 0.0),
        ("Thu, 14 Nov 2024 22:13:20 GMT", 31_622_400.0),
        ("Thu, 14 Nov 2024 22:13:21 GMT", None),
        ("Tue, 99 Nov 2023 22:14:20 GMT", None),
        ("Tue, 14 Nov 99999 22:14:20 GMT", None),
    ],
)
def test_retry_after(text, wait_s):
    """Seconds, three forms of a date and epoch seconds are read; past is no wait, over a year and nonsense nothing."""
    assert parse_retry_after(text, now=NOW) == wait_s


def test_a_small_number_is_never_an_instant():
    """On a machine whose clock was never set a wait of seconds is that of its age too."""
    assert parse_retry_after("90", now=60.0, age_s=10.0) == 80.0


@settings(max_examples=100, deadline=None)
@given(st.integers(-(10**6), 10**6))
def test_dates_come_back(seconds):
    """A date so many seconds ahead is a wait of so many seconds, never a negative one."""
    text = format_datetime(datetime.fromtimestamp(NOW + seconds, UTC), usegmt=True)
    assert parse_retry_after(text, now=NOW) == max(0.0, seconds)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,6} [\d:]{1,9} \S{0,6}"))
)
def test_no_field_breaks_the_parser(text):
    """Whatever a server writes, the answer is None or a wait of at least 0."""
    wait_s = parse_retry_after(text, now=NOW)
    assert wait_s is None or wait_s >= 0


def test_a_field_that_was_sent_twice():
    """Of numbers that were joined with a comma the largest counts."""
    assert parse_retry_after("4, 9", now=0.0) == 9.0
    assert parse_retry_after("4, soon", now=0.0) is None


@pytest.mark.parametrize(
    ("value", "wait_s"),
    [
        (None, None),
        (b"7", 7.0),
        (b"0", None),
        (b"later", None),
        (b"\xff\xfe", None),
        (b"Thu, 01 Jan 1970 00:00:10 GMT", None),
        (b"Thu, 01 Jan 1970 00:02:00 GMT", 20.0),
    ],
)
def test_announced_waits(value, wait_s):
    """A wait of nothing, a past date and nonsense announce none."""
    assert announced_wait(value, now=100.0) == wait_s


@pytest.mark.parametrize(("date_s", "wait_s"), [(None, None), (0, 30), (-3, 33), (-600, 630), (60, None)])
def test_a_date_counts_from_the_host_s_own_clock_where_ours_is_slow(date_s, wait_s):
    """A clock that was set back ten years makes no wait of ten years; without the host's time nothing is known."""
    true_now, now = 1.8e9, 1.8e9 - 315e6 + 30
    date = None if date_s is None else _written(true_now + date_s)
    assert announced_wait(_written(true_now + 30), now=told_at(date, now=now)) == wait_s


@pytest.mark.parametrize(("slow_s", "wait_s"), [(0, 30), (20, 30), (3600, 30), (90_000, None)])
def test_a_date_counts_from_the_host_s_own_clock_where_that_is_slow(slow_s, wait_s):
    """It would seem to be over before the host thinks so; a clock that is days back was never set."""
    date, until = _written(1.8e9 - slow_s), _written(1.8e9 - slow_s + 30)
    assert announced_wait(until, now=told_at(date, now=1.8e9)) == wait_s


def _written(instant: float) -> bytes:
    return format_datetime(datetime.fromtimestamp(instant, UTC), usegmt=True).encode()


@pytest.mark.parametrize(
    "date", [None, b"", b"\xff", b"yesterday", b"Thu, 01 Jan 1970 00:00:00 GMT", b"Mon, 1 Jan 99999 0:0:0 GMT"]
)
def test_a_time_that_is_none_or_long_ago_changes_nothing(date):
    """Then our own clock is all there is."""
    assert told_at(date, now=1e9) == 1e9


@pytest.mark.parametrize(
    ("fields", "wait_s"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": ["7", "3"]}, 7.0),
        ({"Retry-After": ["3", _written(1e9 + 20)]}, 20.0),
        ({"Retry-After": "7", "Age": "4"}, 3.0),
        ({"Retry-After": "7", "Age": "9"}, None),
        ({"Retry-After": "7", "Age": "soon"}, 7.0),
        ({"Retry-After": _written(1e9 + 20), "Age": "9", "Date": _written(1e9 - 9)}, 20.0),
        ({"Retry-After": _written(1e9 + 20), "Date": _written(1e9 - 9)}, 29.0),
    ],
)
def test_what_an_answer_asks_for(fields, wait_s):
    """The longest of several times counts; of a copy in a cache what is left of it since it was made."""
    assert wait_asked_for(Headers(fields), now=1e9) == wait_s


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({}, 0.0),
        ({"X-RateLimit-Reset": "12"}, 12.0),
        ({"RateLimit-Reset": "1.5"}, 1.5),
        ({"X-Rate-Limit-Reset": "60"}, 60.0),
        ({"X-RateLimit-Reset": "61"}, 0.0),
        ({"X-RateLimit-Reset": "0"}, 0.0),
        ({"X-RateLimit-Reset": "soon"}, 0.0),
        ({"X-RateLimit-Reset": "1700000012"}, 12.0),
        ({"X-RateLimit-Reset": "1700000012", "Date": _written(NOW - 20)}, 32.0),
        ({"X-RateLimit-Reset": "1699999999"}, 0.0),
        ({"X-RateLimit-Reset": "1700003600"}, 0.0),
        ({"X-RateLimit-Reset": "1700000012000"}, 0.0),
    ],
)
def test_when_a_host_counts_anew(fields, seconds):
    """In seconds or as an instant by its own clock, no more than a minute off; what is none says nothing."""
    assert reset_in(Headers(fields), now=NOW) == seconds
