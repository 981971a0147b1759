from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.remedies.waits.backoff import backoff_delay


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
