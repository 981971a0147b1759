"""Files on their way into the store, and on their way out: marked until the catalogue says what they are."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.pipelines.store.faults import storage_fault
from imgcrawl.pipelines.store.parts import PartFolder, discard, enter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from imgcrawl.records import Outcome

    References = Callable[[set[str]], set[str]]


class Incoming:
    """The temporary names of one crawl's files, which tell the next crawl what to look at if this one dies.

    A file of which no outcome is committed yet keeps its temporary name; one whose outcome was taken back is given one.
    *referenced* tells which of some store paths belong to a committed outcome.
    """

    def __init__(self, parts: PartFolder, referenced: References) -> None:
        self._parts = parts
        self._referenced = referenced
        self._uncommitted: dict[str, list[str]] = {}
        self._given_up: dict[str, str] = {}

    @classmethod
    async def open(cls, parent: Path, store: Path, *, fsync: bool, referenced: References) -> Incoming:
        """Clear what dead processes left under *parent* and in *store*, and make this crawl's folder.

        :raises OSError: if there can be none.
        """
        return cls(await asyncio.to_thread(enter, parent, store, fsync=fsync, referenced=referenced), referenced)

    def write(self, body: bytes) -> str:
        """Write *body* and return its temporary name.

        :raises RowError: if the folder does not take it.
        """
        try:
            return self._parts.write(body)
        except OSError as exc:
            raise storage_fault(exc, self._parts.path) from exc

    def place(self, part: str, path: str, row_id: str) -> None:
        """Give the file *part* its final name in the store; its temporary one stays until the row has its outcome.

        :raises OSError: if the store does not take it.
        """
        self._parts.place(part, path)
        self._uncommitted.setdefault(row_id, []).append(part)

    def committed(self, outcomes: Iterable[Outcome]) -> None:
        """Drop the temporary names of files whose *outcomes* are safe."""
        for outcome in outcomes:
            for part in self._uncommitted.pop(outcome.id, ()):
                discard(part)

    def give_up(self, path: str) -> None:
        """Mark the file at *path* in the store, whose outcome is taken back: it may have to go."""
        if path not in self._given_up:
            with suppress(OSError):  # a file that is gone needs no mark
                self._given_up[path] = self._parts.mark(path)

    async def settle(self) -> None:
        """Remove the files that were given up and that no outcome refers to; the marks of others go, they are in use.

        What cannot be told now is left to the next crawl, with its mark.
        """
        if not self._given_up:
            return
        given_up = set(self._given_up)
        with suppress(CatalogueError, OSError):
            used = await asyncio.to_thread(self._referenced, given_up)
            if self._parts.remove(given_up - used):
                for part in self._given_up.values():
                    discard(part)
                self._given_up.clear()

    def close(self) -> None:
        """Remove what was begun and dropped. Of files whose outcomes were not committed the marks stay."""
        marks = {part for parts in self._uncommitted.values() for part in parts} | set(self._given_up.values())
        self._parts.close(marks=marks)
