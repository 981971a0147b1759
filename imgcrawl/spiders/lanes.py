"""Rows that mean the same address: one of them at a time is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgcrawl.records import ImageTask
    from imgcrawl.spiders.selection import Selected


class Lanes:
    """The rows under way, each on a lane of its own, and those that are parked until their lane is free."""

    def __init__(self) -> None:
        self.under_way: dict[int, ImageTask] = {}
        self._lanes: dict[str, int] = {}
        self._parked: dict[int, list[Selected]] = {}
        self._freed: list[Selected] = []
        self.parked = 0
        """How many rows wait for a lane that is taken."""

    def __len__(self) -> int:
        return len(self.under_way) + self.parked + len(self._freed)

    def __contains__(self, lane: object) -> bool:
        return lane in self.under_way

    def begin(self, selected: Selected) -> None:
        """Note that a row is under way on its lane."""
        self.under_way[selected.lane] = selected.task
        self._lanes[selected.task.id] = selected.lane

    def park(self, selected: Selected) -> None:
        """Keep a row until its lane is free; it may be already."""
        if selected.lane in self.under_way:
            self._parked.setdefault(selected.lane, []).append(selected)
            self.parked += 1
        else:
            self._freed.append(selected)

    def end(self, row_id: str) -> tuple[int, ImageTask] | None:
        """Free the lane of the row *row_id*; return it, with the row that began on it, or None if it had none."""
        lane = self._lanes.pop(row_id, None)
        if lane is None:
            return None
        freed = self._parked.pop(lane, [])
        self.parked -= len(freed)
        self._freed += freed
        return lane, self.under_way.pop(lane)

    def take_freed(self) -> list[Selected]:
        """Return the parked rows whose lane is free now, and keep them no longer."""
        freed, self._freed = self._freed, []
        return freed
