"""Reports as one HTML file that needs nothing else: no scripts, no fonts, no network."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from imgcrawl.plain import plain
from imgcrawl.report.tables import Share, cell_text, is_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.report.tables import Cell, Table


def page(title: str, subtitle: str, tables: Iterable[Table], *, refresh_s: int = 0) -> str:
    """Return the HTML page that shows *tables*; every text in it is escaped.

    It asks its browser to load it anew after *refresh_s* seconds; 0: never.
    """
    template = Template(files("imgcrawl.report").joinpath("page.html").read_text(encoding="utf-8"))
    body = "\n".join(_section(table) for table in tables)
    refresh = f'<meta http-equiv="refresh" content="{refresh_s}">\n' if refresh_s else ""
    return template.substitute(title=_safe(title), subtitle=_safe(subtitle), body=body, refresh=refresh)


def _section(table: Table) -> str:
    columns = [[row[n] for row in table.rows] for n in range(len(table.columns))]
    are_words = [any(is_text(cell) for cell in cells) for cells in columns]
    head = "".join(_head(name, is_words=words) for name, words in zip(table.columns, are_words, strict=True))
    rows = "\n".join(f"<tr>{_cells(row, are_words)}</tr>" for row in table.rows)
    note = f"<p>{_safe(table.note)}</p>" if table.note else ""
    return (
        f"<section><h2>{_safe(table.title)}</h2>{note}\n<div><table><thead><tr>{head}</tr></thead>\n"
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _head(name: str, *, is_words: bool) -> str:
    """Return the head of a column, above its cells: to the left over words, to the right over numbers."""
    kind = "" if is_words else ' class="number"'
    return f"<th{kind}>{_safe(name)}</th>"


def _cells(row: Iterable[Cell], are_words: Iterable[bool]) -> str:
    return "".join(_cell(cell, is_words=words) for cell, words in zip(row, are_words, strict=True))


def _cell(cell: Cell, *, is_words: bool) -> str:
    text = _safe(cell_text(cell))
    if isinstance(cell, Share):
        width = min(max(cell, 0.0), 1.0) * 100
        return f'<td class="share"><i style="width:{width:.1f}%"></i><b>{text}</b></td>'
    if not is_words:
        return f'<td class="number">{text}</td>'
    return f'<td class="words">{text}</td>' if " " in text else f"<td>{text}</td>"


def _safe(text: str) -> str:
    return escape(plain(text))
