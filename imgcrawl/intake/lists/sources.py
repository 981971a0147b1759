"""Any list of image URLs as a stream of tasks."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from functools import partial
from itertools import chain, repeat
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING

from imgcrawl.errors import ConfigError
from imgcrawl.intake.lists.columns import Columns, has_columns
from imgcrawl.intake.lists.csv_rows import csv_tasks, header_lines, split_header
from imgcrawl.intake.lists.ids import told_apart
from imgcrawl.intake.lists.jsonl_rows import jsonl_tasks
from imgcrawl.intake.lists.known_hashes import with_known_hashes
from imgcrawl.intake.lists.parquet_rows import parquet_tasks
from imgcrawl.intake.lists.streams import (
    PARQUET_MAGIC,
    STDIN,
    Reading,
    is_misnamed,
    may_wait,
    read_blocks,
    read_lines,
    source_name,
    without_floods,
)
from imgcrawl.intake.lists.text_rows import text_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imgcrawl.records import ImageTask

_MARKUP = frozenset({"<!doctype", "<html", "<?xml"})
_PACKED = (".gz", ".zst", ".zstd")


def read_tasks(
    path: str,
    *,
    columns: Columns = Columns(),  # noqa: B008 - immutable
    reading: Reading | None = None,
) -> Iterator[ImageTask]:
    """Return the rows of *path* one by one; ``-`` is standard input.

    The format follows from the name's ending (csv, tsv, jsonl, ndjson, parquet), else from the first line; gzip and
    zstd are recognised by their first bytes. A file is read as far as the first row at once, the rest as it is asked
    for; a pipe, which may keep its reader waiting, only as it is asked for. Every row becomes one task: one that cannot
    be read has ``malformed`` set, one without a URL an empty ``url``. Ids are told apart
    (:func:`~imgcrawl.intake.lists.ids.told_apart`) where rows have their own. *reading* tells how far it is.

    :raises ConfigError: when the source cannot be read, holds no rows or lacks a column; also later, when it turns out
        to be damaged further on.
    """
    tasks = _some(path, columns, reading or Reading())
    return tasks if may_wait(path) else chain([next(tasks)], tasks)


def _some(path: str, columns: Columns, reading: Reading) -> Iterator[ImageTask]:
    tasks = _tasks(path, columns, reading)
    if columns.hash is not None:
        tasks = with_known_hashes(tasks, columns.hash, reading)
    yield _first(tasks, path)
    yield from tasks


def _first(tasks: Iterator[ImageTask], path: str) -> ImageTask:
    try:
        first = next(tasks, None)
    except ConfigError as exc:
        if may_wait(path) or not is_misnamed(path):
            raise
        raise ConfigError(f"{path} is no gzip file, whatever its name says, and was read as it is: {exc}") from exc
    if first is None:
        raise ConfigError(f"{source_name(path)} holds no rows: check -a source=…")
    return first


def _tasks(path: str, columns: Columns, reading: Reading) -> Iterator[ImageTask]:
    name = source_name(path)
    blocks = read_blocks(path, reading)
    start = next(blocks, b"")
    blocks = chain([start], blocks)
    ending = _ending(path)
    if start.startswith(PARQUET_MAGIC):
        reading.is_in_no_order()
        with _seekable(path, blocks) as file:
            yield from parquet_tasks(file, columns, name, reading)
    elif ending in {".parquet", ".pq"}:
        raise ConfigError(f"{name} is no Parquet file, whatever its name says: make a new copy")
    else:
        yield from _text_format(read_lines(without_floods(blocks, name)), ending, columns, name, reading)


def _ending(path: str) -> str:
    name = PurePath(path.lower())
    return PurePath(name.stem).suffix if name.suffix in _PACKED else name.suffix


@contextmanager
def _seekable(path: str, blocks: Iterable[bytes]) -> Iterator[IO[bytes]]:
    """Open the Parquet file, or a copy on disk when it is packed or a pipe: Parquet is read from its end."""
    if path != STDIN and Path(path).is_file():
        with Path(path).open("rb") as file:
            if file.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC:
                yield file
                return
    with tempfile.TemporaryFile() as copy:
        copy.writelines(blocks)
        copy.flush()
        yield copy


def _text_format(
    lines: Iterator[str], ending: str, columns: Columns, name: str, reading: Reading
) -> Iterator[ImageTask]:
    blank, first = 0, ""
    for line in lines:
        if line.strip():
            first = line
            break
        blank += 1
    head = header_lines(first, partial(next, lines, None)) if first else list[str]()
    lines = chain(repeat("", blank), head, lines)  # a fault is told with its line
    first = first.strip()
    if first[:9].lower() in _MARKUP or first[:5].lower() in _MARKUP:
        raise ConfigError(f"{name} is a page or XML, no list: see in a browser what it says")
    if first.startswith("[") or first == "{":
        raise ConfigError(
            f"{name} is a JSON array or an object over several lines: write one object a line (JSON Lines)"
        )
    if ending in {".tsv", ".tab"}:
        return csv_tasks(lines, columns, name, "\t", reading)
    if ending in {".jsonl", ".ndjson"} or (ending != ".csv" and first.startswith("{")):
        return told_apart(jsonl_tasks(lines, columns, name, reading), reading)
    is_row = "\t" in first and "://" in first  # of a table without a header
    if ending == ".csv" or is_row or columns != Columns() or has_columns(split_header(head, columns).names, columns):
        return csv_tasks(lines, columns, name, reading=reading)
    return text_tasks(lines, reading)
