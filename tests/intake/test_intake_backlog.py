from __future__ import annotations

import os

import pytest

from imgcrawl.intake.lists.backlog import RowBacklog
from imgcrawl.records import ImageTask


@pytest.fixture
def backlog(tmp_path):
    """Open a backlog."""
    backlog = RowBacklog(tmp_path)
    yield backlog
    backlog.close()


def rows(first: int, count: int) -> list[ImageTask]:
    """Make rows."""
    return [ImageTask(n, f"id-{n}", f"http://a.test/{n}.jpg") for n in range(first, first + count)]


def test_rows_come_back_in_order(backlog):
    """Each host's rows come back first in, first out, in parts, whatever was put in between."""
    backlog.put("a.test", rows(0, 40))
    backlog.put("b.test", rows(100, 3))
    backlog.put("a.test", rows(40, 5))
    taken = backlog.take("a.test", 20)
    assert 20 <= len(taken) < 20 + 16
    assert len(backlog) == 48 - len(taken)
    assert backlog.count("a.test") == 45 - len(taken)
    assert taken + backlog.take("a.test", 1000) == rows(0, 45)
    assert ("a.test" in backlog, "b.test" in backlog, bool(backlog)) == (False, True, True)
    assert backlog.take("b.test", 1) == rows(100, 3)
    assert not backlog


def test_a_row_comes_back_whole(backlog):
    """Every field of a row survives, texts that are no valid Unicode included."""
    row = ImageTask(7, "ä", "http://a.test/\udc80\0", "http://p.test/", {"label": ["x", None, 1.5]}, "a fault")
    backlog.put("a.test", [row])
    assert backlog.take("a.test", 1) == [row]


def test_no_name_is_left(backlog, tmp_path):
    """The file has no name, so that a killed process leaves none."""
    backlog.put("a.test", rows(0, 1))
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_emptied(backlog):
    """When no row is left the disk is free again, and the backlog goes on."""
    for _ in range(2):
        backlog.put("a.test", rows(0, 100))
        assert os.fstat(backlog._file).st_size > 1000
        backlog.take("a.test", 1000)
        assert os.fstat(backlog._file).st_size == 0


def test_closing_gives_the_file_up(backlog):
    """A closed backlog has no rows and holds no descriptor."""
    backlog.put("a.test", rows(0, 1))
    descriptor = backlog._file
    backlog.close()
    assert not backlog
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_a_disk_that_fails_is_told(tmp_path):
    """A folder that cannot be written raises, and no row is taken for kept."""
    backlog = RowBacklog(tmp_path / "missing")
    with pytest.raises(FileNotFoundError):
        backlog.put("a.test", rows(0, 1))
    assert backlog.count("a.test") == 0
