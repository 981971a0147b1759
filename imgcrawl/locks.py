"""Locks on files and folders; the system takes them back from a process that ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def try_lock(path: Path, flags: int) -> int | None:
    """Return a descriptor of *path* that holds its lock until it is closed; None if another holds it or none can.

    *flags* are those of :func:`os.open`; a file that they create may be read by everybody.

    :raises OSError: if *path* cannot be opened.
    """
    descriptor = os.open(path, flags, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def wait_for_lock(descriptor: int) -> None:
    """Lock what *descriptor* is open on until it is closed, as soon as whoever holds the lock lets go.

    :raises OSError: if its file system knows no such locks.
    """
    fcntl.flock(descriptor, fcntl.LOCK_EX)
