"""JSON Lines: one object a line."""

from __future__ import annotations

import json
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from imgcrawl.intake.lists.columns import as_text, find_layout, has_columns, loose_layout
from imgcrawl.intake.lists.row_faults import fault_of, note_fault, readable
from imgcrawl.records import ImageTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imgcrawl.intake.lists.columns import Columns, Layout
    from imgcrawl.intake.lists.streams import Reading

_ROWS_SEARCHED = 100
"""Rows among which every column must show itself: a row may leave out what it does not know."""

_MAX_LAYOUTS = 1000

_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_decode = json.JSONDecoder(parse_constant=lambda _: None).decode  # NaN is no JSON: databases refuse it


def jsonl_tasks(
    lines: Iterable[str], columns: Columns, source: str, reading: Reading | None = None
) -> Iterator[ImageTask]:
    """Yield a task for each line that is not blank; a line that is no JSON object becomes a malformed task.

    :raises ConfigError: when the first rows name no URL column, or lack a column that *columns* asks for.
    """
    lines = iter(lines)
    head = _checked_head(lines, columns, source)
    if reading is not None:
        reading.note_columns(
            loose_layout(list(dict.fromkeys(name for line in head for name in _row(line)[0])), columns)
        )
    layouts: dict[tuple[str, ...], Layout] = {}
    index = 0
    for number, line in enumerate(chain(head, lines), 1):
        if not line or line.isspace():
            continue
        row, fault = _row(line)
        task = _task(row, index, columns, layouts)
        if fault:
            note_fault(fault, reading)
            fault = f"Row {index} (line {number}) {fault}"
            task = ImageTask(index, readable(task.id), readable(task.url or line), malformed=fault)
        yield task
        index += 1


def _checked_head(lines: Iterator[str], columns: Columns, source: str) -> list[str]:
    """Return the first lines, taken until all columns were seen."""
    head: list[str] = []
    names: dict[str, None] = {}
    for line in islice(lines, _ROWS_SEARCHED):
        head.append(line)
        names.update(dict.fromkeys(_row(line)[0]))
        if has_columns(list(names), columns):
            return head
    if names:
        find_layout(list(names), columns, source)
    return head


def _row(line: str) -> tuple[dict[str, Any], str]:
    """Return the object in *line*, and what is wrong with it."""
    fault = fault_of(line)
    if fault:
        return {}, fault
    try:
        row = _decode(line)
    except json.JSONDecodeError as error:
        return {}, f"is not valid JSON: {error.msg} at character {error.colno}."
    except (ValueError, RecursionError):
        return {}, "is JSON beyond all measure."
    if not isinstance(row, dict):
        return {}, "is not a JSON object."
    if "\\u" in line:
        fault = fault_of(_ESCAPED_NUL.sub("\0", json.dumps(row, ensure_ascii=False)))
    return row, fault


def _task(row: dict[str, Any], index: int, columns: Columns, layouts: dict[tuple[str, ...], Layout]) -> ImageTask:
    names = tuple(row)
    layout = layouts.get(names)
    if layout is None:
        if len(layouts) >= _MAX_LAYOUTS:
            layouts.clear()
        layout = layouts[names] = loose_layout(names, columns)
    values = [*row.values(), ""]
    for at in (layout.url, layout.id, layout.page):
        if at is not None and type(values[at]) is not str:
            values[at] = as_text(values[at])
    return layout.task(index, values)
