"""Reports as one HTML file that needs nothing else: no scripts, no fonts, no network."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.plain import plain
from imgcrawl.report.tables import Share, cell_text, is_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.report.tables import Cell, Table

_WHOLE = 24
"""Characters of a name that stands on one line although its column may break words."""

_ARGUMENT = re.compile(r"(?<!\S)-a \w{1,20}=[^\s<>&;]{0,30}")
"""An argument of a crawl as one types it, such as ``-a retry=failed``: behind its hyphen no line may end."""


def page(title: str, subtitle: str, tables: Iterable[Table], *, refresh_s: int = 0) -> str:
    """Return the HTML page that shows *tables*; every text in it is escaped.

    It asks its browser to load it anew after *refresh_s* seconds; 0: never.
    """
    template = Template(files("imgcrawl.report").joinpath("page.html").read_text(encoding="utf-8"))
    body = "\n".join(_section(table) for table in tables)
    refresh = f'<meta http-equiv="refresh" content="{refresh_s}">\n' if refresh_s else ""
    return template.substitute(title=_safe(title), subtitle=_safe(subtitle), body=body, refresh=refresh)


def _section(table: Table) -> str:
    columns = [_column(table, n) for n in range(len(table.columns))]
    head = "".join(_head(column) for column in columns)
    rows = "\n".join(f"<tr>{_cells(row, columns)}</tr>" for row in table.rows)
    title, note = _safe(table.title), f"<p>{_sentence(table.note)}</p>" if table.note else ""
    kind = ' class="stacked"' if table.is_stacked else ""
    return (
        f"<section><h2>{title}</h2>{note}\n"
        f'<div tabindex="0" role="region" aria-label="{title}"><table{kind}><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table></div></section>"
    )


class _Column(NamedTuple):
    """A column by its *name*, of words or numbers; *may_fold*: its words are broken; *label*: its name in a block."""

    name: str
    is_words: bool
    may_fold: bool
    label: str


def _column(table: Table, n: int) -> _Column:
    name = table.columns[n]
    label = f' data-name="{_safe(name)}"' if table.is_stacked and n else ""
    return _Column(name, any(is_text(row[n]) for row in table.rows), name in table.folded, label)


def _head(column: _Column) -> str:
    """Return the head of a column, above its cells: to the left over words, to the right over numbers."""
    kind = "" if column.is_words else ' class="number"'
    return f"<th{kind}>{_safe(column.name)}</th>"


def _cells(row: Iterable[Cell], columns: Iterable[_Column]) -> str:
    return "".join(_cell(cell, column) for cell, column in zip(row, columns, strict=True))


def _cell(cell: Cell, column: _Column) -> str:
    text = cell_text(cell)
    if isinstance(cell, Share):
        width = min(max(cell, 0.0), 1.0) * 100
        return f'<td class="share"{column.label}><i style="width:{width:.1f}%"></i><b>{_safe(text)}</b></td>'
    if not column.is_words:
        return f'<td class="number"{column.label}>{_safe(text)}</td>'
    if " " in text:
        return f'<td class="words">{_sentence(text)}</td>'
    kind = ' class="whole"' if column.may_fold and len(text) <= _WHOLE else ""
    return f"<td{kind}{column.label}>{_safe(text)}</td>"


def _sentence(text: str) -> str:
    return _ARGUMENT.sub(r'<span class="whole">\g<0></span>', _safe(text))


def _safe(text: str) -> str:
    return escape(plain(text))
