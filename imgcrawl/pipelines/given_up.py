"""Files of outcomes that were withdrawn, until it is known whether another outcome refers to them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.pipelines.parts import discard

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from imgcrawl.pipelines.parts import PartFolder


class GivenUpFiles:
    """Marks the files that may have to go, so that the next crawl knows of them if this one cannot tell."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._marks)

    @property
    def marks(self) -> set[str]:
        """The temporary names that tell of the files."""
        return set(self._marks.values())

    def add(self, path: str, parts: PartFolder) -> None:
        """Mark the file at *path*; one that is gone needs no mark."""
        if path not in self._marks:
            with suppress(OSError):
                self._marks[path] = parts.mark(path)

    async def remove(self, parts: PartFolder, referenced: Callable[[Collection[str]], set[str]]) -> None:
        """Remove the files to which no outcome refers, and all marks; leave both where that cannot be told."""
        paths = set(self._marks)
        with suppress(CatalogueError, OSError):
            used = await asyncio.to_thread(referenced, paths)
            if parts.remove(paths - used):
                for mark in self._marks.values():
                    discard(mark)
                self._marks.clear()
