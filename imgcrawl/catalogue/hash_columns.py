"""By which column of its list a run knows the hashes of its images, so that no later crawl forgets it unnoticed."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from imgcrawl.catalogue.schema import hash_columns
from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from sqlalchemy import Connection


def keep(connection: Connection, run_id: int, run_name: str, column: str | None) -> None:
    """Note that a crawl of the run goes by *column*; an empty text: by none from now on; None: nobody has said.

    :raises ConfigError: if nobody has said and a crawl before went by one: its images would pass unchecked.
    """
    its_row = hash_columns.c.run_id == run_id
    if column is None:
        known = connection.scalar(select(hash_columns.c.name).where(its_row))
        if known is not None:
            again = quote(f"hash_column={known}")
            raise ConfigError(
                f"the run {run_name} knows its images by the hashes in the column {known}: say -a {again} again, "
                "or -a hash_column= for going on without them"
            )
        return
    connection.execute(delete(hash_columns).where(its_row))
    if column:
        connection.execute(insert(hash_columns).values(run_id=run_id, name=column))
