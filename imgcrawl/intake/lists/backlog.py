"""Rows that were read ahead of their host's turn, on disk."""

from __future__ import annotations

import json
import os
from collections import deque
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from imgcrawl.records import ImageTask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CHUNK_ROWS = 16
_LENGTH_BYTES = 4


class RowBacklog:
    """Keeps rows by host, first in, first out, in a file without a name in *folder*, made when it is first needed.

    The file ends with the process, however that ends, and is emptied whenever no row is left. In memory a host costs
    some 40 bytes for every 16 rows.

    :raises OSError: from :meth:`put` and :meth:`take`, if the disk is full or fails.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = -1
        self._end = 0
        self._chunks: dict[str, deque[int]] = {}
        self._counts: dict[str, int] = {}

    def __contains__(self, host: object) -> bool:
        return host in self._counts

    def __bool__(self) -> bool:
        return bool(self._counts)

    def __len__(self) -> int:
        return sum(self._counts.values())

    def count(self, host: str) -> int:
        """Return how many rows of *host* wait."""
        return self._counts.get(host, 0)

    def put(self, host: str, tasks: Sequence[ImageTask]) -> None:
        """Add *tasks*, rows of *host*, behind those that wait."""
        chunks = self._chunks.setdefault(host, deque())
        for first in range(0, len(tasks), _CHUNK_ROWS):
            rows = tasks[first : first + _CHUNK_ROWS]
            chunks.append(self._write(json.dumps([_fields(task) for task in rows]).encode()))
            self._counts[host] = self.count(host) + len(rows)

    def take(self, host: str, rows: int) -> list[ImageTask]:
        """Remove and return the oldest rows of *host*: at least *rows* of them and at most 15 more, or all."""
        chunks, taken = self._chunks[host], list[ImageTask]()
        while chunks and len(taken) < rows:
            taken += [ImageTask(*fields) for fields in json.loads(self._read(chunks.popleft()))]
        self._counts[host] -= len(taken)
        if not chunks:
            del self._chunks[host], self._counts[host]
        if not self._counts:
            os.ftruncate(self._file, 0)
            self._end = 0
        return taken

    def close(self) -> None:
        """Give the file up, and all rows in it."""
        self._chunks.clear()
        self._counts.clear()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _write(self, data: bytes) -> int:
        """Add *data*, led by its length, to the file, and return where it begins."""
        if self._file < 0:
            with TemporaryFile(dir=self._folder) as file:
                self._file = os.dup(file.fileno())
        began = self._end
        view = memoryview(len(data).to_bytes(_LENGTH_BYTES) + data)
        while view:
            written = os.pwrite(self._file, view, self._end)
            self._end += written
            view = view[written:]
        return began

    def _read(self, at: int) -> bytes:
        length = int.from_bytes(os.pread(self._file, _LENGTH_BYTES, at))
        return os.pread(self._file, length, at + _LENGTH_BYTES)


def _fields(task: ImageTask) -> tuple[object, ...]:
    return task.index, task.id, task.url, task.page_url, task.extra, task.malformed, task.known_hash
