"""Reports on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table as RichTable
from rich.text import Text

from imgcrawl.plain import plain
from imgcrawl.report.tables import cell_text, is_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, JustifyMethod

    from imgcrawl.report.tables import Table

_LEFT_OUT = "In a wider window, and in the HTML report, there are more columns."
_AROUND = 3  # a blank on both sides of a cell, and the line between two
_SENTENCE = 36  # the table of errors in full fits the width of a pipe
_PIECE = 12  # of a word that may be broken


def print_tables(console: Console, tables: Iterable[Table]) -> None:
    """Print *tables* one below the other; nothing in them can control the terminal."""
    for table in tables:
        console.print(_safe(table.title), style="table.title")
        fitted, note = _fitted(console, table)
        console.print(fitted, crop=False)
        for line in _safe(note).wrap(console, console.width) if note else ():
            line.rstrip()
            console.print(line, style="table.caption", no_wrap=True, crop=False, overflow="ignore")
        console.print()


def _fitted(console: Console, table: Table) -> tuple[RichTable, str]:
    """Return *table* without those of its spare columns for which there is no room, and what is said below it."""
    counts = range(len(table.columns), len(table.columns) - table.spare, -1)
    fitting = (count for count in counts if _width(table, count) <= console.width)
    return _table(table, next(fitting, len(table.columns) - table.spare), console.width)


def _width(table: Table, count: int) -> int:
    """Return how wide the first *count* columns are at least if words stay whole and sentences are not broken often."""
    return 1 + sum(_AROUND + _least(table, n) for n in range(count))


def _least(table: Table, n: int) -> int:
    """Return how wide column *n* is then; one whose words may be broken is as wide as a piece of them."""
    if table.columns[n] in table.folded:
        return _longest_word(table, n)
    return max(min(cell_len(text), _SENTENCE) if " " in text else cell_len(text) for text in _texts(table, n))


def _longest_word(table: Table, n: int) -> int:
    """Return the width of the longest word of column *n*, or of its longest piece if they may be broken."""
    most = max((cell_len(word) for text in _texts(table, n) for word in text.split()), default=0)
    return min(most, _PIECE) if table.columns[n] in table.folded else most


def _texts(table: Table, n: int) -> list[str]:
    return [table.columns[n], *(cell_text(row[n]) for row in table.rows)]


def _table(table: Table, count: int, width: int) -> tuple[RichTable, str]:
    """Return the first *count* columns of *table*, and the note, which says so if there are more.

    Each is as wide as its longest word: no name is broken unasked. Words that may be broken get what room the other
    columns leave of *width*.
    """
    room = max(0, width - _width(table, count))
    note = table.note if count == len(table.columns) else f"{table.note} {_LEFT_OUT}".lstrip()
    drawn = RichTable()
    for n, name in enumerate(table.columns[:count]):
        justify: JustifyMethod = "left" if any(is_text(row[n]) for row in table.rows) else "right"
        least = _longest_word(table, n)
        most = least + room if name in table.folded else None
        drawn.add_column(_safe(name), justify=justify, overflow="fold", min_width=least, max_width=most)
    for row in table.rows:
        drawn.add_row(*(_safe(cell_text(cell)) for cell in row[:count]))
    return drawn, note


def _safe(text: str) -> Text:
    return Text(plain(text))
