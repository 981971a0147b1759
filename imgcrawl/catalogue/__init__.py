"""The journal of all runs, in SQLite or PostgreSQL.

- The database: ``opening``, ``database`` (connections), ``schema``, ``still`` (read where nothing can be written),
  ``presence`` (whether it is still there), ``faults``.
- Its tables: ``runs``, with ``owners``, ``workers`` and ``holds`` (which processes work on them, and live) and
  ``removed`` (those that somebody removed); ``outages`` (who waits for the network) and ``hash_columns`` (by what a run
  knows its images); ``outcomes``, with ``rows`` (how they are written) and ``pictures`` (which of them share one);
  ``hosts``.
- A crawl's own: ``journal`` (what it writes), ``ledger`` (what it asks), ``patient`` (the thread of both), ``news``
  (what hosts ask of all crawls), ``outage_news`` (that it waits).
"""

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
