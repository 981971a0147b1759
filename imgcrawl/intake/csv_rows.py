"""Tables in text: comma, semicolon or tab between the fields, a header above them."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.errors import ConfigError
from imgcrawl.intake.columns import Columns, find_layout, has_columns
from imgcrawl.intake.ids import told_apart
from imgcrawl.intake.row_faults import fault_of, readable
from imgcrawl.intake.streams import MAX_LINE_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imgcrawl.intake.columns import Layout
    from imgcrawl.records import ImageTask

_DELIMITERS = (",", ";", "\t")
_MAX_HEADER_CHARS = 100_000


class _Record(NamedTuple):
    text: str
    fields: list[str]
    fault: str = ""


def split_header(line: str, columns: Columns, delimiter: str | None = None) -> tuple[list[str], str]:
    """Return the column names in the header *line* and the delimiter between them.

    Without *delimiter*, the one that brings a URL column to light is taken, else the one that gives most columns.
    """
    line = line[:_MAX_HEADER_CHARS]
    readings = [(next(csv.reader([line], delimiter=d), []), d) for d in ([delimiter] if delimiter else _DELIMITERS)]
    return max(readings, key=lambda reading: (has_columns(reading[0], columns), len(reading[0])))


def csv_tasks(lines: Iterable[str], columns: Columns, source: str, delimiter: str | None = None) -> Iterator[ImageTask]:
    """Yield a task for each row of a table. Blank lines are no rows; fields missing at the end are empty.

    A row that cannot be read becomes a malformed task and takes no other row with it.

    :raises ConfigError: when the header names no URL column.
    """
    feed = _Lines(lines)
    header = next((line for line in iter(feed.take, None) if line.strip()), None)
    if header is None:
        return
    if fault := fault_of(header):
        raise ConfigError(f"The first line of {source} {fault}")
    names, delimiter = split_header(header, columns, delimiter)
    if "://" in header and not has_columns(names, columns):
        raise ConfigError(f"{source} has a URL in its first line: write the column names above it")
    layout = find_layout(names, columns, source)
    rows = _rows(feed, layout, delimiter)
    yield from rows if layout.id is None else told_apart(rows)


def _rows(feed: _Lines, layout: Layout, delimiter: str) -> Iterator[ImageTask]:
    quoted = _QuotedRecords(feed, delimiter, layout.width)
    take, task, width = feed.take, layout.task, layout.width
    index = 0
    while (line := take()) is not None:
        number = feed.number
        if '"' in line:
            text, fields, fault = quoted.record(line)
        elif line and not line.isspace():
            text, fields, fault = line, line.split(delimiter), ""
        else:
            continue
        if len(fields) == width and not fault and text.isascii() and "\0" not in text and len(text) <= MAX_LINE_CHARS:
            yield task(index, fields)
        else:
            yield _judged(_Record(text, fields, fault), index, number, layout, delimiter)
        index += 1


def _judged(record: _Record, index: int, number: int, layout: Layout, delimiter: str) -> ImageTask:
    """Return the task of a row that is out of the ordinary, malformed or not."""
    text, fields, fault = record
    while len(fields) > layout.width and not fields[-1]:
        fields.pop()
    fault = fault_of(text) or fault
    if not fault and len(fields) > layout.width:
        fault = f"has {len(fields)} fields, the header has {layout.width}."
    if fault:
        fields = [field.strip('"') for field in readable(text).split(delimiter)]
        fault = f"Row {index} (line {number}) {fault}"
    fields += [""] * (layout.width - len(fields))
    return layout.task(index, fields, fault)


class _Lines:
    """Lines to take one by one and to give back. *number*: of the line taken last, from 1."""

    def __init__(self, source: Iterable[str]) -> None:
        self._source = iter(source)
        self._returned: deque[str] = deque()
        self.number = 0

    def take(self) -> str | None:
        self.number += 1
        return self._returned.popleft() if self._returned else next(self._source, None)

    def give_back(self, lines: list[str]) -> None:
        self.number -= len(lines)
        self._returned.extendleft(reversed(lines))


class _QuotedRecords:
    """Reads records that contain quotes, hence perhaps delimiters and line breaks."""

    def __init__(self, feed: _Lines, delimiter: str, width: int) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_LINE_CHARS))  # the module knows only a global limit
        self._feed = feed
        self._delimiter = delimiter
        self._width = width
        self._lines: deque[str] = deque()
        # popleft raises IndexError, which passes through the reader: the record wants more lines than there are.
        self._reader = csv.reader(iter(self._lines.popleft, None), delimiter=delimiter, strict=True)

    def record(self, line: str) -> _Record:
        """Return the record that begins with *line*; of one that cannot be read only *line* is used up."""
        if len(line) > MAX_LINE_CHARS:
            return _Record(line, [])
        self._lines.append(line)
        try:
            return _Record(line, next(self._reader))
        except IndexError:
            return self._continued(line)
        except csv.Error:
            return self._sloppy(line)

    def _sloppy(self, line: str) -> _Record:
        """Quotes inside a quoted field that were not doubled do no harm while the number of fields is right."""
        fields = next(csv.reader([line], delimiter=self._delimiter))
        return _Record(line, fields, "" if len(fields) == self._width else "has a misplaced quote.")

    def _continued(self, line: str) -> _Record:
        held = [line]
        size = len(line)
        while size <= MAX_LINE_CHARS and (following := self._feed.take()) is not None:
            held.append(following)
            size += len(following)
            if following.count('"') % 2 == 0:  # whole quotes, or none: the field goes on
                continue
            fields = self._parsed(held)
            if len(fields) == self._width:
                return _Record("\n".join(held), fields)
            break
        self._feed.give_back(held[1:])
        return _Record(line, [], "has a quote that is not closed.")

    def _parsed(self, lines: list[str]) -> list[str]:
        """Return the fields of the record that *lines* make up; empty when they make none, or more than one."""
        self._lines.extend(line + "\n" for line in lines)
        try:
            fields = next(self._reader)
        except (IndexError, csv.Error):
            fields = []
        whole = not self._lines
        self._lines.clear()
        return fields if whole else []
