"""Rows of the list that this crawl has come by."""

from __future__ import annotations

import pytest

from imgcrawl.spiders.rows import met
from imgcrawl.spiders.rows.met import RowsMet


def test_rows_are_known_by_id_and_url(tmp_path, monkeypatch):
    """Only what was added is found, under the same id and key, however much there is; the folder shows no file."""
    monkeypatch.setattr(met, "_READ_AT_ONCE", 2)
    rows = RowsMet(tmp_path)
    rows.add((str(n), n) for n in range(5))
    rows.add([("x", 1)])
    assert rows.among([("0", 0), ("4", 4), ("x", 1), ("x", 2), ("5", 5)]) == {("0", 0), ("4", 4), ("x", 1)}
    rows.add([("5", 5)])
    assert rows.among([("5", 5)]) == {("5", 5)}
    assert list(tmp_path.iterdir()) == []
    rows.close()


@pytest.mark.parametrize("added", [[], [("x", 1)]])
def test_nothing_is_among_nothing(tmp_path, added):
    """Who asks for no row, or before one was added, gets none."""
    rows = RowsMet(tmp_path)
    rows.add(added)
    assert rows.among([]) == set()
    assert rows.among([("y", 1)]) == set()
    rows.close()
