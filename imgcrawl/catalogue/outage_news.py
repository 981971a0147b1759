"""Whether a process waits for the network, told to whoever looks on: within about a second."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from imgcrawl import background
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.errors import RunStopped

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue.journal import Journal
    from imgcrawl.transport.pause import Awaited

_EVERY_S: Final = 1.0


class OutageNews:
    """Keeps on record whether this process waits for the network, which *awaited* says whenever it is called.

    It is for who looks on, so no run ends because it cannot be recorded.
    """

    def __init__(self, journal: Journal, awaited: Callable[[], Awaited | None]) -> None:
        self._journal = journal
        self._awaited = awaited
        self._told: Awaited | None = None
        self._is_on_record = True
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch."""
        self._watching = background.begin(self._watch(), "the news of the network")

    async def stop(self) -> None:
        """Return when nothing is on record any more, as far as the catalogue can be written."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._tell(None)

    async def _watch(self) -> None:
        while not self._journal.has_failed:
            await asyncio.sleep(_EVERY_S)
            await self._tell(self._awaited())

    async def _tell(self, awaited: Awaited | None) -> None:
        if self._is_on_record and awaited == self._told:
            return
        self._told, self._is_on_record = awaited, False
        catalogue, run = self._journal.catalogue, self._journal.run
        try:
            await self._journal.thread.ask(lambda: catalogue.note_outage(run, awaited))
        except (CatalogueError, RunStopped):
            return  # whether the catalogue can still be written is for the journal to find out
        self._is_on_record = True
