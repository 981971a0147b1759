"""How much of a host is still to come."""

from __future__ import annotations

import pytest

from imgcrawl.intake.lists.backlog import RowBacklog
from imgcrawl.spiders.rows.outlook import Outlook


@pytest.fixture
def backlog(tmp_path):
    """Open a backlog."""
    made = RowBacklog(tmp_path)
    yield made
    made.close()


def test_an_address_counts_from_when_it_is_foreseen(backlog):
    """It counts once, however often it is foreseen before it begins, and while it is under way."""
    outlook = Outlook(backlog)
    for _ in range(2):
        outlook.foresee({1: "a.test", 2: "a.test", 3: "b.test"}, ())
    outlook.begin(1)
    outlook.foresee({1: "a.test"}, (1,))
    assert (outlook.of("a.test"), outlook.of("b.test"), outlook.of("c.test")) == (2, 1, 0)


def test_rows_on_disk_count(backlog, task):
    """What waits in the backlog is still to come."""
    backlog.put("a.test", [task(0), task(1)])
    assert Outlook(backlog).of("a.test") == 2


def test_a_host_is_new_until_it_has_something_to_come_and_again_after_that(backlog):
    """A host whose addresses all have their outcomes is as new as one that was never met."""
    outlook = Outlook(backlog)
    assert outlook.new(["a.test", "b.test", "a.test"]) == {"a.test", "b.test"}
    outlook.foresee({1: "a.test"}, ())
    assert outlook.new(["a.test", "b.test"]) == {"b.test"}
    outlook.begin(1)
    outlook.end("a.test")
    assert outlook.new(["a.test"]) == {"a.test"}
    outlook.foresee({1: "a.test"}, ())
    assert outlook.of("a.test") == 1
