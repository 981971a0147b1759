"""One row at a time on each lane."""

from __future__ import annotations

import pytest

from imgcrawl.intake.lists.backlog import RowBacklog
from imgcrawl.spiders.rows import lanes as lanes_module
from imgcrawl.spiders.rows.lanes import Lanes
from imgcrawl.spiders.rows.selection import Selected


@pytest.fixture
def row(task):
    """Make rows that are selected for a lane."""
    return lambda n, lane: Selected(task(n), lane, lane, twin=None)


@pytest.fixture
def lanes(tmp_path):
    """Lanes with a file of their own for what is parked."""
    backlog = RowBacklog(tmp_path)
    yield Lanes(backlog)
    backlog.close()


def test_a_parked_row_is_freed_with_its_lane(row, lanes):
    """It waits until the row that took the lane has ended, and is given out once."""
    lanes.begin(row(0, 7))
    lanes.park(row(1, 7))
    assert (7 in lanes, len(lanes), lanes.parked, lanes.take_freed()) == (True, 2, 1, [])
    assert lanes.end("0") == (7, row(0, 7).task)
    assert (7 in lanes, len(lanes), lanes.parked, lanes.under_way) == (False, 1, 0, {})
    assert [each.task.id for each in lanes.take_freed()] == ["1"]
    assert (len(lanes), lanes.take_freed()) == (0, [])


def test_a_free_lane_parks_nobody(row, lanes):
    """A row that is parked when its lane is free already need not wait."""
    lanes.park(row(0, 7))
    assert (lanes.parked, len(lanes)) == (0, 1)
    assert [each.task.id for each in lanes.take_freed()] == ["0"]


def test_a_row_without_a_lane_ends_nothing(row, lanes):
    """A row that was handed the outcome of another has no lane; nor has one that has ended."""
    lanes.begin(row(0, 7))
    assert lanes.end("9") is None
    assert lanes.end("0") is not None
    assert lanes.end("0") is None


def test_too_many_parked_rows_go_to_disk(row, lanes, monkeypatch):
    """They are told of as they go, count as parked, and come as their lane is free, as many as are asked for."""
    monkeypatch.setattr(lanes_module, "_MOST_PARKED", 2)
    for n, lane in enumerate((7, 8)):
        lanes.begin(row(n, lane))
    assert [lanes.park(row(n, 7)) for n in (2, 3)] == [[], []]
    assert [each.id for each in lanes.park(row(4, 8))] == ["2", "3", "4"]
    assert (lanes.parked, len(lanes), lanes.take_freed_on_disk(9)) == (3, 5, [])
    lanes.end("0")
    lanes.end("1")
    assert (lanes.take_freed(), lanes.parked, bool(lanes)) == ([], 3, True)
    assert [each.id for each in lanes.take_freed_on_disk(1)] == ["2", "3"]  # a chunk of the file
    assert [each.id for each in lanes.take_freed_on_disk(1)] == ["4"]
    assert (lanes.parked, bool(lanes), lanes.take_freed_on_disk(1)) == (0, False, [])


def test_rows_on_disk_wait_for_a_lane_that_is_taken_again(row, lanes, monkeypatch):
    """Nobody takes them in between, only to park them once more."""
    monkeypatch.setattr(lanes_module, "_MOST_PARKED", 0)
    lanes.begin(row(0, 7))
    lanes.park(row(1, 7))
    lanes.end("0")
    lanes.begin(row(2, 7))
    assert lanes.take_freed_on_disk(9) == []
    lanes.end("2")
    assert [each.id for each in lanes.take_freed_on_disk(9)] == ["1"]
