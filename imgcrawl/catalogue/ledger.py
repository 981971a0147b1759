"""What a crawl asks of its run in the catalogue, and what it changes there besides adding to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from imgcrawl.catalogue.journal import Journal
    from imgcrawl.catalogue.outcomes import Counts, Known
    from imgcrawl.catalogue.pictures import Recorded, Stored
    from imgcrawl.catalogue.rows import FoundOn, Listed
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.records import HostPicture, Outcome, Passed

T = TypeVar("T")


class Ledger:
    """The outcomes of the run of *journal*, those that were added to it a moment ago included.

    Each method is that of :class:`~imgcrawl.catalogue.opening.Catalogue` by the same name.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._catalogue = journal.catalogue
        self._run = journal.run

    def is_ours(self, known: Known | Recorded) -> bool:
        """Tell whether this crawl recorded the outcome of which *known* tells."""
        return known.crawl == self._run.crawl

    async def known(self, ids: Sequence[str]) -> dict[str, Known]:
        """As :meth:`Catalogue.known`."""
        return await self._journal.ask(lambda: self._catalogue.known(self._run, ids))

    async def unsettled(self, rows: Sequence[Listed], *, failed_too: bool) -> dict[int, Known | None]:
        """As :meth:`Catalogue.unsettled`."""
        return await self._journal.ask(lambda: self._catalogue.unsettled(self._run, rows, failed_too=failed_too))

    async def outcomes_for_urls(self, url_keys: Collection[int], *, ours: bool = False) -> dict[int, Outcome]:
        """As :meth:`Catalogue.outcomes_for_urls`; *ours*: by this crawl alone."""
        crawl = self._run.crawl if ours else None
        return await self._journal.ask(lambda: self._catalogue.outcomes_for_urls(self._run, url_keys, crawl=crawl))

    async def outcomes_for_pages(self, wanted: Collection[FoundOn], *, ours: bool = False) -> dict[FoundOn, Outcome]:
        """As :meth:`Catalogue.outcomes_for_pages`; *ours*: by this crawl alone."""
        crawl = self._run.crawl if ours else None
        return await self._journal.ask(lambda: self._catalogue.outcomes_for_pages(self._run, wanted, crawl=crawl))

    async def passed(self, wanted: Collection[Passed]) -> list[Recorded]:
        """As :meth:`Catalogue.passed`."""
        return await self._journal.ask(lambda: self._catalogue.passed(self._run, wanted))

    async def refused_pictures(self) -> list[HostPicture]:
        """As :meth:`Catalogue.refused_pictures`."""
        return await self._journal.ask(lambda: self._catalogue.refused_pictures(self._run))

    async def passed_elsewhere(self) -> set[Passed]:
        """As :meth:`Catalogue.passed_elsewhere`."""
        return await self._journal.ask(lambda: self._catalogue.passed_elsewhere(self._run))

    async def shared_with_earlier(self) -> set[HostPicture]:
        """As :meth:`Catalogue.shared_with_earlier`."""
        return await self._journal.ask(lambda: self._catalogue.shared_with_earlier(self._run))

    async def look_through(
        self, hosts: Collection[str], look: Callable[[Iterable[Stored]], T], *, refused_too: bool = False
    ) -> T:
        """Return what *look*, called in the writer thread, makes of :meth:`Catalogue.iter_stored`."""
        return await self._journal.ask(
            lambda: look(self._catalogue.iter_stored(self._run, hosts, refused_too=refused_too))
        )

    async def demote(self, ids: Collection[str], *, error: ErrorSlug, reason: str) -> None:
        """As :meth:`Catalogue.demote`."""
        await self._journal.ask(lambda: self._catalogue.demote(self._run, ids, error=error, reason=reason))

    async def counts(self) -> Counts:
        """As :meth:`Catalogue.counts`."""
        return await self._journal.ask(lambda: self._catalogue.counts(self._run))

    async def set_total_rows(self, total_rows: int) -> None:
        """As :meth:`Catalogue.set_total_rows`."""
        await self._journal.ask(lambda: self._catalogue.set_total_rows(self._run, total_rows))

    async def load_hosts(self, names: Collection[str]) -> dict[str, dict[str, Any]]:
        """As :meth:`Catalogue.load_hosts`."""
        return await self._journal.ask(lambda: self._catalogue.load_hosts(names))

    async def save_hosts(self, knowledge: dict[str, dict[str, Any]]) -> None:
        """As :meth:`Catalogue.save_hosts`."""
        await self._journal.ask(lambda: self._catalogue.save_hosts(knowledge))
