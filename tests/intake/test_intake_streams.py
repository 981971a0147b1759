"""Blocks and lines."""

from __future__ import annotations

import gzip
import os
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ConfigError
from imgcrawl.intake.lists import streams
from imgcrawl.intake.lists.row_faults import fault_of, readable
from imgcrawl.intake.lists.sources import read_tasks
from imgcrawl.intake.lists.streams import MAX_LINE_CHARS, Reading, read_blocks, read_lines, source_name


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "é", "\n", "\r", "\r\n", "\u2028", "\x0b", "😀"])).map("".join), st.integers(1, 5)
)
def test_lines_do_not_depend_on_blocks(text, size):
    """Lines end where universal newlines say, wherever the blocks are cut."""
    data = ("\ufeff" + text).encode()
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if expected[-1] == "":
        expected.pop()
    assert list(read_lines(iter(blocks))) == expected


def test_long_lines_are_cut():
    """A line without end stays within bounds and is still known to be too long; the next line is whole."""
    blocks = [b"x" * 300_000] * 20 + [b"\nnext"]
    long, following = read_lines(iter(blocks))
    assert MAX_LINE_CHARS < len(long) < 2 * MAX_LINE_CHARS
    assert following == "next"


def test_invalid_utf8_is_marked():
    """Bytes that are not UTF-8 can be told from text and can be shown."""
    (line,) = read_lines(iter([b"a\xff\xed\xa0\x80"]))
    assert fault_of(line) == "is not valid UTF-8."
    assert readable(line) == "a" + r"\udcff\udced\udca0\udc80"
    assert fault_of("ä") == ""


def test_read_error_in_the_middle(tmp_path, monkeypatch):
    """A disk that fails on the way is an error about the source."""
    path = tmp_path / "a"
    path.write_bytes(b"x")

    def fail(raw):
        yield b"x"
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("imgcrawl.intake.lists.streams._plain_blocks", fail)
    blocks = read_blocks(str(path))
    assert next(blocks) == b"x"
    with pytest.raises(ConfigError, match="cannot be read to its end"):
        next(blocks)


def test_source_name():
    """A dash has a name."""
    assert (source_name("-"), source_name("a.csv")) == ("standard input", "a.csv")


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_reading_tells_its_share(tmp_path, pack):
    """The share of a file that was read grows with it, packed or not, and is not all before the last row is out."""
    path, reading = tmp_path / "list.txt", Reading()
    path.write_bytes(pack(os.urandom(2_000_000)))
    shares = [reading.share or 0.0 for _ in read_blocks(str(path), reading)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] == 0.99


def test_a_pipe_has_no_share(tmp_path):
    """Of what has no length no share can be told."""
    pipe, reading = tmp_path / "pipe", Reading()
    os.mkfifo(pipe)
    descriptor = os.open(pipe, os.O_RDWR)
    os.write(descriptor, b"http://a.test/1.jpg\n")
    next(read_blocks(str(pipe), reading))
    os.close(descriptor)
    assert reading.share is None


def test_what_is_read_in_no_order_has_no_share():
    """Once positions say nothing of rows, no share is told, whatever is read."""
    reading = Reading()
    reading.note(1, 2)
    assert reading.share == 0.5
    reading.is_in_no_order()
    reading.note(2, 2)
    assert reading.share is None


@pytest.mark.parametrize("ending", ["csv", "txt", "jsonl"])
@pytest.mark.parametrize("start", [b"", b"url\nhttp://h.test/1.jpg\n"], ids=["at-the-start", "further-on"])
def test_blank_lines_without_end_are_refused(tmp_path, monkeypatch, ending, start):
    """A small packed file of nothing but blank lines ends with a sentence, and is not held in memory."""
    monkeypatch.setattr(streams, "_MOST_BLANK_BYTES", 200_000)
    monkeypatch.setattr(streams, "_BLOCK_BYTES", 16_000)
    path = tmp_path / f"list.{ending}.gz"
    path.write_bytes(gzip.compress(start + b"\n" * 300_000, 1))
    tracemalloc.start()
    try:
        with pytest.raises(ConfigError, match=r"list.* has more than 16 MB of blank lines in a row"):
            list(read_tasks(str(path)))
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_blank_lines_in_good_number_are_read_past(tmp_path):
    """Blank lines that come to an end are no rows, and count as lines where a fault is told."""
    path = tmp_path / "list.csv"
    path.write_text("\n" * 500_000 + "url,id\n" + " \n" * 500_000 + "http://h.test/1.jpg,2,3\n")
    (task,) = read_tasks(str(path))
    assert "(line 1000002)" in task.malformed


def test_blank_lines_between_rows_do_not_add_up(monkeypatch):
    """Only blank lines in a row count."""
    monkeypatch.setattr(streams, "_MOST_BLANK_BYTES", 3)
    blocks = [b"\n\n\n", b"row\n"] * 3
    assert list(streams.without_floods(blocks, "list.csv")) == blocks


def test_a_line_without_end_is_refused(monkeypatch):
    """A line that goes on and on ends the list; one that is only long does not, nor do many lines together."""
    monkeypatch.setattr(streams, "_LONGEST_LINE_BYTES", 100)
    blocks = [b"x" * 50, b"x" * 50, b"\r", b"x" * 50, b"x" * 50, b"x\n"]
    assert list(streams.without_floods(blocks, "list.csv")) == blocks
    with pytest.raises(ConfigError, match=r"list\.csv has a line of more than 1 GB"):
        list(streams.without_floods([b"x" * 50, b"x" * 50, b"x"], "list.csv"))
