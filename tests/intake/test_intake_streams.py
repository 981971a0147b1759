"""Blocks and lines."""

from __future__ import annotations

import gzip
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ConfigError
from imgcrawl.intake.row_faults import fault_of, readable
from imgcrawl.intake.streams import MAX_LINE_CHARS, Reading, read_blocks, read_lines, source_name


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
    assert readable(line) == "a" + "\ufffd" * 4
    assert fault_of("ä") == ""


def test_read_error_in_the_middle(tmp_path, monkeypatch):
    """A disk that fails on the way is an error about the source."""
    path = tmp_path / "a"
    path.write_bytes(b"x")

    def fail(raw):
        yield b"x"
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("imgcrawl.intake.streams._plain_blocks", fail)
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
