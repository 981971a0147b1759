"""Runs that somebody removed from a catalogue: whoever works on one is told, and what is left of one is no other's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.catalogue.schema import hash_columns, outcomes, runs
from imgcrawl.catalogue.workers import forget_ended

if TYPE_CHECKING:
    from sqlalchemy import Connection


def check_there(connection: Connection, run_id: int, name: str, *, lock: bool = False) -> None:
    """Do nothing if the catalogue holds the run *name* by the number *run_id*; *lock* it until the transaction ends.

    :raises CatalogueError: if it does not, or has given its number to another run.
    """
    query = select(runs.c.id).where(runs.c.id == run_id, runs.c.name == name)
    if connection.execute(query.with_for_update() if lock else query).first() is None:
        raise CatalogueError(f"the catalogue failed: run {name} was removed from it", transient=False)


def clear_left(connection: Connection, run_id: int) -> None:
    """Remove what is left of a removed run with the number *run_id*, which SQLite gives to the next one.

    PostgreSQL gives a number once, and there two processes may begin one run together.
    """
    if connection.dialect.name == "sqlite":
        for table in (outcomes, hash_columns):
            connection.execute(delete(table).where(table.c.run_id == run_id))
        forget_ended(connection, run_id)
