"""Where the benchmarks keep their files."""

from __future__ import annotations

import tempfile
from pathlib import Path

PICTURES = Path(tempfile.gettempdir()) / "imgcrawl-benchmark"
"""Pictures, which are made once."""


def in_memory() -> Path:
    """Return a folder in memory where there is one: what a file system on disk costs depends on its past."""
    shared = Path("/dev/shm")  # noqa: S108 - the folders made in it have names of their own
    return shared if shared.is_dir() else Path(tempfile.gettempdir())
