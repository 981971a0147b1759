"""Whether the catalogue is still where it was opened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from imgcrawl.catalogue.faults import CatalogueError

if TYPE_CHECKING:
    from pathlib import Path


class SameFiles:
    """Watches over the files of the SQLite database *path*, which SQLite would go on to write when they are gone.

    These are the file itself and the write-ahead log beside it, which is there as long as the database is open.
    """

    def __init__(self, path: Path) -> None:
        self._paths = (path.absolute(), path.absolute().with_name(f"{path.name}-wal"))
        self._seen: list[tuple[int, int]] = []

    def check(self) -> None:
        """Hold the files against those that were there at the first call. To be called in a transaction that writes.

        :raises CatalogueError: if one was removed, moved or replaced.
        """
        try:
            files = [os.stat(path) for path in self._paths]  # noqa: PTH116 - called for every transaction
        except OSError as exc:
            raise _gone(str(exc.filename)) from exc
        found = [(file.st_dev, file.st_ino) for file in files]
        self._seen = self._seen or found
        if found != self._seen:
            raise _gone(str(self._paths[0]))


def _gone(path: str) -> CatalogueError:
    return CatalogueError(
        f"the catalogue failed: {path} was removed, moved or replaced while it was open: "
        "put it back, or let the next crawl begin anew",
        transient=False,
    )
