"""What is being found out for rows by requests that only compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

_MOST: int = 4_096


class Trials(Generic[T]):
    """What waits for an answer, by row: 4,096 at a time, for one whose request ends with the run has none."""

    def __init__(self) -> None:
        self._by_row: dict[str, T] = {}

    def begin(self, row: str, trial: T) -> None:
        """Have *trial* wait for the answer for *row*; the oldest goes where there are too many."""
        self._by_row[row] = trial
        if len(self._by_row) > _MOST:
            del self._by_row[next(iter(self._by_row))]

    def end(self, row: str) -> T | None:
        """Return what has waited for the answer for *row*, if anything has, and forget it."""
        return self._by_row.pop(row, None)

    def under_way(self) -> Iterable[T]:
        """Return all that waits."""
        return self._by_row.values()
