"""What each remedy of a run rescued, and what it cost."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from imgcrawl.catalogue.database import CHUNK
from imgcrawl.catalogue.schema import outcomes

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


class Remedy(NamedTuple):
    """A remedy was *tried* on so many rows with so many *requests* in all; *rescued* rows it gave an image."""

    remedy: str
    tried: int
    requests: int
    rescued: int


def remedies(connection: Connection, here: ColumnElement[bool]) -> list[Remedy]:
    """Return the remedies of the outcomes that match *here*, the most useful first; those never tried are left out."""
    rescued = _rescued(connection, here)
    tried, requests = _tried(connection, here)
    names = rescued.keys() | tried.keys()
    found = [Remedy(name, tried[name], requests[name], rescued[name]) for name in names]
    return sorted(found, key=lambda remedy: (-remedy.rescued, remedy.requests, remedy.remedy))


def _rescued(connection: Connection, here: ColumnElement[bool]) -> Counter[str]:
    name = outcomes.c.rescued_by
    query = select(name, func.count()).where(here, outcomes.c.ok, name.is_not(None)).group_by(name)
    return Counter({remedy: rows for remedy, rows in connection.execute(query)})  # noqa: C416 - rows are no pairs


def _tried(connection: Connection, here: ColumnElement[bool]) -> tuple[Counter[str], Counter[str]]:
    """Count rows and requests by remedy from the trails, which are streamed: no SQL for JSON is common to both."""
    tried: Counter[str] = Counter()
    requests: Counter[str] = Counter()
    # As rows.py writes it, without blanks; a trail without any remedy need not be read.
    query = select(outcomes.c.trail).where(here, outcomes.c.trail.contains('"remedy":"', autoescape=True))
    for trail in connection.execute(query, execution_options={"yield_per": CHUNK}).scalars():
        names = [attempt["remedy"] for attempt in json.loads(trail) if attempt.get("remedy")]
        requests.update(names)
        tried.update(set(names))
    return tried, requests
