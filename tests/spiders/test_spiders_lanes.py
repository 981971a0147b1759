"""One row at a time on each lane."""

from __future__ import annotations

import pytest

from imgcrawl.spiders.lanes import Lanes
from imgcrawl.spiders.selection import Selected


@pytest.fixture
def row(task):
    """Make rows that are selected for a lane."""
    return lambda n, lane: Selected(task(n), lane, lane, twin=None)


def test_a_parked_row_is_freed_with_its_lane(row):
    """It waits until the row that took the lane has ended, and is given out once."""
    lanes = Lanes()
    lanes.begin(row(0, 7))
    lanes.park(row(1, 7))
    assert (7 in lanes, len(lanes), lanes.parked, lanes.take_freed()) == (True, 2, 1, [])
    assert lanes.end("0") == (7, row(0, 7).task)
    assert (7 in lanes, len(lanes), lanes.parked, lanes.under_way) == (False, 1, 0, {})
    assert [each.task.id for each in lanes.take_freed()] == ["1"]
    assert (len(lanes), lanes.take_freed()) == (0, [])


def test_a_free_lane_parks_nobody(row):
    """A row that is parked when its lane is free already need not wait."""
    lanes = Lanes()
    lanes.park(row(0, 7))
    assert (lanes.parked, len(lanes)) == (0, 1)
    assert [each.task.id for each in lanes.take_freed()] == ["0"]


def test_a_row_without_a_lane_ends_nothing(row):
    """A row that was handed the outcome of another has no lane; nor has one that has ended."""
    lanes = Lanes()
    lanes.begin(row(0, 7))
    assert lanes.end("9") is None
    assert lanes.end("0") is not None
    assert lanes.end("0") is None
