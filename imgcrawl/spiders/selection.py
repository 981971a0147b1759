"""Which rows of a source still need work, and which share their URL with a row that is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.catalogue.rows import url_key
from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.catalogue.journal import Journal
    from imgcrawl.catalogue.outcomes import Known
    from imgcrawl.records import ImageTask, Outcome
    from imgcrawl.spiders.options import RetryFilter


class Selected(NamedTuple):
    """A row that needs an outcome: *twin* is the finished outcome of another row with the same URL, if there is one."""

    task: ImageTask
    key: int
    twin: Outcome | None


class Selector:
    """Holds rows against the catalogue.

    Rows that have an outcome are done, unless *retry* asks for them again. *since* (UTC, ISO 8601) is when this crawl
    began: outcomes recorded later are its own. A row whose id is known with another URL is a correction if that outcome
    is older and failed; it gets ``#`` and its row number added to its id if the source uses the id twice.
    """

    def __init__(self, journal: Journal, *, source: str, retry: RetryFilter | None, since: str) -> None:
        self._journal = journal
        self._source = source
        self._retry = retry
        self._since = since

    async def select(self, tasks: Sequence[ImageTask]) -> list[Selected]:
        """Return those of *tasks* that need an outcome, in order.

        :raises ConfigError: if the list is another one than the run was begun with.
        """
        known = await self._journal.known([task.id for task in tasks])
        wanted = [(task, url_key(task.url)) for task in tasks]
        wanted = [(task, key) for task, key in wanted if self._needs_work(task, key, known.get(task.id))]
        if not wanted:
            return []
        twins = await self._journal.outcomes_for_urls({key for _, key in wanted})
        return [Selected(task, key, self._own(twins.get(key))) for task, key in wanted]

    def _needs_work(self, task: ImageTask, key: int, known: Known | None) -> bool:
        if known is None:
            return self._retry is None
        ours = (known.finished_at or "") >= self._since
        if known.url_key == key:
            return self._retry is not None and not ours and self._retry.wants(known)
        if ours:
            task.id = f"{task.id}#{task.index}"
            return True
        if known.ok:
            raise ConfigError(
                f"{self._source}: row {task.index} (id {task.id}) has another URL than in this run: "
                "the list has changed; give the run a name of its own with -a run=NAME"
            )
        return True

    def _own(self, twin: Outcome | None) -> Outcome | None:
        """Return *twin* unless it is an old one in a crawl that asks again."""
        if twin is None or (self._retry is not None and (twin.finished_at or "") < self._since):
            return None
        return twin


def shared(twin: Outcome, task: ImageTask, now: str) -> Outcome:
    """Return the outcome of *task*, whose URL was fetched for *twin*: the same but for what is the row's own."""
    return replace(
        twin,
        id=task.id,
        url=task.url,
        page_url=task.page_url,
        extra=task.extra or None,
        attempts=0,
        waited_ms=0.0,
        started_at=now,
        finished_at=now,
        trail=None,
    )
