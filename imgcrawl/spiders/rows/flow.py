"""The rows of a source on their way: read in batches, each URL under way only once, none lost."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import TYPE_CHECKING

from imgcrawl.intake.address import host_of_row
from imgcrawl.spiders.rows.lanes import Lanes
from imgcrawl.spiders.rows.outlook import Outlook
from imgcrawl.spiders.rows.reading import read_in_thread
from imgcrawl.spiders.rows.selection import Keyed
from imgcrawl.spiders.rows.shares import HostShares

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence

    from imgcrawl.intake.lists.backlog import RowBacklog
    from imgcrawl.records import ImageTask, Outcome
    from imgcrawl.spiders.rows.selection import Selected, Selector
    from imgcrawl.spiders.rows.withdrawal import Withdrawals

_BATCH_ROWS = 5000
_FIRST_ROWS = 20  # so that a list that comes slowly, by a pipe, is begun with
_HEARTBEAT_S = 5.0


class RowFlow:
    """Yields the rows that need work, and keeps account of those under way, by their lane.

    Rows whose lane is taken are parked until it has its outcome, and then yielded with that outcome as their twin.
    The flow ends when no row is under way any more. *on_first* is told of the first rows before any of them is begun,
    *on_hosts* of the hosts of rows that are about to begin, and *on_read* is called when the list has been read to its
    end.

    At most about *most_rows* rows are in memory, shared among the hosts; rows of hosts that have their share are put
    into *backlog*, and the list is read past them as long as *is_hungry* says that hosts which are not busy are wanted.
    Rows whose outcomes are taken back by *withdrawals* come again. Of the parked rows too, only some are in memory; the
    others wait in *parked*. However many there are, they hold up nothing else.
    """

    def __init__(
        self,
        rows: Iterator[ImageTask],
        selector: Selector,
        backlog: RowBacklog,
        *,
        parked: RowBacklog,
        withdrawals: Withdrawals,
        on_hosts: Callable[[set[str]], Awaitable[None]],
        on_read: Callable[[], Awaitable[None]],
        most_rows: int,
        is_hungry: Callable[[], bool],
        on_first: Callable[[Sequence[ImageTask]], Awaitable[None]] | None = None,
    ) -> None:
        self._rows = rows
        self._selector = selector
        self._backlog = backlog
        self._shares = HostShares(backlog, most_rows)
        self._on_hosts = on_hosts
        self._on_read = on_read
        self._on_first = on_first
        self.withdrawals = withdrawals
        self._is_hungry = is_hungry
        self._lanes = Lanes(parked)
        self._outlook = Outlook(backlog)
        self._recorded = asyncio.Event()
        self.has_begun = False
        """Whether there was a row to work on."""
        self.read = 0
        self.is_read = False
        """Whether all of the list has been read."""

    @property
    def under_way(self) -> dict[int, ImageTask]:
        """The rows under way, by their lane."""
        return self._lanes.under_way

    async def unfinished(self) -> AsyncIterator[Selected | None]:
        """Yield each row that needs an outcome, and None whenever none was recorded for some seconds.

        :raises ConfigError: if the source is damaged, or is not the list that the run was begun with.
        :raises OSError: if the backlog cannot be written.
        """
        size = _FIRST_ROWS
        while batch := await read_in_thread(lambda size=size: list(islice(self._rows, size))):  # type: ignore[misc]
            if self._on_first is not None and not self.read:
                await self._on_first(batch)
            self.read, size = self.read + len(batch), _BATCH_ROWS
            async for selected in self._admit(batch):
                yield selected
            async for selected in self._start_unparked():
                yield selected
            async for selected in self._from_backlog():
                yield selected
            async for each in self._work_off(until=self._wants_to_read):
                yield each
        self.is_read = True
        await self._on_read()
        async for each in self._end():
            yield each

    async def _end(self) -> AsyncIterator[Selected | None]:
        """Work everything off, and what proves only then to have passed for an image, which begins again."""
        async for each in self._work_off(until=self._is_worked_off):
            yield each
        for search in (self.withdrawals.add_found_late, self.withdrawals.add_known):
            await search()
            async for each in self._work_off(until=self._is_worked_off):
                yield each

    @property
    def rows_to_go(self) -> int:
        """How many rows were read and have no outcome yet."""
        return len(self._lanes) + len(self._backlog)

    @property
    def keeps_rows_back(self) -> bool:
        """Whether rows that were read wait until their host has fewer under way."""
        return bool(self._backlog)

    @property
    def left_out(self) -> int:
        """How many rows were read that have no outcome and get none in this crawl."""
        return self._selector.left_out

    def arrived(self, lane: int) -> None:
        """Note that an answer to the row on *lane* is in hand: its host has one row less to be busy with."""
        self._shares.end(lane)
        if self._shares.are_wanting:
            self._recorded.set()

    def done(self, outcome: Outcome) -> None:
        """Note that the row of *outcome* has one."""
        self._selector.done(outcome.id)
        self.withdrawals.note(outcome)
        if (ended := self._lanes.end(outcome.id)) is not None:
            lane, task = ended
            self._outlook.end(host_of_row(task.url, task.page_url))
            self._shares.end(lane)
        self._recorded.set()

    def outlook(self, host: str) -> int:
        """Return how many addresses of *host* are read and have no outcome yet."""
        return self._outlook.of(host)

    def _wants_to_read(self) -> bool:
        if not self.under_way or (self._is_hungry() and not self._shares.is_full):
            return True
        return not self._backlog and self._shares.count < _BATCH_ROWS  # a batch is worked on while the next is read

    def _is_worked_off(self) -> bool:
        return not (self._lanes or self._backlog or self.withdrawals)

    async def _work_off(self, *, until: Callable[[], bool]) -> AsyncIterator[Selected | None]:
        """Begin what is parked and what waits in the backlog, as it gets its turn."""
        while not until():
            async for selected in self._start_unparked():
                yield selected
            async for selected in self._from_backlog():
                yield selected
            if self.withdrawals:
                async for selected in self._start(await self.withdrawals.carry_out(self.under_way)):
                    yield selected
            if not self._shares.are_wanting and not await self._progress():
                yield None

    async def _admit(self, tasks: Sequence[ImageTask]) -> AsyncIterator[Selected]:
        """Begin what has room of *tasks*, and put the rest into the backlog."""
        admitted, over = self._shares.admit(await self._selector.select(tasks))
        self._put_off(over)
        async for selected in self._start(admitted):
            yield selected
        self._shares.look_again(over)

    def _put_off(self, tasks: Iterable[ImageTask]) -> None:
        """Note that *tasks* wait on disk: they are selected once more when they come from there."""
        for task in tasks:
            self._selector.done(task.id)

    async def _from_backlog(self, begun: set[int] | None = None) -> AsyncIterator[Selected]:
        while tasks := self._shares.take_wanted():
            async for selected in self._start(
                await self._selector.select(tasks), begun=set() if begun is None else begun
            ):
                yield selected
            self._shares.look_again(tasks)

    async def _start(self, batch: Sequence[Selected], *, begun: set[int] | None = None) -> AsyncIterator[Selected]:
        """Yield the rows of *batch* that can begin, and in between those from the backlog whose host wants some.

        *begun*: the lanes of the batch between whose rows these come from the backlog.
        """
        is_interrupted = begun is None
        begun = set() if begun is None else begun
        hosts = await self._foresee(batch)
        for selected in batch:
            if is_interrupted and self._shares.are_wanting:
                async for urgent in self._from_backlog(begun):
                    yield urgent
            if selected.twin is None and (selected.lane in self._lanes or selected.lane in begun):
                self._put_off(self._lanes.park(selected))
                continue
            begun.add(selected.lane)
            self.has_begun = True
            if selected.twin is None:
                self._outlook.begin(selected.lane)
                self._lanes.begin(selected)
                self._shares.begin(selected.lane, hosts[selected.lane])
            yield selected

    async def _foresee(self, batch: Sequence[Selected]) -> dict[int, str]:
        """Count the addresses of *batch* as to come, tell of hosts that come up now, and return all by lane."""
        tasks = ((row.lane, row.task) for row in batch if row.twin is None)
        hosts = {lane: host_of_row(task.url, task.page_url) for lane, task in tasks}
        await self._on_hosts(self._outlook.new(hosts.values()))
        self._outlook.foresee(hosts, self._lanes)
        return hosts

    async def _start_unparked(self) -> AsyncIterator[Selected]:
        ready = [Keyed(row.task, row.key) for row in self._lanes.take_freed()]
        async for selected in self._start(await self._selector.with_twins(ready)):
            yield selected
        while tasks := self._lanes.take_freed_on_disk(_BATCH_ROWS):
            async for selected in self._admit(tasks):
                yield selected

    async def _progress(self) -> bool:
        """Wait until an outcome is recorded, or was since the last time; return False if none was for some seconds."""
        if not self.under_way:
            await asyncio.sleep(0)
            return True
        try:
            await asyncio.wait_for(self._recorded.wait(), _HEARTBEAT_S)
        except TimeoutError:
            return False
        self._recorded.clear()
        return True
