"""Plain lists: one URL a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.intake.lists.row_faults import fault_of, note_fault, readable
from imgcrawl.records import ImageTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imgcrawl.intake.lists.streams import Reading


def text_tasks(lines: Iterable[str], reading: Reading | None = None) -> Iterator[ImageTask]:
    """Yield a task for each line that is neither blank nor a comment (``#``)."""
    index = 0
    for number, line in enumerate(lines, 1):
        if not line or line.isspace() or line.lstrip().startswith("#"):
            continue
        fault = fault_of(line)
        if fault:
            note_fault(fault, reading)
            yield ImageTask(index, str(index), readable(line), malformed=f"Row {index} (line {number}) {fault}")
        else:
            yield ImageTask(index, str(index), line)
        index += 1
