"""A SQLite file read where nothing can be written, neither beside it: a folder without that right, a full disk."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import QueuePool, create_engine

from imgcrawl.catalogue.faults import CatalogueError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def is_complete(path: Path) -> bool:
    """Whether the SQLite file *path* holds by itself all that was committed: nothing is in the log beside it."""
    log = path.with_name(f"{path.name}-wal")
    return path.is_file() and not (log.exists() and log.stat().st_size)


def still_engine(path: Path) -> Engine:
    """Return the engine for the SQLite file *path*, which is only read and must stay as it is; locks are not looked at.

    Source: "Read-Only WAL-Mode Databases", https://www.sqlite.org/wal.html
    """
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False),
        poolclass=QueuePool,  # as for any file: no engine was told of this one
        execution_options={"imgcrawl_still": StillFile(path)},
    )


class StillFile:
    """Tells whether the file *path* is what it was when this was made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._state()

    def check(self) -> None:
        """Do nothing if the file has stayed as it was.

        :raises CatalogueError: if it has not: what was read may be neither the old nor the new.
        """
        if self._state() != self._seen:
            said = f"the catalogue failed: {self._path} was written while it was read: ask again"
            raise CatalogueError(said, transient=False)

    def _state(self) -> tuple[int, ...]:
        file = self._path.stat()
        return file.st_ino, file.st_size, file.st_mtime_ns
