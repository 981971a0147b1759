from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.remedies.backoff import backoff_delay, parse_retry_after

NOW = 1_700_000_000.0


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 2000), st.floats(0, 100), st.floats(0, 1000), st.integers())
def test_delay_doubles_within_a_fifth(retry, base_s, cap_s, seed):
    """The delay is the base doubled with each retry, capped, a fifth more or less."""
    wanted = min(cap_s, base_s * 2.0 ** min(retry - 1, 60))
    delay = backoff_delay(retry, base_s=base_s, cap_s=cap_s, rng=Random(seed))
    assert wanted * 0.8 - 1e-9 <= delay <= wanted * 1.2 + 1e-9


def test_delays_are_spread():
    """URLs that failed together do not come back together."""
    rng = Random(1)
    assert len({backoff_delay(1, base_s=1, cap_s=60, rng=rng) for _ in range(50)}) == 50


@pytest.mark.parametrize("retry", [0, -1])
def test_retries_count_from_one(retry):
    """There is no delay before the first attempt."""
    with pytest.raises(ValueError, match="count from 1"):
        backoff_delay(retry, base_s=1, cap_s=60, rng=Random(1))


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
        ("9" * 40, 1e9),
        ("Tue, 14 Nov 2023 22:14:20 GMT", 60.0),
        ("Tuesday, 14-Nov-23 22:14:20 GMT", 60.0),
        ("Tue, 14 Nov 2023 23:14:20 +0100", 60.0),
        ("Tue Nov 14 22:14:20 2023", 60.0),
        ("Tue, 14 Nov 2023 22:13:00 GMT", 0.0),
        ("Tue, 99 Nov 2023 22:14:20 GMT", None),
        ("Tue, 14 Nov 99999 22:14:20 GMT", None),
    ],
)
def test_retry_after(text, wait_s):
    """Seconds and the three forms of an HTTP-date are read; what is past is no wait; nonsense is nothing."""
    assert parse_retry_after(text, now=NOW) == wait_s


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
