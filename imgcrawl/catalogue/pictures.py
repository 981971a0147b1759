"""The pictures of a catalogue's outcomes: which of them proved to be placeholders, and the rows that have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, or_, select, tuple_, update

from imgcrawl.catalogue.database import CHUNK
from imgcrawl.catalogue.outcomes import OutcomeTable, chunks
from imgcrawl.catalogue.rows import OUTCOME_COLUMNS, storable, to_outcome
from imgcrawl.catalogue.schema import outcomes
from imgcrawl.errors import ErrorSlug
from imgcrawl.meanings import ERRORS
from imgcrawl.records import HostPicture, Passed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from imgcrawl.catalogue.runs import Run
    from imgcrawl.records import Outcome


class Recorded(NamedTuple):
    """An outcome as the catalogue has it: *key* is that of its address, *crawl* the number of its crawl."""

    outcome: Outcome
    key: int
    crawl: int


class Stored(NamedTuple):
    """A picture in the store, and the address that gave it; *key* is that of the address."""

    host: str
    url: str
    key: int
    sha256: str
    bytes: int
    width: int
    height: int


class Named(NamedTuple):
    """A file of the store as a row of a run names it; *sha256*: of what was stored there."""

    run_id: int
    id: str
    path: str
    sha256: str | None


class PictureTable(OutcomeTable):
    """The part of the catalogue that knows which outcomes share a picture."""

    def passed(self, run: Run, wanted: Collection[Passed]) -> list[Recorded]:
        """Return the ok outcomes that are among *wanted*, each an address and what passed for its image."""
        wanted = set(wanted)
        keys = list({passed.url_key for passed in wanted})
        query = select(outcomes.c.url_key, outcomes.c.crawl, *OUTCOME_COLUMNS)
        here = query.where(outcomes.c.run_id == run.id, outcomes.c.ok)
        found = [(*row[:2], to_outcome(row[2:], run.name)) for row in self.select_in(here, outcomes.c.url_key, keys)]
        return [Recorded(outcome, key, crawl=crawl) for key, crawl, outcome in found if (key, outcome.sha256) in wanted]

    def refused_pictures(self, run: Run) -> list[HostPicture]:
        """Return the pictures that were refused as placeholders.

        Reads all outcomes of the run, about a second per million.
        """
        is_refused = outcomes.c.error == ErrorSlug.CONTENT_PLACEHOLDER.value
        query = select(outcomes.c.host, outcomes.c.sha256).distinct()
        query = query.where(outcomes.c.run_id == run.id, is_refused, outcomes.c.sha256.is_not(None))
        with self.reading() as connection:
            return [HostPicture(*row) for row in connection.execute(query)]

    def passed_elsewhere(self, run: Run) -> set[Passed]:
        """Return what passed in those ok outcomes whose picture the same host gave as a placeholder.

        Reads all outcomes of the run, about a second per million.
        """
        picture = (outcomes.c.host, outcomes.c.sha256)
        is_known = and_(outcomes.c.run_id == run.id, outcomes.c.sha256.is_not(None))
        is_refused = outcomes.c.error == ErrorSlug.CONTENT_PLACEHOLDER.value
        refused = select(*picture).where(is_known, ~outcomes.c.ok, is_refused)
        query = select(outcomes.c.url_key, outcomes.c.sha256)
        with self.reading() as connection:
            rows = connection.execute(query.where(is_known, outcomes.c.ok, tuple_(*picture).in_(refused)))
            return {Passed(*row) for row in rows}

    def shared_with_earlier(self, run: Run) -> set[HostPicture]:
        """Return the pictures that both this crawl and earlier ones of the run have stored.

        Reads all outcomes of the run, about a second per million.
        """
        picture = (outcomes.c.host, outcomes.c.sha256)
        is_stored = and_(outcomes.c.run_id == run.id, outcomes.c.ok, outcomes.c.sha256.is_not(None))
        ours = select(*picture).where(is_stored, outcomes.c.crawl == run.crawl)
        query = select(*picture).where(is_stored, outcomes.c.crawl < run.crawl, tuple_(*picture).in_(ours))
        with self.reading() as connection:
            return {HostPicture(*row) for row in connection.execute(query.distinct())}

    def iter_stored(self, run: Run, hosts: Collection[str], *, refused_too: bool = False) -> Iterator[Stored]:
        """Yield what *hosts* gave that is stored, of each host in the order in which it was recorded.

        *refused_too*: also what was refused as a placeholder.
        """
        is_refused = outcomes.c.error == ErrorSlug.CONTENT_PLACEHOLDER.value
        is_wanted = or_(outcomes.c.ok, is_refused) if refused_too else outcomes.c.ok
        columns = [outcomes.c.url_key if name == "key" else outcomes.c[name] for name in Stored._fields]
        query = select(*columns).where(outcomes.c.run_id == run.id, is_wanted, outcomes.c.sha256.is_not(None))
        query = query.order_by(outcomes.c.crawl, outcomes.c.finished_at)
        for some in chunks(sorted(hosts)):
            with self.reading() as connection:
                here = query.where(outcomes.c.host.in_(some)).execution_options(yield_per=CHUNK)
                yield from (Stored(*row) for row in connection.execute(here))

    def iter_named(self, runs: Collection[Run]) -> Iterator[Named]:
        """Yield the files that the ok outcomes of *runs* name, in the order of their paths: equal ones in a row.

        The database sorts all of them before the first one comes.
        """
        query = select(*(outcomes.c[name] for name in Named._fields))
        query = query.where(
            outcomes.c.run_id.in_([run.id for run in runs]), outcomes.c.ok, outcomes.c.path.is_not(None)
        )
        query = query.order_by(outcomes.c.path, outcomes.c.run_id, outcomes.c.id).execution_options(yield_per=CHUNK)
        with self.reading() as connection:
            yield from (Named(*row) for row in connection.execute(query))

    def demote(self, run: Run, ids: Collection[str], *, error: ErrorSlug, reason: str) -> None:
        """Turn the ok outcomes among the rows *ids* into failures with *error* and without a file."""
        failed = {"ok": False, "stage": error.stage.value, "error": error.value, "reason": storable(reason)}
        emptied = {"retryable": ERRORS[error].retryable, "path": None, "rescued_by": None}
        with self.writing() as connection:
            for some in chunks([storable(row_id) for row_id in ids]):
                chosen = (outcomes.c.run_id == run.id, outcomes.c.ok, outcomes.c.id.in_(some))
                connection.execute(update(outcomes).where(*chosen).values(**failed, **emptied))
