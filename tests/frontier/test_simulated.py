"""How fast, and with how many refusals, hosts of several kinds are asked for all their rows."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING

import pytest

from tests.frontier.models import away, both, bucket, burst, dice, window
from tests.frontier.simulated import Simulated

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.frontier.models import Answer

_ROWS = 135


@pytest.mark.parametrize(
    ("share", "status", "seconds", "most"),
    [(0.1, 503, 100, 200), (0.33, 503, 220, 800), (0.1, 429, 130, 300), (0.2, 429, 220, 700)],
)
def test_a_host_that_fails_by_chance_is_done_soon(share, status, seconds, most):
    """No verdict comes so late that such a host is asked once a minute for the rest of its rows."""
    runs = [Simulated(dice(share, status, seed=seed), _ROWS, seed=seed).run() for seed in range(12)]
    assert mean(run.seconds for run in runs) < seconds
    assert max(run.seconds for run in runs) < most
    assert mean(run.images for run in runs) > 0.98 * _ROWS


@pytest.mark.parametrize("seed", [20, 32])
def test_one_429_in_twenty_is_no_pace(seed):
    """Two that come one right after the other, among 300 rows, do not cost the host a minute for each of the rest."""
    assert Simulated(dice(0.05, 429, seed=seed), 300, seed=seed).run().seconds < 400


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("names_time", [False, True], ids=["no-time", "its-time"])
@pytest.mark.parametrize(
    ("host", "seconds", "refused"),
    [
        (lambda **how: bucket(2, 1, **how), 115, 4),
        (lambda **how: bucket(2, 20, **how), 65, 11),
        (lambda **how: bucket(0.5, 5, **how), 285, 9),
        (lambda **how: window(20, 10, **how), 210, 14),
        (lambda **how: window(5, 5, **how), 160, 8),
    ],
    ids=["2/s", "20+2/s", "5+0.5/s", "20/10s", "5/5s"],
)
def test_a_host_that_counts_is_asked_at_its_pace(host, seconds, refused, status, names_time):
    """It refuses few, gives all, is never taken for one that fails by chance, and is left alone when it says so."""
    run = Simulated(host(status=status, names_time=names_time), _ROWS).run()
    assert run.images == _ROWS
    assert run.seconds < seconds
    assert len(run.requests) - _ROWS <= refused
    assert not run.slot.rate.is_by_chance
    assert not run.sent_too_soon()


@pytest.mark.parametrize(
    ("host", "refused"),
    [(burst(13, 4.0, 403), 18), (burst(20, 8.0, 403), 16), (bucket(2, 5, 403), 9), (burst(13, 4.0, 0), 19)],
    ids=["13-403", "20-403", "5+2/s-403", "13-hang-up"],
)
def test_a_limit_in_disguise_is_waited_out(host: Callable[[float], Answer], refused):
    """It gives all that it has, with few refusals."""
    run = Simulated(host, _ROWS).run()
    assert run.images == _ROWS
    assert len(run.requests) - _ROWS <= refused


@pytest.mark.parametrize(("per_s", "refused"), [(0.09, 70), (0.11, 30), (0.15, 20)])
def test_a_host_slower_than_our_longest_delay_is_tried_seldom(per_s, refused):
    """A 503 is heeded by 8 s at most: what is refused at that delay is no chance, and trials cost the host little."""
    run = Simulated(bucket(per_s, 4, 503), _ROWS).run()
    assert run.images == _ROWS
    assert len(run.requests) - _ROWS <= refused


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("share", "per_s"), [(0.1, 1), (0.3, 1), (0.1, 0.3)])
def test_a_host_that_counts_and_fails_by_chance_loses_few_rows(share, per_s, seed):
    """Taken for one that does not count it is asked for several at once, and refuses all of them but one or two."""
    run = Simulated(both(dice(share, 503, seed=seed), bucket(per_s, 5, 503)), 400, seed=seed).run()
    assert run.images > 0.93 * 400
    assert len(run.requests) < 400 * (1 + share) + 200


@pytest.mark.parametrize(("until", "seconds"), [(62, 500), (182, 1100)])
def test_a_host_that_refused_everything_for_a_while_is_done_soon_after(until, seconds):
    """How long it was busy says little of the pace that it bears; it gave 68 rows in two seconds before."""
    run = Simulated(away(2, until, 429), 300).run()
    assert run.images == 300
    assert run.seconds < seconds
    assert len(run.requests) < 300 + 20
