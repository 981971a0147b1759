"""Reports on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from imgcrawl.plain import plain
from imgcrawl.report.sheets import cell_text, is_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, JustifyMethod

    from imgcrawl.report.sheets import Sheet


def print_sheets(console: Console, sheets: Iterable[Sheet]) -> None:
    """Print *sheets* one below the other; nothing in them can control the terminal."""
    for sheet in sheets:
        console.print(_table(sheet))
        console.print()


def _table(sheet: Sheet) -> Table:
    table = Table(title=_safe(sheet.title), caption=_safe(sheet.note) if sheet.note else None, title_justify="left")
    table.caption_justify = "left"
    for n, name in enumerate(sheet.columns):
        justify: JustifyMethod = "left" if any(is_text(row[n]) for row in sheet.rows) else "right"
        table.add_column(_safe(name), justify=justify, overflow="fold")
    for row in sheet.rows:
        table.add_row(*(_safe(cell_text(cell)) for cell in row))
    return table


def _safe(text: str) -> Text:
    return Text(plain(text))
