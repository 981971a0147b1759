"""Confidence intervals of rates and of the difference between two rates over the same rows."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

Z_95: Final = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution: all intervals here are 95 % intervals."""


class Interval(NamedTuple):
    """An estimate between the ends of its 95 % interval."""

    estimate: float
    low: float
    high: float


def wilson(successes: int, trials: int) -> Interval | None:
    """Return the rate *successes* / *trials* with its score interval; None without trials.

    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927.
    """
    if not trials:
        return None
    rate = successes / trials
    z2 = Z_95 * Z_95
    centre = (successes + z2 / 2) / (trials + z2)
    half = Z_95 / (trials + z2) * math.sqrt(successes * (trials - successes) / trials + z2 / 4)
    return Interval(rate, min(rate, max(0.0, centre - half)), max(rate, min(1.0, centre + half)))


def paired_difference(both: int, only_a: int, only_b: int, neither: int) -> Interval | None:
    """Return B's success rate minus A's over the same rows, with its interval; None without rows.

    The counts are rows that succeeded in both, only in A, only in B, in neither. Source: R. G. Newcombe, "Improved
    confidence intervals for the difference between binomial proportions based on paired data", Statistics in
    Medicine 17, 1998, method 10.
    """
    rows = both + only_a + only_b + neither
    a, b = wilson(both + only_a, rows), wilson(both + only_b, rows)
    if a is None or b is None:
        return None
    phi = _phi(both, only_a, only_b, neither)
    difference = b.estimate - a.estimate
    below = _root(b.estimate - b.low, a.high - a.estimate, phi)
    above = _root(b.high - b.estimate, a.estimate - a.low, phi)
    return Interval(difference, difference - below, difference + above)


def mcnemar_exact(only_a: int, only_b: int) -> float:
    """Return the two-sided probability of a split at least as uneven as this, if A and B were equally good.

    Source: Q. McNemar, Psychometrika 12, 1947, with the binomial distribution in place of its approximation.
    """
    rows, fewer = only_a + only_b, min(only_a, only_b)
    if only_a == only_b:
        return 1.0
    log_term = math.lgamma(rows + 1) - math.lgamma(fewer + 1) - math.lgamma(rows - fewer + 1) - rows * math.log(2)
    term = total = math.exp(log_term)
    for k in range(fewer, 0, -1):
        term *= k / (rows - k + 1)
        total += term
        if term < total * 1e-17:
            break
    return min(1.0, 2 * total)


def _phi(both: int, only_a: int, only_b: int, neither: int) -> float:
    """Return the correlation of the pairs, corrected for continuity as Newcombe's method 10 does."""
    margins = (both + only_a) * (only_b + neither) * (both + only_b) * (only_a + neither)
    if not margins:
        return 0.0
    rows = both + only_a + only_b + neither
    covariance: float = both * neither - only_a * only_b
    if covariance > 0:
        covariance = max(covariance - rows / 2, 0.0)
    return covariance / math.sqrt(margins)


def _root(x: float, y: float, phi: float) -> float:
    return math.sqrt(max(0.0, x * x - 2 * phi * x * y + y * y))
