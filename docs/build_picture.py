"""Draws a part of ``scrapy report`` on a demo as a picture.

``scrapy demo && PYTHONPATH=. python docs/build_picture.py demo adaptive > docs/report.svg``
"""

from __future__ import annotations

import io
import re
import sys

from rich.console import Console

from imgcrawl.catalogue import open_catalogue
from imgcrawl.report import summarise
from imgcrawl.report.tables import summary_tables
from imgcrawl.report.terminal import print_tables

SHOWN = (0, 1, 4)
"""The overview, the stages and the remedies: what fits into one picture."""

_WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Print the picture of the report on the run that the arguments name."""
    data_dir, run = sys.argv[1:]
    catalogue = open_catalogue("", data_dir=data_dir, lock_timeout_s=5, create=False)
    tables = summary_tables(summarise(catalogue, catalogue.find_run(run)))
    catalogue.close()
    console = Console(record=True, width=92, file=io.StringIO(), color_system="truecolor")
    print_tables(console, [tables[number] for number in SHOWN])
    picture = console.export_svg(title="scrapy report")
    sys.stdout.write(_WEB_FONTS.sub("", picture))


if __name__ == "__main__":
    main()
