"""Which rows of the list, as they are on record, this crawl has come by."""

from __future__ import annotations

from array import array
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from imgcrawl.catalogue.rows import Listed

_KIND: Final = "q"
_READ_AT_ONCE: Final = 1 << 16


class RowsMet:
    """Rows by id and URL key, 8 bytes for each in a file without a name in *folder*, made when it is first needed.

    It is read from its beginning when it is asked, which is rare: only where a list gives a known id another URL. What
    is added is written at once, so that a full disk shows then, and not when the file is given up.

    :raises OSError: from :meth:`add` and :meth:`among`, if the disk is full or fails.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None

    def add(self, rows: Iterable[Listed]) -> None:
        """Note that the list has *rows*."""
        marks = array(_KIND, map(hash, rows))
        if not marks:
            return
        if self._file is None:
            self._file = TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - until close()
        view = memoryview(marks).cast("B")
        while view:
            view = view[self._file.write(view) :]

    def among(self, rows: Iterable[Listed]) -> set[Listed]:
        """Return those of *rows* that were added."""
        wanted = {hash(row): row for row in rows}
        if self._file is None or not wanted:
            return set()
        found: set[int] = set()
        self._file.seek(0)
        while data := self._file.read(_READ_AT_ONCE * array(_KIND).itemsize):
            found |= wanted.keys() & array(_KIND, data)
        return {wanted[mark] for mark in found}

    def close(self) -> None:
        """Give the file up."""
        if self._file is not None:
            self._file.close()
            self._file = None
