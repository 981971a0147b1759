"""Tables of collections, read as the documents that they would be in JSON.

Darwin Core and Audubon Core are handed round as CSV and TSV, one row for each picture. A row is one object, so that
what it says of a picture is said of no other.
"""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CELLS: Final = 50_000
_MOST_COLUMNS: Final = 300
_LONGEST_HEADER: Final = 10_000
_COLUMNS: Final = frozenset(
    {"identifier", "accessuri", "bestqualityaccessuri", "goodqualityaccessuri", "associatedmedia", "mediaurl"}
    | {"fileuri", "eolmediaurl", "contenturl", "imageurl", "image_url", "media_url", "original_url"}
)
"""Columns in which Darwin Core, Audubon Core and their like have the address of a picture."""
_QUOTED: Final = 2
"""Characters of a cell that is two quotes."""


def read_table(text: str) -> Any:
    """Return the table *text* as a list of objects, of its first rows; None where it is none."""
    text = text.lstrip("\ufeff").lstrip()
    header = text[:_LONGEST_HEADER].partition("\n")[0].rstrip("\r")
    between = max("\t,;|", key=header.count)
    names = [name.strip().rpartition(":")[2] for name in next(_read(header, between), [])]
    if header[:1] in {"<", "{", "["} or not 2 <= len(names) <= _MOST_COLUMNS:
        return None
    if _COLUMNS.isdisjoint(name.lower() for name in names):
        return None
    return list(_objects(_read(text, between), names))


def _read(text: str, between: str) -> Iterator[list[str]]:
    """Yield the rows of *text* until one cannot be read; between tabs a quote encloses a whole cell or nothing."""
    lines = io.StringIO(text, newline="")
    is_plain = between == "\t"
    rows = csv.reader(lines, delimiter=between, quoting=csv.QUOTE_NONE if is_plain else csv.QUOTE_MINIMAL)
    with suppress(csv.Error):
        yield from ([_unquoted(cell) for cell in row] if is_plain else row for row in rows)


def _unquoted(cell: str) -> str:
    is_quoted = len(cell) >= _QUOTED and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if is_quoted else cell


def _objects(rows: Iterator[list[str]], names: list[str]) -> Iterator[dict[str, str]]:
    """Yield the rows behind the header as objects, without what is empty.

    A row of another length is none, and one with a line break in a cell may be two that a quote has joined.
    """
    next(rows, None)
    for _, row in zip(range(MAX_CELLS // len(names)), rows, strict=False):
        if len(row) == len(names) and not any("\n" in cell or "\r" in cell for cell in row):
            yield {name: cell.strip() for name, cell in zip(names, row, strict=True) if cell.strip()}
