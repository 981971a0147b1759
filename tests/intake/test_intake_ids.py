"""Ids that a source uses more than once."""

from __future__ import annotations

import pytest

from imgcrawl.intake.lists.ids import told_apart
from imgcrawl.intake.lists.streams import Reading
from imgcrawl.records import ImageTask


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        (["a1", "b1", "c1"], ["a", "b", "c"]),
        (["a1", "a2", "b1", "a3"], ["a", "a#1", "b", "a#3"]),
        (["a1", "b1", "a1"], ["a", "b", "a"]),
    ],
    ids=["unique", "other-urls", "the-same-row"],
)
def test_a_reused_id_gets_its_row_number(rows, ids):
    """Only a row that has an earlier row's id and another URL gets an id of its own."""
    tasks = [ImageTask(n, row[0], f"http://{row[1]}.test/") for n, row in enumerate(rows)]
    assert [task.id for task in told_apart(tasks)] == ids


def test_repeats_are_counted():
    """A row that is an earlier one again is counted, also when that is one of the rows remembered longest."""
    reading = Reading()
    tasks = [ImageTask(n, name, "http://a.test/") for n, name in enumerate("abcdabca")]
    assert len(list(told_apart(tasks, reading, remembered=4))) == 8
    assert (reading.repeated, reading.renamed) == (4, 0)


def test_memory_is_flat():
    """Ids are compared with those of a bounded number of rows before; an id in use is not forgotten."""
    tasks = [ImageTask(n, str(n % 5), f"http://{n}.test/") for n in range(40)]
    assert all("#" in task.id for task in list(told_apart(tasks, remembered=5))[5:])
    tasks = [ImageTask(n, str(n % 20), f"http://{n}.test/") for n in range(40)]
    assert not any("#" in task.id for task in told_apart(tasks, remembered=4))
