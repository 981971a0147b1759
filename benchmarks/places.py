"""Where the benchmarks keep their files."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURES = Path(tempfile.gettempdir()) / "imgcrawl-benchmark"
"""Pictures, which are made once."""


def in_memory() -> Path:
    """Return a folder in memory that can be written to, if any: what a disk's file system costs depends on its past."""
    shared = Path("/dev/shm")  # noqa: S108 - the folders made in it have names of their own
    return shared if os.access(shared, os.W_OK) else Path(tempfile.gettempdir())


@contextmanager
def working_folder(name: str) -> Iterator[Path]:
    """Yield a new folder in memory, whose path tells the *name*; it is removed at the end of the block."""
    with tempfile.TemporaryDirectory(prefix=f"imgcrawl-{name}-", dir=in_memory()) as folder:
        yield Path(folder)
