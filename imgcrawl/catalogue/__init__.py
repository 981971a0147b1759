"""The journal of all runs, in SQLite or PostgreSQL."""

from __future__ import annotations

from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.catalogue.journal import Journal
from imgcrawl.catalogue.ledger import Ledger
from imgcrawl.catalogue.opening import Catalogue, configured_catalogue, open_catalogue
from imgcrawl.catalogue.outcomes import Counts, Known
from imgcrawl.catalogue.rows import url_key
from imgcrawl.catalogue.runs import Run

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Counts",
    "Journal",
    "Known",
    "Ledger",
    "Run",
    "configured_catalogue",
    "open_catalogue",
    "url_key",
]
