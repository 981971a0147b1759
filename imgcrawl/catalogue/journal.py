"""The catalogue's writing end within a crawl: outcomes are gathered, committed in batches, and reported back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.catalogue.patient import PatientThread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imgcrawl.catalogue.opening import Catalogue
    from imgcrawl.catalogue.runs import Run
    from imgcrawl.config import CatalogueConfig
    from imgcrawl.records import Outcome

T = TypeVar("T")

MAX_PENDING_BATCHES: Final = 10


class Journal:
    """The outcomes of one run on their way into the catalogue; to be made and used within a running event loop.

    An outcome is committed at the latest *config.flush_s* seconds after it was added, sooner when *config.batch_rows*
    are together. *on_commit* is called in the event loop with the outcomes just committed. What fails is repeated for
    *config.retry_s* seconds, as :class:`~imgcrawl.catalogue.patient.PatientThread` does with *retry_delays_s*; then
    every call raises :class:`~imgcrawl.catalogue.faults.CatalogueError`: rows that were not committed have no outcome,
    and the next run takes them up.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        run: Run,
        config: CatalogueConfig,
        *,
        on_commit: Callable[[list[Outcome]], None] | None = None,
        retry_delays_s: Sequence[float] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.run = run
        self.thread = PatientThread(config.retry_s, retry_delays_s)
        """Where the catalogue is used."""
        self._config = config
        self._on_commit = on_commit
        self._buffer: list[Outcome] = []
        self._timer: asyncio.TimerHandle | None = None
        self._pending: set[asyncio.Task[None]] = set()
        self._pending_rows = 0
        self._room = asyncio.Event()
        self._room.set()

    @property
    def has_failed(self) -> bool:
        """Whether outcomes could not be committed."""
        return self.thread.has_failed

    @property
    def unrecorded(self) -> int:
        """How many outcomes were added and are not committed, as far as is known."""
        return len(self._buffer) + self._pending_rows

    @property
    def is_full(self) -> bool:
        """Whether as many rows are under way as ten full batches have: what is added has to wait."""
        return not self._room.is_set()

    @property
    def failed(self) -> asyncio.Future[CatalogueError]:
        """Done, with the error as its result, when outcomes cannot be committed any more."""
        return self.thread.failed

    def fail(self, exc: Exception) -> None:
        """Take the catalogue for failed: outcomes, or the end of the run, cannot be recorded."""
        self.thread.fail(exc)

    async def add(self, outcome: Outcome) -> None:
        """Commit *outcome* soon; wait while as many rows are under way as ten full batches have."""
        self.thread.check()
        self._buffer.append(outcome)
        if len(self._buffer) >= self._config.batch_rows:
            self._submit()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._config.flush_s, self._submit)
        if not self._room.is_set():
            await self._room.wait()
        self.thread.check()

    async def ask(self, call: Callable[[], T]) -> T:
        """Return what *call*, carried out when all that was added is committed, returns."""
        self.thread.check()
        self._submit()
        try:
            return await self.thread.ask(call)
        except CatalogueError as exc:
            self.fail(exc)
            raise

    async def flush(self) -> None:
        """Return when everything added so far is committed."""
        self._submit()
        if self._pending:
            await asyncio.wait(self._pending)
        self.thread.check()

    async def close(self) -> None:
        """Return when everything is committed and the writer thread has ended."""
        try:
            await self.flush()
        finally:
            self.thread.shutdown()

    def _submit(self) -> None:
        """Hand the buffer to the writer thread, which works in order: what is asked later sees it."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._buffer:
            batch, self._buffer = self._buffer, []
            written = self.thread.write(lambda: self.catalogue.write(self.run, batch))
            task = asyncio.get_running_loop().create_task(self._settle(written, batch))
            self._pending.add(task)
            task.add_done_callback(self._pending.discard)
            self._count(len(batch))

    async def _settle(self, written: asyncio.Future[None], batch: list[Outcome]) -> None:
        try:
            await written
            if self._on_commit:
                self._on_commit(batch)
        except Exception as exc:  # noqa: BLE001 - whatever it is, an outcome must not vanish without a word
            self.fail(exc)
        finally:
            self._count(-len(batch))

    def _count(self, rows: int) -> None:
        """Note that so many more rows are under way, and let in who waits once there is room."""
        self._pending_rows += rows
        if self._pending_rows > MAX_PENDING_BATCHES * self._config.batch_rows:
            self._room.clear()
        else:
            self._room.set()
