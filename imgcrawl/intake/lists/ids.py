"""Ids that a source uses more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imgcrawl.intake.lists.streams import Reading
    from imgcrawl.records import ImageTask

_REMEMBERED = 50_000


def told_apart(
    tasks: Iterable[ImageTask], reading: Reading | None = None, *, remembered: int = _REMEMBERED
) -> Iterator[ImageTask]:
    """Yield *tasks*; where one has the id of an earlier row and another URL, ``#`` and its row number are added.

    The ids of at least the last *remembered* rows are compared, so that memory is flat. The result depends on the list
    alone: every crawl and every shard of it gives a row the same id. *reading* counts the rows that got another one,
    and those that have both in common with an earlier row, which are no rows of their own.
    """
    young: dict[str, int] = {}
    old: dict[str, int] = {}
    for task in tasks:
        url = hash(task.url)
        first = young.get(task.id, old.get(task.id))
        young[task.id] = url if first is None else first
        if first is not None and first != url:
            task.id = f"{task.id}#{task.index}"
            if reading is not None:
                reading.renamed += 1
        elif first is not None and reading is not None:
            reading.repeated += 1
        if len(young) >= remembered:
            young, old = {}, young
        yield task
