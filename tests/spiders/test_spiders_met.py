"""Rows of the list that this crawl has come by."""

from __future__ import annotations

import errno
import os
from typing import Any

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


class SmallDisk:
    """A file on a disk that has room for so many bytes, and takes no more than three at a time."""

    def __init__(self, room: int) -> None:
        self.data, self._room = b"", room
        self.closed = False

    def write(self, view: memoryview) -> int:
        taken = bytes(view[: min(3, self._room - len(self.data))])
        if not taken:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.data += taken
        return len(taken)

    def seek(self, _to: int) -> None: ...

    def read(self, _most: int) -> bytes:
        read, self.data = self.data, b""
        return read

    def close(self) -> None:
        self.closed = True


def test_a_full_disk_shows_when_a_row_is_added(tmp_path, monkeypatch):
    """Not when the file is given up: that is at the end of the crawl, which has to tell other things."""
    made: list[Any] = []

    def make(dir: Any, buffering: int) -> SmallDisk:  # noqa: A002 - as the original has it
        assert (dir, buffering) == (tmp_path, 0)
        made.append(SmallDisk(20))
        return made[-1]

    monkeypatch.setattr(met, "TemporaryFile", make)
    rows = RowsMet(tmp_path)
    rows.add([("0", 0), ("1", 1)])
    with pytest.raises(OSError, match="No space"):
        rows.add([("2", 2)])
    made[0].data = made[0].data[:16]
    assert rows.among([("0", 0), ("1", 1), ("2", 2)]) == {("0", 0), ("1", 1)}
    rows.close()
    assert made[0].closed
