from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.errors import ConfigError
from imgcrawl.report.comparison import compare

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run

    Record = Callable[..., Run]


@pytest.fixture
def runs(record: Record) -> tuple[Run, Run]:
    """Write two runs over ten rows: 4 stay stored, 1 is lost, 3 are rescued, 2 stay failed; B costs twice as much."""
    a = [{}] * 5 + [{"error": "http_403"}] * 3 + [{"error": "http_404"}] * 2
    b = [{"attempts": 2}] * 4 + [{"error": "http_429", "attempts": 2}] + [{"attempts": 2}] * 2
    b += [{"error": "http_403", "attempts": 2}, {"attempts": 2}, {"error": "http_410", "attempts": 2}]
    return record("a", a, strategy="baseline"), record("b", b)


def test_transitions(catalogue: Catalogue, runs: tuple[Run, Run]) -> None:
    """Every matched row is in one of the four transitions."""
    c = compare(catalogue, *runs)
    assert c.transitions == (4, 1, 3, 2)
    assert (c.matched, c.only_in_a, c.only_in_b, c.net) == (10, 0, 0, 2)


def test_rates(catalogue: Catalogue, runs: tuple[Run, Run]) -> None:
    """Rescues are told of what failed in A, losses of what A had, the difference of all."""
    c = compare(catalogue, *runs)
    rates = [c.rate_a, c.rate_b, c.rescue_rate, c.regression_rate, c.difference]
    assert [rate and rate.estimate for rate in rates] == pytest.approx([0.5, 0.7, 0.6, 0.2, 0.2])
    assert c.p_value == pytest.approx(2 * 5 / 16)


def test_errors(catalogue: Catalogue, runs: tuple[Run, Run]) -> None:
    """Rescues are listed by the first run's error, losses by the second's."""
    c = compare(catalogue, *runs)
    assert c.rescued == [("http_403", 3, 2), ("http_404", 2, 1)]
    assert c.regressed == {"http_429": 1}


@pytest.mark.parametrize(
    ("given", "cost", "roi"), [(None, 2.0, 0.2), (1.5, 1.5, 0.4), (1.0, 1.0, None), (0.5, 0.5, None)]
)
def test_roi(catalogue: Catalogue, runs: tuple[Run, Run], given: float | None, cost: float, roi: float | None) -> None:
    """ROI = net / (matched x (cost multiplier - 1)), with the measured multiplier if none is given."""
    c = compare(catalogue, *runs, cost_multiplier=given)
    assert c.cost_multiplier == cost
    assert c.roi == (roi if roi is None else pytest.approx(roi))


def test_only_the_same_rows_are_matched(catalogue: Catalogue, record: Record) -> None:
    """A row counts if id and URL are the same in both runs."""
    a = record("a", [{"url": "u"}, {"url": "v"}, {"url": "w"}])
    b = record("b", [{"url": "u"}, {"url": "x"}])
    c = compare(catalogue, a, b)
    assert (c.matched, c.only_in_a, c.only_in_b) == (1, 2, 1)


def test_nothing_in_common(catalogue: Catalogue, record: Record) -> None:
    """Runs without a common row are not compared: the message names both lists."""
    with pytest.raises(ConfigError, match=r"no row is in both runs: a has 0 rows of a\.csv, b has 1 of b\.csv"):
        compare(catalogue, record("a", []), record("b", [{}]))


def test_nothing_was_sent(catalogue: Catalogue, record: Record) -> None:
    """Without any request of A there is no measured cost multiplier."""
    bad = [{"error": "url_host", "attempts": 0}]
    assert compare(catalogue, record("a", bad), record("b", bad)).cost_multiplier is None


def test_refusals(catalogue: Catalogue, runs: tuple[Run, Run]) -> None:
    """A run is not compared with itself, and a cost is above 0."""
    with pytest.raises(ConfigError, match="both runs are 'a'"):
        compare(catalogue, runs[0], runs[0])
    for cost in (0.0, -1.0, float("nan")):
        with pytest.raises(ConfigError, match="above 0"):
            compare(catalogue, *runs, cost_multiplier=cost)
