"""The end of what is written to a stream whose reader may have left, or whose disk may be full."""

from __future__ import annotations

import os
from typing import IO


def flush(stream: IO[str]) -> None:
    """Write what *stream* holds back.

    :raises OSError: if that cannot be written; it is dropped then, as by :func:`let_go`.
    """
    try:
        stream.flush()
    except OSError:
        let_go(stream)
        raise


def let_go(stream: IO[str]) -> None:
    """Drop what *stream* holds back, and all that is written to it from now on.

    The interpreter would try it once more at its end, and change the program's status to 120 when it fails again.
    Source: Python documentation, "Note on SIGPIPE".
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
