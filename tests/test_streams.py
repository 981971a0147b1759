from __future__ import annotations

import os

import pytest

from imgcrawl.streams import flush


def test_what_cannot_be_written_is_dropped():
    """A stream whose reader has left says so once; later it takes everything, and nothing holds its end up."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stream:
        stream.write("lost")
        with pytest.raises(BrokenPipeError):
            flush(stream)
        stream.write("lost, too")
        flush(stream)


def test_what_can_be_written_is():
    """A stream with a reader gets what was held back."""
    reader, writer = os.pipe()
    with os.fdopen(reader) as read, os.fdopen(writer, "w") as stream:
        stream.write("kept\n")
        flush(stream)
        assert read.readline() == "kept\n"
