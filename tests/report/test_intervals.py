from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.report.intervals import mcnemar_exact, paired_difference, wilson

COUNTS = st.integers(0, 10**7)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_published(successes: int, trials: int, low: float, high: float) -> None:
    """The interval is that of Newcombe, Statistics in Medicine 17, 857-872, 1998, table I, method 3."""
    interval = wilson(successes, trials)
    assert interval
    assert interval.estimate == successes / trials
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


@given(successes=COUNTS, more=COUNTS)
def test_wilson_holds_its_estimate(successes: int, more: int) -> None:
    """The interval lies within 0 and 1 and holds the estimate; without trials there is none."""
    interval = wilson(successes, successes + more)
    if interval is None:
        assert successes + more == 0
    else:
        assert 0 <= interval.low <= interval.estimate <= interval.high <= 1


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((1, 1, 7, 12), 0.026, 0.507), ((36, 12, 2, 0), -0.3404, -0.0569)],
    ids=["Fagerland, Lydersen, Laake 2014", "Newcombe 1998, table II"],
)
def test_paired_difference_published(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    """The interval is that published for method 10."""
    interval = paired_difference(*counts)
    assert interval
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-4)


@given(both=COUNTS, only_a=COUNTS, only_b=COUNTS, neither=COUNTS)
def test_paired_difference_mirrors(both: int, only_a: int, only_b: int, neither: int) -> None:
    """Exchanging A and B turns the interval over; it holds the estimate and lies within -1 and 1."""
    interval = paired_difference(both, only_a, only_b, neither)
    mirrored = paired_difference(both, only_b, only_a, neither)
    if interval is None or mirrored is None:
        assert both + only_a + only_b + neither == 0
        return
    assert -1 - 1e-9 <= interval.low <= interval.estimate + 1e-12
    assert interval.estimate - 1e-12 <= interval.high <= 1 + 1e-9
    assert (interval.low, interval.high) == pytest.approx((-mirrored.high, -mirrored.low), abs=1e-9)


@pytest.mark.parametrize(
    ("only_a", "only_b", "p"),
    [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 2 / 32), (1, 7, 18 / 256), (3, 0, 0.25), (0, 2000, 0.0)],
)
def test_mcnemar_exact(only_a: int, only_b: int, p: float) -> None:
    """The probability is the two tails of a fair coin, whichever side is ahead."""
    assert mcnemar_exact(only_a, only_b) == pytest.approx(p, rel=1e-9)
    assert mcnemar_exact(only_b, only_a) == mcnemar_exact(only_a, only_b)


@given(only_a=st.integers(0, 300), only_b=st.integers(0, 300))
def test_mcnemar_exact_by_definition(only_a: int, only_b: int) -> None:
    """The shortened sum equals the whole one."""
    rows, fewer = only_a + only_b, min(only_a, only_b)
    whole = min(1.0, 2 * sum(math.comb(rows, k) for k in range(fewer + 1)) / 2**rows)
    assert mcnemar_exact(only_a, only_b) == pytest.approx(whole, rel=1e-9)


def test_mcnemar_exact_of_millions() -> None:
    """Large runs are computed as well: the normal approximation agrees there."""
    only_a, only_b = 500_000, 502_000
    z = (only_b - only_a - 1) / math.sqrt(only_a + only_b)
    assert mcnemar_exact(only_a, only_b) == pytest.approx(math.erfc(z / math.sqrt(2)), rel=1e-3)
