"""Lists whose ids have changed since their run was begun."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ConfigError
from imgcrawl.spiders.rows.renumbered import check_ids


def renamed(task, row: int, *, ids: str = "new-"):
    """Return the task of *row* under another id."""
    found = task(row)
    found.id = f"{ids}{row}"
    return found


async def test_a_list_with_other_ids_is_refused(desk, task):
    """Where the run has the URLs of the first rows, and none of their ids, each would be there twice."""
    for row in range(3):
        await desk.record(task(row), earlier=True, ok=row > 0)
    with pytest.raises(ConfigError, match=r"-a run=NAME, or say -a another_source=1"):
        await check_ids([renamed(task, row) for row in range(4)], desk.ledger, source="urls.csv")


@pytest.mark.parametrize("new", [range(3, 6), range(2, 6)], ids=["no-url-is-known", "few-are"])
async def test_rows_that_were_added_are_none(desk, task, new):
    """Rows in front of the others that are new, or mostly, may have been added."""
    for row in range(3):
        await desk.record(task(row), earlier=True)
    await check_ids([renamed(task, row) for row in new], desk.ledger, source="urls.csv")


async def test_one_id_that_is_known_is_enough(desk, task):
    """Rows that share the URLs of others may have been added to a list of which the others are still there."""
    for row in range(3):
        await desk.record(task(row), earlier=True)
    await check_ids([*(renamed(task, row) for row in range(3)), task(0)], desk.ledger, source="urls.csv")
    await check_ids([], desk.ledger, source="urls.csv")
