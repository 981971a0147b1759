"""Whether the catalogue is still where it was opened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from imgcrawl.catalogue.faults import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


_LOG_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_HEADER_BYTES = 32
_SALT = slice(16, 24)
"""Of a write-ahead log: its first bytes, and what is new in each log that is written from the start again.

Source: "WAL-mode File Format", https://www.sqlite.org/walformat.html
"""


class SameFiles:
    """Watches over the files of the SQLite database *path*, which SQLite would go on to write when they are gone.

    These are the file itself and the write-ahead log beside it, which is there as long as the database is open. Neither
    loses its end in use, but for a log that is begun anew and a file that VACUUM has made smaller.
    """

    def __init__(self, path: Path) -> None:
        self._paths = (path.absolute(), path.absolute().with_name(f"{path.name}-wal"))
        self._seen: list[tuple[int, int]] = []
        self._file_bytes = self._log_bytes = 0
        self._salt = b""

    def check(self, needed_bytes: Callable[[], int]) -> None:
        """Hold the files against those of the call before. To be called in a transaction that writes.

        *needed_bytes*: asks SQLite how large its file may be at most.

        :raises CatalogueError: if one was removed, moved, replaced or cut short.
        """
        try:
            files = [os.stat(path) for path in self._paths]  # noqa: PTH116 - called for every transaction
        except OSError as exc:
            raise _gone(str(exc.filename)) from exc
        found = [(file.st_dev, file.st_ino) for file in files]
        self._seen = self._seen or found
        size = files[0].st_size
        is_cut = size < self._file_bytes and (not size or size < needed_bytes())
        if found != self._seen or is_cut:
            raise _gone(str(self._paths[0]))
        self._file_bytes = size
        self.check_log()

    def check_log(self) -> None:
        """Hold the log against that of the call before. SQLite does not see that it lacks its beginning or its end.

        :raises CatalogueError: if it was removed or cut short.
        """
        try:
            # Not so with the file itself: to close it would end the locks that SQLite has on it.
            with self._paths[1].open("rb", buffering=0) as log:
                size = os.fstat(log.fileno()).st_size
                header = log.read(_HEADER_BYTES)
                is_changing = os.fstat(log.fileno()).st_size < size  # another process begins it anew
        except OSError as exc:
            raise _gone(str(exc.filename)) from exc
        if is_changing:
            return
        salt = header[_SALT]
        if header and (header[:4] not in _LOG_MAGIC or (salt == self._salt and size < self._log_bytes)):
            raise _gone(str(self._paths[1]))
        self._salt, self._log_bytes = salt, size


def _gone(path: str) -> CatalogueError:
    return CatalogueError(
        f"the catalogue failed: {path} was removed, moved, replaced or cut short while it was "
        "open: put it back, or let the next crawl begin anew",
        transient=False,
    )
