"""Rows that mean the same address: one of them at a time is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgcrawl.intake.lists.backlog import RowBacklog
    from imgcrawl.records import ImageTask
    from imgcrawl.spiders.rows.selection import Selected

_MOST_PARKED = 10_000


class Lanes:
    """The rows under way, each on a lane of its own, and those that are parked until their lane is free.

    When more than 10,000 rows are parked in memory all of these are put into *on_disk*, by their lane.
    """

    def __init__(self, on_disk: RowBacklog) -> None:
        self.under_way: dict[int, ImageTask] = {}
        self._lanes: dict[str, int] = {}
        self._parked: dict[int, list[Selected]] = {}
        self._freed: list[Selected] = []
        self._in_memory = 0
        self._on_disk = on_disk
        self._freed_on_disk: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self.under_way) + self.parked + len(self._freed)

    def __bool__(self) -> bool:
        return bool(self.under_way or self._freed or self._on_disk)

    def __contains__(self, lane: object) -> bool:
        return lane in self.under_way

    @property
    def parked(self) -> int:
        """How many rows wait for a lane that is taken, or on disk for their turn."""
        return self._in_memory + len(self._on_disk)

    def begin(self, selected: Selected) -> None:
        """Note that a row is under way on its lane."""
        self.under_way[selected.lane] = selected.task
        self._lanes[selected.task.id] = selected.lane
        self._freed_on_disk.pop(str(selected.lane), None)

    def park(self, selected: Selected) -> list[ImageTask]:
        """Keep a row until its lane is free; it may be already. Return the rows that went to disk.

        :raises OSError: if the disk is full or fails.
        """
        if selected.lane not in self.under_way:
            self._freed.append(selected)
            return []
        self._parked.setdefault(selected.lane, []).append(selected)
        self._in_memory += 1
        return self._spill() if self._in_memory > _MOST_PARKED else []

    def end(self, row_id: str) -> tuple[int, ImageTask] | None:
        """Free the lane of the row *row_id*; return it, with the row that began on it, or None if it had none."""
        lane = self._lanes.pop(row_id, None)
        if lane is None:
            return None
        freed = self._parked.pop(lane, [])
        self._in_memory -= len(freed)
        self._freed += freed
        if str(lane) in self._on_disk:
            self._freed_on_disk[str(lane)] = None
        return lane, self.under_way.pop(lane)

    def take_freed(self) -> list[Selected]:
        """Return the parked rows in memory whose lane is free now, and keep them no longer."""
        freed, self._freed = self._freed, []
        return freed

    def take_freed_on_disk(self, rows: int) -> list[ImageTask]:
        """Return about *rows* of those on disk whose lane has become free, and keep them no longer.

        They are to be selected once more. :raises OSError: if the disk fails.
        """
        taken: list[ImageTask] = []
        while self._freed_on_disk and len(taken) < rows:
            lane = next(iter(self._freed_on_disk))
            taken += self._on_disk.take(lane, rows - len(taken))
            if lane not in self._on_disk:
                del self._freed_on_disk[lane]
        return taken

    def _spill(self) -> list[ImageTask]:
        spilled: list[ImageTask] = []
        for lane, rows in self._parked.items():
            tasks = [row.task for row in rows]
            self._on_disk.put(str(lane), tasks)
            spilled += tasks
        self._parked.clear()
        self._in_memory = 0
        return spilled
