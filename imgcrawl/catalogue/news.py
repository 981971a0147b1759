"""What hosts ask of all processes that share a catalogue: told at once, and heard within a second."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from imgcrawl import background, clock
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.frontier.standing import REMEMBERED_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue.journal import Journal
    from imgcrawl.frontier.standing import Standing

_EVERY_S: Final = 1.0
_PROMPTLY_S: Final = 0.05


class HostNews:
    """Tells other processes, and later ones, how hosts want to be treated, and hears of it from them.

    *on_news* is called in the event loop with what others have told. News wait for none of the outcomes that *journal*
    gathers, neither on their way out nor in.
    """

    def __init__(self, journal: Journal, on_news: Callable[[list[Standing]], None]) -> None:
        self._journal = journal
        self._on_news = on_news
        self._heard = 0
        self._is_over = False
        self._told: dict[str, Standing] = {}  # and not yet heard
        self._untold: dict[str, Standing] = {}
        self._writing: asyncio.Future[None] | None = None
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return when all that is known has been passed on; go on listening until :meth:`stop`.

        :raises CatalogueError: if the catalogue cannot be read.
        """
        await self._hear()
        self._listening = background.begin(self._listen(), "listening for the news of hosts")

    def tell(self, standing: Standing) -> None:
        """Let the others know, unless the run is over."""
        if self._is_over:
            return
        if not self._untold:
            asyncio.get_running_loop().call_later(_PROMPTLY_S, self._write)
        self._told[standing.host] = self._untold[standing.host] = standing

    async def stop(self) -> None:
        """Return when what was told is on record; neither tell nor listen any more."""
        self._is_over = True
        self._write()
        if self._writing is not None:
            await asyncio.wait([self._writing])
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    def _write(self) -> None:
        standings, self._untold = list(self._untold.values()), {}
        if standings:
            self._writing = self._journal.thread.write(lambda: self._journal.catalogue.tell_hosts(standings))

    async def _listen(self) -> None:
        while not self._journal.has_failed:
            await asyncio.sleep(_EVERY_S)
            try:
                await self._hear()
            except CatalogueError:
                # Whether the catalogue can still be written is for the journal to find out.
                continue

    async def _hear(self) -> None:
        now = clock.now()
        self._heard, news = await self._journal.thread.ask(
            lambda: self._journal.catalogue.host_news(self._heard, now=now, since=now - REMEMBERED_S)
        )
        if others := [standing for standing in news if not self._is_own(standing)]:
            self._on_news(others)

    def _is_own(self, heard: Standing) -> bool:
        """Say whether this process has told what is *heard*, which it is but once."""
        own = self._told.get(heard.host)
        if own is not None and own.told_at <= heard.told_at:
            del self._told[heard.host]
        return own == heard
