"""Lists in another encoding than UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.intake.lists.columns import Columns
from imgcrawl.intake.lists.csv_rows import csv_tasks
from imgcrawl.intake.lists.sources import read_tasks
from imgcrawl.intake.lists.streams import Reading, read_lines

if TYPE_CHECKING:
    from pathlib import Path


def test_another_encoding_in_a_column_that_is_carried_along():
    """Such a row is read, with the bytes escaped that are no UTF-8; one that is needed to fetch it fails the row."""
    reading = Reading()
    data = b'id,url,page_url,title\na,http://h/1,,K\xe4fer\nb,http://h/2,,"x, \xdf"\nc,http://h/3,,\xc3\xa4\n'
    data += b"d,http://h/\xe4,,x\n\xe4,http://h/5,,x\nf,http://h/6,http://h/\xe4,x\ng,http://h/7,,x,\xe4\nh,,,\xe4\n"
    tasks = list(csv_tasks(read_lines(iter([data])), Columns(), "a.csv", reading=reading))
    assert [bool(task.malformed) for task in tasks] == [False] * 3 + [True] * 4 + [False]
    assert [task.extra["title"] for task in tasks[:3]] == [r"K\udce4fer", r"x, \udcdf", "ä"]
    assert (reading.escaped, reading.not_utf8) == (3, 4)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"url\nhttp://h/\xe4\nhttp://h/2\na\0\n"),
        ("a.txt", b"http://h/\xe4\nhttp://h/2\na\0\n"),
        ("a.jsonl", b'{"url": "http://h/\xe4"}\n{"url": "http://h/2"}\n{"url": "a\0"}\n'),
    ],
)
def test_rows_in_another_encoding_are_counted(tmp_path: Path, name: str, data: bytes) -> None:
    """Of the rows that cannot be read those are told apart that are not UTF-8."""
    path, reading = tmp_path / name, Reading()
    path.write_bytes(data)
    tasks = list(read_tasks(str(path), reading=reading))
    assert [bool(task.malformed) for task in tasks] == [True, False, True]
    assert (reading.not_utf8, reading.escaped) == (1, 0)
