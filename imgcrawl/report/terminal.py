"""Reports on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table as RichTable
from rich.text import Text

from imgcrawl.plain import plain
from imgcrawl.report.tables import cell_text, is_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, JustifyMethod

    from imgcrawl.report.tables import Table


def print_tables(console: Console, tables: Iterable[Table]) -> None:
    """Print *tables* one below the other; nothing in them can control the terminal."""
    for table in tables:
        console.print(_table(table))
        console.print()


def _table(table: Table) -> RichTable:
    caption = _safe(table.note) if table.note else None
    drawn = RichTable(title=_safe(table.title), title_justify="left", caption=caption, caption_justify="left")
    for n, name in enumerate(table.columns):
        justify: JustifyMethod = "left" if any(is_text(row[n]) for row in table.rows) else "right"
        drawn.add_column(_safe(name), justify=justify, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(_safe(cell_text(cell)) for cell in row))
    return drawn


def _safe(text: str) -> Text:
    return Text(plain(text))
