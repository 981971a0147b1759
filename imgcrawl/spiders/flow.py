"""The rows of a source on their way: read in batches, each URL under way only once, none lost."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from imgcrawl.intake.address import host_of_row

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

    from imgcrawl.records import ImageTask, Outcome
    from imgcrawl.spiders.selection import Selected, Selector

_BATCH_ROWS = 5000
_FIRST_ROWS = 20  # so that a list that comes slowly, by a pipe, is begun with
_MOST_PARKED = 10_000
_HEARTBEAT_S = 5.0


class RowFlow:
    """Yields the rows that need work, and keeps account of those under way, by their lane.

    Rows whose lane is taken are parked until it has its outcome, and then yielded with that outcome as their twin.
    The flow ends when no row is under way any more. *on_hosts* is told of the hosts of rows that are about to begin.
    """

    def __init__(
        self, rows: Iterator[ImageTask], selector: Selector, *, on_hosts: Callable[[set[str]], Awaitable[None]]
    ) -> None:
        self._rows = rows
        self._selector = selector
        self._on_hosts = on_hosts
        self._parked: list[Selected] = []
        self._recorded = asyncio.Event()
        self._outlook: Counter[str] = Counter()
        self.read = 0
        self._lanes: dict[str, int] = {}
        self.under_way: dict[int, ImageTask] = {}

    async def unfinished(self) -> AsyncIterator[Selected | None]:
        """Yield each row that needs an outcome, and None whenever none was recorded for some seconds.

        :raises ConfigError: if the source is damaged, or is not the list that the run was begun with.
        """
        size = _FIRST_ROWS
        while batch := await _in_thread(lambda size=size: list(islice(self._rows, size))):  # type: ignore[misc]
            self.read, size = self.read + len(batch), _BATCH_ROWS
            async for selected in self._start(await self._selector.select(batch)):
                yield selected
            async for selected in self._start(await self._selector.with_twins(self._unparked())):
                yield selected
        while self.under_way or self._parked:
            async for selected in self._start(await self._selector.with_twins(self._unparked())):
                yield selected
            if not await self._progress():
                yield None

    def done(self, outcome: Outcome) -> None:
        """Note that the row of *outcome* has one."""
        self._selector.done(outcome.id)
        lane = self._lanes.pop(outcome.id, None)
        if lane is not None:
            task = self.under_way.pop(lane)
            host = host_of_row(task.url, task.page_url)
            self._outlook[host] -= 1
            if not self._outlook[host]:
                del self._outlook[host]
        self._recorded.set()

    def outlook(self, host: str) -> int:
        """Return how many addresses of *host* are read and have no outcome yet."""
        return self._outlook[host]

    async def _start(self, batch: Sequence[Selected]) -> AsyncIterator[Selected]:
        begun: set[int] = set()
        tasks = ((row.lane, row.task) for row in batch if row.twin is None)
        fresh = {lane: host_of_row(task.url, task.page_url) for lane, task in tasks}
        await self._on_hosts(set(fresh.values()) - self._outlook.keys())
        self._outlook.update(host for lane, host in fresh.items() if lane not in self.under_way)
        for selected in batch:
            if selected.twin is None and (selected.lane in self.under_way or selected.lane in begun):
                await self._park(selected)
                continue
            begun.add(selected.lane)
            if selected.twin is None:
                self.under_way[selected.lane] = selected.task
                self._lanes[selected.task.id] = selected.lane
            yield selected

    async def _park(self, selected: Selected) -> None:
        self._parked.append(selected)
        while len(self._parked) > _MOST_PARKED and selected.lane in self.under_way:
            await self._progress()

    def _unparked(self) -> list[tuple[ImageTask, int]]:
        ready = [(row.task, row.key) for row in self._parked if row.lane not in self.under_way]
        self._parked = [row for row in self._parked if row.lane in self.under_way]
        return ready

    async def _progress(self) -> bool:
        """Wait until an outcome is recorded; return False if none was for some seconds."""
        if not self.under_way:
            return True
        self._recorded.clear()
        try:
            await asyncio.wait_for(self._recorded.wait(), _HEARTBEAT_S)
        except TimeoutError:
            return False
        return True


async def _in_thread(read: Callable[[], list[ImageTask]]) -> list[ImageTask]:
    """Return what *read* returns, from a thread that holds nobody up who wants to end while it waits for a pipe."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[list[ImageTask]] = loop.create_future()

    def settle(rows: list[ImageTask], error: BaseException | None) -> None:
        if result.cancelled():
            return
        if error is None:
            result.set_result(rows)
        else:
            result.set_exception(error)

    def work() -> None:
        rows, error = [], None
        try:
            rows = read()
        except BaseException as exc:  # noqa: BLE001 - it is raised where the rows are waited for
            error = exc
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, rows, error)

    threading.Thread(target=work, name="source", daemon=True).start()
    return await result
