"""A list whose rows have other ids than when the run was begun, so that each of them would be in it twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.catalogue.rows import url_key
from imgcrawl.errors import ConfigError
from imgcrawl.intake.address import address_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.catalogue.ledger import Ledger
    from imgcrawl.records import ImageTask


async def check_ids(tasks: Sequence[ImageTask], ledger: Ledger, *, source: str) -> None:
    """Return unless the first *tasks* of a list are known to the run by their addresses, and none of them by its id.

    Rows that were added in front of the others may be new altogether.

    :raises ConfigError: if most of them are known so.
    """
    keys = {url_key(address_of(task.url, task.page_url)) for task in tasks if task.url and not task.malformed}
    if not keys or await ledger.known([task.id for task in tasks]):
        return
    if 2 * len(await ledger.outcomes_for_urls(keys)) > len(keys):
        raise ConfigError(
            f"{source}: this run knows none of the ids that its first rows have, and has their URLs under others: the "
            "ids have changed, or the column they are taken from (-a id_column); give the run a name of its own with "
            "-a run=NAME, or say -a another_source=1 if it is to have these rows besides"
        )
