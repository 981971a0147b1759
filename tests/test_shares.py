from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.shares import in_percent


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0.0%"), (1, "100.0%"), (0.5, "50.0%"), (1 / 3, "33.3%"), (0.0449, "4.5%"), (0.999, "99.9%")],
)
def test_with_one_decimal(share, text):
    """As numbers are rounded."""
    assert in_percent(share) == text


@given(whole=st.integers(1, 10**9), data=st.data())
def test_only_all_is_all_and_only_nothing_nothing(whole, data):
    """One row of a million that failed is not rounded away, nor one that came."""
    part = data.draw(st.integers(0, whole))
    assert (in_percent(part / whole) == "100.0%") == (part == whole)
    assert (in_percent(part / whole) == "0.0%") == (part == 0)
