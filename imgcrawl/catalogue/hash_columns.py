"""By which column of its list a run knows the hashes of its images, so that no later crawl forgets it unnoticed."""

from __future__ import annotations

import logging
from shlex import quote
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from imgcrawl.catalogue.schema import hash_columns
from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from sqlalchemy import Connection

logger = logging.getLogger(__name__)


def keep(connection: Connection, run_id: int, run_name: str, column: str | None) -> None:
    """Note that a crawl of the run goes by *column*; an empty text: by none from now on; None: nobody has said.

    That it goes by another one than before is logged, for what it has was held against that.

    :raises ConfigError: if nobody has said and a crawl before went by one: its images would pass unchecked.
    """
    its_row = hash_columns.c.run_id == run_id
    known = connection.scalar(select(hash_columns.c.name).where(its_row))
    if column is None:
        if known is not None:
            again = quote(f"hash_column={known}")
            raise ConfigError(
                f"the run {run_name} knows its images by the hashes in the column {known}: say -a {again} again, "
                "or -a hash_column= for going on without them"
            )
        return
    connection.execute(delete(hash_columns).where(its_row))
    if column and known not in (None, column):
        logger.warning(
            "the run %s went by the hashes in the column %s before, and goes by %s now: what it has stays as it is",
            run_name,
            known,
            column,
        )
    if column:
        connection.execute(insert(hash_columns).values(run_id=run_id, name=column))
