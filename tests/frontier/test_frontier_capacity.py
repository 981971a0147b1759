from __future__ import annotations

import os
from pathlib import Path

import pytest

from imgcrawl.frontier import capacity as module
from imgcrawl.frontier.capacity import Capacity, is_memory_short


def run(capacity: Capacity, *, ticks: int, lag_s: float, in_flight: int | None = None, **how: bool) -> int:
    """Let ticks pass with as many in flight as is allowed, unless told otherwise, and return the limit."""
    for tick in range(ticks):
        capacity.note(tick / 10, lag_s, capacity.limit if in_flight is None else in_flight, **how)
    return capacity.limit


def test_the_limit_grows_while_the_loop_keeps_up():
    """A loop that is in time and has all in flight that is allowed gets more, up to the most."""
    capacity = Capacity(4096)
    assert run(capacity, ticks=10, lag_s=0.01) > 512
    assert run(capacity, ticks=100, lag_s=0.01) == 4096


def test_the_limit_stays_where_it_does_not_bind():
    """What is not made use of does not grow."""
    capacity = Capacity(4096)
    before = capacity.limit
    assert run(capacity, ticks=50, lag_s=0.0, in_flight=before - 1) == before


def test_the_limit_falls_while_the_loop_lags():
    """A loop that is late gets less to do, but never nothing."""
    capacity = Capacity(4096)
    limits = [run(capacity, ticks=2, lag_s=0.6) for _ in range(20)]
    assert limits[3] < 256
    assert limits == sorted(limits, reverse=True)
    assert limits[-1] == 32


def test_the_limit_falls_to_what_is_in_flight():
    """A limit far above what is in flight does not let more in while the loop lags."""
    capacity = Capacity(4096)
    assert run(capacity, ticks=3, lag_s=1.0, in_flight=100) == 90


def test_a_moment_between_two_bursts_is_not_what_is_in_flight():
    """Answers that come all at once leave nothing in flight while they are worked off: the limit falls by a tenth."""
    capacity = Capacity(4096)
    run(capacity, ticks=12, lag_s=0.0)
    before = capacity.limit
    capacity.note(2.0, 1.0, before)
    assert run(capacity, ticks=1, lag_s=1.0, in_flight=3) > before * 0.7
    assert run(capacity, ticks=40, lag_s=1.0, in_flight=50) < 60


def test_one_late_turn_changes_little():
    """A single late turn costs nothing, a single standstill some requests in flight, and they come back."""
    capacity = Capacity(4096)
    assert run(capacity, ticks=1, lag_s=0.6) >= 256
    capacity = Capacity(4096)
    run(capacity, ticks=1, lag_s=1.0)
    assert run(capacity, ticks=10, lag_s=0.0) > 200
    assert run(capacity, ticks=10, lag_s=0.0) > 400


def test_short_memory_counts_as_lag():
    """When memory is short the limit falls, however well the loop keeps up."""
    capacity = Capacity(4096)
    assert run(capacity, ticks=50, lag_s=0.0, is_memory_short=True) == 32


def test_it_says_when_it_has_grown():
    """Whoever waits for more room is told of it."""
    capacity = Capacity(260)
    assert capacity.note(0.0, 0.0, 256)
    assert not capacity.note(0.1, 0.0, 260)
    assert not capacity.note(0.2, 0.0, 10)
    assert not capacity.note(0.3, 9.0, 260)


@pytest.mark.parametrize("most", [1, 16])
def test_no_more_than_the_most(most):
    """A small maximum is kept from the start and in every strait."""
    capacity = Capacity(most)
    assert capacity.limit == most
    assert run(capacity, ticks=20, lag_s=2.0) == most


def test_the_worst_lag_since():
    """The worst lag after an instant is remembered for two minutes, and over all time."""
    capacity = Capacity(100)
    for now, lag_s in [(10.0, 3.0), (11.0, 0.1), (12.0, 0.5), (13.0, 0.2)]:
        capacity.note(now, lag_s, 0)
    assert [capacity.worst_lag_since(since) for since in (9.9, 10.0, 12.0, 13.0)] == [3.0, 0.5, 0.2, 0.0]
    capacity.note(131.0, 0.0, 0)
    assert capacity.worst_lag_since(0.0) == 0.5
    assert capacity.worst_lag_s == 3.0


def test_what_is_remembered_is_bounded():
    """Hours of ticks take no more memory than two minutes of them."""
    capacity = Capacity(100)
    for tick in range(5000):
        capacity.note(tick / 10, 1.0 / (1 + tick), 0)
    assert len(capacity._lags) <= 1201


def test_memory_is_short_at_half_of_what_there_is(monkeypatch):
    """It is this process's own memory that counts, against half of the machine's or the control group's."""
    assert not is_memory_short()
    monkeypatch.setattr(module, "_memory_bytes", lambda _limits: 1_000_000)
    assert is_memory_short()


def test_processes_share_the_half(monkeypatch):
    """Each of several processes has its part of what one would have."""
    own = int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    monkeypatch.setattr(module, "_memory_bytes", lambda _limits: 4 * own)
    assert [is_memory_short(processes) for processes in (1, 4)] == [False, True]


def test_the_control_group_counts(tmp_path):
    """The smaller of the machine's memory and the group's limit is what there is; a group may have none."""
    machine = module._memory_bytes(module._GROUP_LIMITS)
    limit, none = tmp_path / "memory.max", tmp_path / "none"
    limit.write_text("5000000\n")
    none.write_text("max\n")
    assert module._memory_bytes((limit, tmp_path / "missing")) == 5_000_000
    assert module._memory_bytes((none,)) >= machine
