"""Draws a part of ``scrapy report`` on a demo as a picture.

``scrapy demo && PYTHONPATH=. python docs/build_picture.py demo adaptive > docs/report.svg``
"""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console

from imgcrawl.catalogue import open_catalogue
from imgcrawl.report import summarise
from imgcrawl.report.tables import summary_tables
from imgcrawl.report.terminal import print_tables

if TYPE_CHECKING:
    from imgcrawl.report.tables import Table

SHOWN = ("Overview", "Stages", "Errors", "Remedies")
"""The tables of which something is shown."""

LINES = 10
"""What is shown of a table: so many rows from its top."""

ERRORS = ("error", "rows", "retryable", "what you can do")
"""And of the errors these columns: all of them would make the letters too small to read."""

WIDTH = 100

_WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Print the picture of the report on the run that the arguments name."""
    data_dir, run = sys.argv[1:]
    catalogue = open_catalogue("", data_dir=data_dir, lock_timeout_s=5, create=False)
    tables = summary_tables(summarise(catalogue, catalogue.find_run(run)))
    catalogue.close()
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor")
    print_tables(console, [part(table) for table in tables if table.title in SHOWN])
    picture = console.export_svg(title="scrapy report (a part of it)")
    sys.stdout.write(_WEB_FONTS.sub("", picture))


def part(table: Table) -> Table:
    """Return what is shown of *table*, and of its note no more than there is to say of that."""
    chosen = ERRORS if table.title == "Errors" else table.columns
    places = [table.columns.index(name) for name in chosen]
    rows = [tuple(row[place] for place in places) for row in table.rows[:LINES]]
    return replace(table, columns=chosen, rows=rows, spare=0, folded=(), note="" if chosen == ERRORS else table.note)


if __name__ == "__main__":
    main()
