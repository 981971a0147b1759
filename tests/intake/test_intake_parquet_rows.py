"""Parquet."""

from __future__ import annotations

import datetime as dt
import json
import tempfile

import pyarrow as pa
from pyarrow import parquet

from imgcrawl.intake.lists.columns import Columns
from imgcrawl.intake.lists.parquet_rows import parquet_tasks


def read(table: pa.Table, columns: Columns = Columns()) -> list:  # noqa: B008 - immutable
    """All tasks of a table, written and read back in small row groups."""
    with tempfile.TemporaryFile() as file:
        parquet.write_table(table, file, row_group_size=2)
        file.flush()
        return list(parquet_tasks(file, columns, "a.parquet"))


def test_types():
    """Numbers become ids, and every other column a value that JSON and databases take."""
    table = pa.table(
        {
            "blob": [b"\xff"],
            "id": pa.array([7], pa.int64()),
            "url": pa.array(["http://h/1"]).dictionary_encode(),
            "page": pa.array(["http://h/p"], pa.large_string()),
            "when": [dt.date(2026, 1, 2)],
            "score": [float("nan")],
            "tags": [["a\0", None]],
            "box": [{"x": 1.5}],
        }
    )
    (task,) = read(table)
    assert (task.id, task.url, task.page_url) == ("7", "http://h/1", "http://h/p")
    assert task.extra == {"when": "2026-01-02", "score": None, "tags": ["a\ufffd", None], "box": {"x": 1.5}}
    json.dumps(task.extra, allow_nan=False)


def test_urls_as_bytes():
    """A URL column of bytes is read as text, and what is not UTF-8 is a malformed row among good ones."""
    table = pa.table({"key": ["x", "y", None], "photo": [b"http://h/1", b"http://h/\xff", None]})
    good, bad, empty = read(table, Columns(url="photo", id="key"))
    assert (good.url, good.malformed) == ("http://h/1", "")
    assert (bad.id, bad.url, bad.malformed) == ("y", r"http://h/\udcff", "Row 1 is not valid UTF-8.")
    assert (empty.id, empty.url, empty.malformed) == ("2", "", "")


def test_invalid_strings():
    """Text columns whose bytes are not UTF-8 spoil their own row only."""
    broken = pa.array([b"http://h/\xff", b"http://h/2"]).cast(pa.binary()).view(pa.string())
    tasks = read(pa.table({"url": broken, "title": broken}))
    assert [bool(task.malformed) for task in tasks] == [True, False]
    assert [task.extra["title"] for task in tasks] == [r"http://h/\udcff", "http://h/2"]
