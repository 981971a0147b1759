"""The one thread in which a crawl uses its catalogue, patient with what fails for a passing reason."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.durations import in_words
from imgcrawl.errors import RunStopped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

logger = logging.getLogger(__name__)

_FIRST_DELAY_S, _LONGEST_DELAY_S = 0.5, 5.0


class PatientThread:
    """Carries out calls in a thread, one after the other; to be made and used within a running event loop.

    What fails for a passing reason, such as a server that is restarted, is repeated after each of *delays_s* (None:
    delays that are *patience_s* seconds together), but not when *patience_s* seconds have passed; the log says so once,
    until a call has succeeded again. Once something has failed for good every call raises
    :class:`~imgcrawl.catalogue.faults.CatalogueError`, and :attr:`failed` is done.
    """

    def __init__(self, patience_s: float, delays_s: Sequence[float] | None = None) -> None:
        self._patience_s = patience_s
        self._delays_s = retry_delays(patience_s) if delays_s is None else delays_s
        self._loop = asyncio.get_running_loop()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="catalogue")
        self._is_shut = self._is_told = False
        self._error: CatalogueError | None = None
        self.failed: asyncio.Future[CatalogueError] = self._loop.create_future()
        """Done, with the error as its result, when the catalogue has failed."""

    @property
    def has_failed(self) -> bool:
        """Whether the catalogue has failed."""
        return self._error is not None

    def check(self) -> None:
        """Raise the error with which the catalogue has failed, if it has."""
        if self._error:
            raise self._error

    def fail(self, exc: Exception) -> None:
        """Take the catalogue for failed by *exc*."""
        self._error = self._error or _as_catalogue_error(exc)
        if not self.failed.done():
            self.failed.set_result(self._error)

    async def ask(self, call: Callable[[], T]) -> T:
        """Return what *call* returns; what its failure means is for the caller to say.

        :raises RunStopped: after :meth:`shutdown`.
        """
        self.check()
        if self._is_shut:
            raise RunStopped("the catalogue is closed")
        return await self._loop.run_in_executor(self._executor, self._patiently, call)

    def write(self, call: Callable[[], None]) -> asyncio.Future[None]:
        """Give *call* its turn at once, and return its end; if it fails, the catalogue has failed."""
        written = self._loop.run_in_executor(self._executor, self._or_fail, call)
        written.add_done_callback(self._note_failure)
        return written

    def shutdown(self) -> None:
        """Return when the thread has ended."""
        self._is_shut = True
        self._executor.shutdown()

    def _note_failure(self, written: asyncio.Future[None]) -> None:
        if not written.cancelled() and isinstance(exc := written.exception(), Exception):
            self.fail(exc)

    def _or_fail(self, call: Callable[[], None]) -> None:
        try:
            self._patiently(call)
        except Exception as exc:
            # Set here, in the thread, so that the calls behind this one are not carried out.
            self._error = self._error or _as_catalogue_error(exc)
            raise

    def _patiently(self, call: Callable[[], T]) -> T:
        self.check()
        began = time.monotonic()
        for delay_s in self._delays_s:
            try:
                return self._done(call)
            except CatalogueError as exc:
                # A try takes time, too: a lock is waited for each time.
                if not exc.transient or time.monotonic() - began >= self._patience_s:
                    raise
                self._tell(exc)
            time.sleep(delay_s)
        return self._done(call)

    def _done(self, call: Callable[[], T]) -> T:
        result = call()
        if self._is_told:
            self._is_told = False
            logger.warning("the catalogue takes outcomes again")
        return result

    def _tell(self, exc: CatalogueError) -> None:
        if not self._is_told:
            self._is_told = True
            up_to = in_words(self._patience_s)
            logger.warning("%s; it is tried again for up to %s (IMGCRAWL_CATALOGUE_RETRY_SECONDS)", exc, up_to)


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
