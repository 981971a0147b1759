"""The catalogue's writing end within a crawl: outcomes are gathered, committed by one thread, and reported back."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeVar

from imgcrawl.catalogue.faults import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from imgcrawl.catalogue.opening import Catalogue
    from imgcrawl.catalogue.outcomes import Known
    from imgcrawl.catalogue.pictures import Recorded, Stored
    from imgcrawl.catalogue.runs import Run
    from imgcrawl.config import CatalogueConfig
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.frontier.standing import Standing
    from imgcrawl.records import Outcome

T = TypeVar("T")

MAX_PENDING_BATCHES: Final = 10
_PROMPTLY_S: Final = 0.05
_FIRST_DELAY_S, _LONGEST_DELAY_S = 0.5, 5.0


class Journal:
    """The outcomes of one run on their way into the catalogue; to be made and used within a running event loop.

    An outcome is committed at the latest *config.flush_s* seconds after it was added, sooner when *config.batch_rows*
    are together. *on_commit* is called in the event loop with the outcomes just committed. What fails for a passing
    reason, such as a server that is restarted, is repeated after each of *retry_delays_s* (None: delays that are
    *config.retry_s* seconds together), but not when *config.retry_s* seconds have passed. When the last try fails,
    every call raises :class:`~imgcrawl.catalogue.faults.CatalogueError` from then on and :attr:`failed` is done: rows
    that were not committed have no outcome, and the next run takes them up.
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
        self._catalogue = catalogue
        self._run = run
        self._config = config
        self._on_commit = on_commit
        self._retry_delays_s = retry_delays(config.retry_s) if retry_delays_s is None else retry_delays_s
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="catalogue")
        self._buffer: list[Outcome] = []
        self._standings: dict[str, Standing] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._pending: set[asyncio.Task[None]] = set()
        self._pending_rows = 0
        self._room = asyncio.Event()
        self._room.set()
        self._error: CatalogueError | None = None
        self.failed: asyncio.Future[CatalogueError] = self._loop.create_future()
        """Done, with the error as its result, when outcomes cannot be committed any more."""

    @property
    def has_failed(self) -> bool:
        """Whether outcomes could not be committed."""
        return self._error is not None

    async def add(self, outcome: Outcome) -> None:
        """Commit *outcome* soon; wait while as many rows are under way as ten full batches have."""
        self._check()
        self._buffer.append(outcome)
        if len(self._buffer) >= self._config.batch_rows:
            self._submit()
        elif self._timer is None:
            self._timer = self._loop.call_later(self._config.flush_s, self._submit)
        if not self._room.is_set():
            await self._room.wait()
        self._check()

    def tell_host(self, standing: Standing) -> None:
        """Commit at once how a host wants to be treated, as :meth:`Catalogue.tell_hosts`."""
        if not self._standings:
            self._loop.call_later(_PROMPTLY_S, self._submit)
        self._standings[standing.host] = standing

    async def host_news(self, after: int, *, now: float, since: float) -> tuple[int, list[Standing]]:
        """As :meth:`Catalogue.host_news`; what was added a moment ago need not be committed for it."""
        self._check()
        return await self._loop.run_in_executor(
            self._thread, self._unless_failed, lambda: self._catalogue.host_news(after, now=now, since=since)
        )

    async def flush(self) -> None:
        """Return when everything added so far is committed."""
        self._submit()
        if self._pending:
            await asyncio.wait(self._pending)
        self._check()

    async def close(self) -> None:
        """Return when everything is committed and the writer thread has ended."""
        try:
            await self.flush()
        finally:
            self._thread.shutdown()

    async def known(self, ids: Sequence[str]) -> dict[str, Known]:
        """As :meth:`Catalogue.known`, including what was added a moment ago."""
        return await self._after_commit(lambda: self._catalogue.known(self._run, ids))

    async def unsettled(self, rows: Sequence[tuple[str, int]], *, failed_too: bool) -> dict[int, Known | None]:
        """As :meth:`Catalogue.unsettled`, including what was added a moment ago."""
        return await self._after_commit(lambda: self._catalogue.unsettled(self._run, rows, failed_too=failed_too))

    async def outcomes_for_urls(self, url_keys: Collection[int], *, ours: bool = False) -> dict[int, Outcome]:
        """As :meth:`Catalogue.outcomes_for_urls`, including what was added just now; *ours*: by this crawl alone."""
        crawl = self._run.crawl if ours else None
        return await self._after_commit(lambda: self._catalogue.outcomes_for_urls(self._run, url_keys, crawl=crawl))

    def is_ours(self, known: Known | Recorded) -> bool:
        """Tell whether this crawl recorded the outcome of which *known* tells."""
        return known.crawl == self._run.crawl

    async def outcomes_for_pages(
        self, wanted: Collection[tuple[int, str]], *, ours: bool = False
    ) -> dict[tuple[int, str], Outcome]:
        """As :meth:`Catalogue.outcomes_for_pages`, including what was added just now; *ours*: by this crawl alone."""
        crawl = self._run.crawl if ours else None
        return await self._after_commit(lambda: self._catalogue.outcomes_for_pages(self._run, wanted, crawl=crawl))

    async def passed(self, addresses: Collection[tuple[int, str]]) -> list[Recorded]:
        """As :meth:`Catalogue.passed`, including what was added a moment ago."""
        return await self._after_commit(lambda: self._catalogue.passed(self._run, addresses))

    async def refused_pictures(self) -> list[tuple[str, str]]:
        """As :meth:`Catalogue.refused_pictures`."""
        return await self._after_commit(lambda: self._catalogue.refused_pictures(self._run))

    async def passed_elsewhere(self) -> set[tuple[int, str]]:
        """As :meth:`Catalogue.passed_elsewhere`, including what was added a moment ago."""
        return await self._after_commit(lambda: self._catalogue.passed_elsewhere(self._run))

    async def shared_with_earlier(self) -> set[tuple[str, str]]:
        """As :meth:`Catalogue.shared_with_earlier`, including what was added a moment ago."""
        return await self._after_commit(lambda: self._catalogue.shared_with_earlier(self._run))

    async def look_through(
        self, hosts: Collection[str], look: Callable[[Iterable[Stored]], T], *, refused_too: bool = False
    ) -> T:
        """Return what *look*, called in the writer thread, makes of :meth:`Catalogue.iter_stored`."""
        return await self._after_commit(
            lambda: look(self._catalogue.iter_stored(self._run, hosts, refused_too=refused_too))
        )

    async def demote(self, ids: Collection[str], *, error: ErrorSlug, reason: str) -> None:
        """As :meth:`Catalogue.demote`, including what was added a moment ago."""
        await self._after_commit(lambda: self._catalogue.demote(self._run, ids, error=error, reason=reason))

    async def load_hosts(self, names: Collection[str]) -> dict[str, dict[str, Any]]:
        """As :meth:`Catalogue.load_hosts`."""
        return await self._after_commit(lambda: self._catalogue.load_hosts(names))

    async def save_hosts(self, knowledge: dict[str, dict[str, Any]]) -> None:
        """As :meth:`Catalogue.save_hosts`."""
        await self._after_commit(lambda: self._catalogue.save_hosts(knowledge))

    def _check(self) -> None:
        if self._error:
            raise self._error

    def _submit(self) -> None:
        """Hand the buffer to the writer thread, which works in order: what is asked later sees it."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._buffer or self._standings:
            batch, self._buffer = self._buffer, []
            standings, self._standings = self._standings, {}
            written = self._loop.run_in_executor(self._thread, self._write, batch, list(standings.values()))
            task = self._loop.create_task(self._settle(written, batch))
            self._pending.add(task)
            task.add_done_callback(self._pending.discard)
            self._count(len(batch))

    async def _settle(self, written: asyncio.Future[None], batch: list[Outcome]) -> None:
        try:
            await written
            if self._on_commit and batch:
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

    def fail(self, exc: Exception) -> None:
        """Take the catalogue for failed: outcomes, or the end of the run, cannot be recorded."""
        self._error = self._error or _as_catalogue_error(exc)
        if not self.failed.done():
            self.failed.set_result(self._error)

    async def _after_commit(self, call: Callable[[], T]) -> T:
        self._check()
        self._submit()
        try:
            return await self._loop.run_in_executor(self._thread, self._unless_failed, call)
        except CatalogueError as exc:
            self.fail(exc)
            raise

    def _unless_failed(self, call: Callable[[], T]) -> T:
        self._check()
        return self._patiently(call)

    def _write(self, batch: list[Outcome], standings: list[Standing]) -> None:
        self._check()
        try:
            if standings:
                self._patiently(lambda: self._catalogue.tell_hosts(standings))
            if batch:
                self._patiently(lambda: self._catalogue.write(self._run, batch))
        except Exception as exc:
            # Set here, in the writer thread, so that the batches behind this one are not written.
            self._error = _as_catalogue_error(exc)
            raise

    def _patiently(self, call: Callable[[], T]) -> T:
        began = time.monotonic()
        for delay_s in self._retry_delays_s:
            try:
                return call()
            except CatalogueError as exc:
                # A try takes time, too: a lock is waited for each time.
                if not exc.transient or time.monotonic() - began >= self._config.retry_s:
                    raise
            time.sleep(delay_s)
        return call()


def retry_delays(total_s: float) -> list[float]:
    """Return the waits between tries, in seconds: 0.5, doubling up to 5, *total_s* together."""
    delays: list[float] = []
    delay_s = _FIRST_DELAY_S
    while (left_s := total_s - sum(delays)) > 0:
        delays.append(min(delay_s, left_s))
        delay_s = min(2 * delay_s, _LONGEST_DELAY_S)
    return delays


def _as_catalogue_error(exc: Exception) -> CatalogueError:
    if isinstance(exc, CatalogueError):
        return exc
    error = CatalogueError(f"outcomes could not be recorded: {type(exc).__name__}: {exc}", transient=False)
    error.__cause__ = exc
    return error
