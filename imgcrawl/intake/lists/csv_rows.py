"""Tables in text: comma, semicolon, tab or bar between the fields, a header above them."""

from __future__ import annotations

import csv
import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.errors import ConfigError
from imgcrawl.intake.lists.columns import Columns, find_layout, has_columns
from imgcrawl.intake.lists.ids import told_apart
from imgcrawl.intake.lists.row_faults import NOT_UTF8, escaped, fault_of, note_fault, readable
from imgcrawl.intake.lists.streams import MAX_LINE_CHARS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Self

    from imgcrawl.intake.lists.columns import Layout
    from imgcrawl.intake.lists.streams import Reading
    from imgcrawl.records import ImageTask

_DELIMITERS = (",", ";", "\t", "|")
_STATED = re.compile(r'"?sep=([,;|\t])"?[,;|\s]*', re.IGNORECASE)
"""What spreadsheets write above the header to state the delimiter."""
_SECOND_LOOK_CHARS = 8_192
"""How far the end of a quoted field is looked for among lines that were looked through for another's in vain."""


class _Record(NamedTuple):
    text: str
    fields: list[str]
    fault: str = ""


class Header(NamedTuple):
    """The *names* of the columns, the *delimiter* between them, and how many *lines* they take up."""

    names: list[str]
    delimiter: str
    lines: int

    @classmethod
    def read(cls, lines: Sequence[str], delimiter: str) -> Self:
        """Read the header that *lines* begin with; a line break in a name counts as a space."""
        _allow_long_fields()
        reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
        names = next(reader, [])
        return cls([" ".join(name.split("\n")) for name in names], delimiter, reader.line_num)


def _allow_long_fields() -> None:
    csv.field_size_limit(max(csv.field_size_limit(), 3 * MAX_LINE_CHARS))  # the module knows only a global limit


def header_lines(first: str, take: Callable[[], str | None]) -> list[str]:
    """Return the line *first* and those after it, got from *take*, that its quotes may make part of the header."""
    held = [first]
    size, quotes = len(first), first.count('"')
    while quotes % 2 and size <= MAX_LINE_CHARS and (line := take()) is not None:
        held.append(line)
        size, quotes = size + len(line), quotes + line.count('"')
    return held


def split_header(lines: Sequence[str], columns: Columns, delimiter: str | None = None) -> Header:
    """Return the header that *lines* begin with.

    Without *delimiter*, the one that brings a URL column to light is taken, else the one that gives most columns. Where
    there is only one column it is a tab, which is in no URL.
    """
    is_whole = sum(line.count('"') for line in lines) % 2 == 0
    lines = [line[:MAX_LINE_CHARS] for line in (lines if is_whole else lines[:1])]
    readings = [Header.read(lines, each) for each in ([delimiter] if delimiter else _DELIMITERS)]
    best = max(readings, key=lambda reading: (has_columns(reading.names, columns), len(reading.names)))
    return best if len(best.names) > 1 else best._replace(delimiter="\t")


def csv_tasks(
    lines: Iterable[str],
    columns: Columns,
    source: str,
    delimiter: str | None = None,
    reading: Reading | None = None,
) -> Iterator[ImageTask]:
    """Yield a task for each row of a table. Blank lines are no rows; fields missing at the end are empty.

    A row that cannot be read becomes a malformed task and takes no other row with it.

    :raises ConfigError: when the header names no URL column.
    """
    feed = _Lines(lines)
    first = next((line for line in iter(feed.take, None) if line.strip()), None)
    if first is None:
        return
    if stated := _STATED.fullmatch(first):
        first, delimiter = feed.take() or "", stated[1]
    lines = header_lines(first, feed.take)
    if fault := next(filter(None, map(fault_of, lines)), ""):
        raise ConfigError(f"The first line of {source} {fault.rstrip('.')}: save it as UTF-8, one row a line")
    names, delimiter, taken = split_header(lines, columns, delimiter)
    feed.give_back(lines[taken:])
    if "://" in first and not has_columns(names, columns):
        raise ConfigError(f"{source} has a URL in its first line: write the column names above it")
    layout = find_layout(names, columns, source)
    if reading is not None:
        reading.note_columns(layout)
    rows = _rows(feed, layout, delimiter, reading)
    yield from rows if layout.id is None else told_apart(rows, reading)


def _rows(feed: _Lines, layout: Layout, delimiter: str, reading: Reading | None) -> Iterator[ImageTask]:
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
            record = _Record(text, fields, fault)
            yield _judged(record, index, number, layout=layout, delimiter=delimiter, reading=reading)
        index += 1


def _judged(
    record: _Record, index: int, number: int, *, layout: Layout, delimiter: str, reading: Reading | None
) -> ImageTask:
    """Return the task of a row that is out of the ordinary, malformed or not."""
    text, fields, fault = record
    while len(fields) > layout.width and not fields[-1]:
        fields.pop()
    if not fault and fault_of(text) == NOT_UTF8 and _is_readable(fields, layout):
        fields = [escaped(field) for field in fields]
        if reading is not None:
            reading.escaped += 1
    else:
        fault = fault_of(text) or fault
    if not fault and len(fields) > layout.width:
        fault = f"has {len(fields)} fields, the header has {layout.width}."
    if fault:
        note_fault(fault, reading)
        fields = [field.strip('"') for field in readable(text).split(delimiter)]
        fault = f"Row {index} (line {number}) {fault}"
    fields += [""] * (layout.width - len(fields))
    return layout.task(index, fields, fault)


def _is_readable(fields: Sequence[str], layout: Layout) -> bool:
    """Say whether a row has all its fields, and nothing is wrong with those that are more than carried along."""
    own = (fields[at] for at in (layout.url, layout.id, layout.page) if at is not None and at < len(fields))
    return len(fields) <= layout.width and not any(map(fault_of, own))


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
        _allow_long_fields()
        self._feed = feed
        self._delimiter = delimiter
        self._width = width
        self._looked_to = 0
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
        most = _SECOND_LOOK_CHARS if self._feed.number < self._looked_to else MAX_LINE_CHARS
        while size <= most and (following := self._feed.take()) is not None:
            held.append(following)
            if self._is_row_of_its_own(following):
                break
            size += len(following)
            if following.count('"') % 2 == 0:  # whole quotes, or none: the field goes on
                continue
            fields = self._parsed(held)
            if len(fields) == self._width:
                return _Record("\n".join(held), fields)
            break
        where = f" within {most // 1024:,} KB" if size > most else ""
        self._looked_to = max(self._looked_to, self._feed.number)
        self._feed.give_back(held[1:])
        literal = line.split("\t") if self._delimiter == "\t" else []
        return _Record(
            line, literal, "" if len(literal) == self._width > 1 else f"has a quote that is not closed{where}."
        )

    def _is_row_of_its_own(self, following: str) -> bool:
        """Say whether a line has all tabs of a row before its first quote: fields hold none, many TSV are unquoted."""
        return self._delimiter == "\t" and following.partition('"')[0].count("\t") >= self._width - 1 > 0

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
