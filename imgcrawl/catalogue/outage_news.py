"""Whether a process waits for the network, told to whoever looks on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from imgcrawl import background
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.errors import RunStopped

if TYPE_CHECKING:
    from imgcrawl.catalogue.journal import Journal
    from imgcrawl.transport.pause import Awaited

_AGAIN_S: Final = 1.0


class OutageNews:
    """Keeps on record whether this process waits for the network.

    It is for who looks on, so no run ends because it cannot be recorded; that is tried again.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._awaited: Awaited | None = None
        self._recorded: Awaited | None = None
        self._is_on_record = True
        self._has_ended = False
        self._recording: asyncio.Task[None] | None = None

    def tell(self, awaited: Awaited | None) -> None:
        """Have on record that the process waits for what is *awaited*; None: for nothing."""
        self._awaited = awaited
        if not self._has_ended and (self._recording is None or self._recording.done()):
            self._recording = background.begin(self._record(), "the news of the network")

    async def stop(self) -> None:
        """Return when nothing is on record any more, as far as the catalogue can be written."""
        self._has_ended = True
        if self._recording is not None:
            self._recording.cancel()
            await asyncio.gather(self._recording, return_exceptions=True)
        self._awaited = None
        await self._note()

    async def _record(self) -> None:
        while not self._journal.has_failed:
            if await self._note():
                return
            await asyncio.sleep(_AGAIN_S)

    async def _note(self) -> bool:
        """Record what is awaited now, and say whether it is still that, and on record."""
        awaited = self._awaited
        if not self._is_on_record or awaited != self._recorded:
            self._recorded, self._is_on_record = awaited, False
            catalogue, run = self._journal.catalogue, self._journal.run
            try:
                await self._journal.thread.ask(lambda: catalogue.note_outage(run, awaited))
            except (CatalogueError, RunStopped):
                return False  # whether the catalogue can still be written is for the journal to find out
            self._is_on_record = True
        return awaited == self._awaited
