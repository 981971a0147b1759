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


def page(title: str, subtitle: str, tables: Iterable[Table]) -> str:
    """Return the HTML page that shows *tables*; every text in it is escaped."""
    template = Template(files("imgcrawl.report").joinpath("page.html").read_text(encoding="utf-8"))
    body = "\n".join(_section(table) for table in tables)
    return template.substitute(title=_safe(title), subtitle=_safe(subtitle), body=body)


def _section(table: Table) -> str:
    columns = [[row[n] for row in table.rows] for n in range(len(table.columns))]
    head = "".join(_head(name, cells) for name, cells in zip(table.columns, columns, strict=True))
    rows = "\n".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in table.rows)
    note = f"<p>{_safe(table.note)}</p>" if table.note else ""
    return (
        f"<section><h2>{_safe(table.title)}</h2>{note}\n<div><table><thead><tr>{head}</tr></thead>\n"
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _head(name: str, cells: Iterable[Cell]) -> str:
    """Return the head of a column, above its cells: to the left over words, to the right over numbers."""
    kind = "" if any(is_text(cell) for cell in cells) else ' class="number"'
    return f"<th{kind}>{_safe(name)}</th>"


def _cell(cell: Cell) -> str:
    text = _safe(cell_text(cell))
    if isinstance(cell, Share):
        width = min(max(cell, 0.0), 1.0) * 100
        return f'<td class="share"><i style="width:{width:.1f}%"></i><b>{text}</b></td>'
    if not is_text(cell):
        return f'<td class="number">{text}</td>'
    return f'<td class="words">{text}</td>' if " " in text else f"<td>{text}</td>"


def _safe(text: str) -> str:
    return escape(plain(text))
