"""The outcomes of a catalogue: written in batches, looked up, streamed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    values,
)

from imgcrawl.catalogue.database import CHUNK, Database
from imgcrawl.catalogue.removed import check_there
from imgcrawl.catalogue.rows import OUTCOME_COLUMNS, FoundOn, storable, to_outcome, to_row
from imgcrawl.catalogue.schema import outcomes
from imgcrawl.errors import Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement

    from imgcrawl.catalogue.rows import Listed
    from imgcrawl.catalogue.runs import Run
    from imgcrawl.records import Outcome

T = TypeVar("T")

_IS_SETTLED = outcomes.c.stage.is_distinct_from(literal_column(f"'{Stage.STORAGE}'"))
"""A failure of the store says nothing of the image: the next crawl takes the row up."""


class Known(NamedTuple):
    """What the catalogue knows about a row that has an outcome; *url_key* tells whether its URL is still the same.

    *crawl*: the number of the crawl that recorded it (:class:`~imgcrawl.catalogue.runs.Run`).
    """

    url_key: int
    ok: bool
    stage: str | None
    error: str | None
    crawl: int

    @property
    def is_settled(self) -> bool:
        """Whether the next crawl leaves the row alone: its image is there, or could not be had for no fault of ours."""
        return self.stage != Stage.STORAGE


class Counts(NamedTuple):
    """How many *rows* of a run have an outcome, how many of them are *ok*, and the failed ones by error."""

    rows: int
    ok: int
    errors: dict[str, int]


class OutcomeTable(Database):
    """The part of the catalogue that knows the outcomes."""

    def write(self, run: Run, batch: Iterable[Outcome]) -> None:
        """Commit the outcomes of *batch*, all or none; a later outcome of a row replaces the earlier one.

        Its requests are added to those of earlier crawls as long as the row has the same URL: what a row has cost is
        what was sent for it in all.

        :raises CatalogueError: if the catalogue does not hold the run any more.
        """
        rows = [to_row(run.id, outcome, crawl=run.crawl) for outcome in batch]
        if rows:
            with self.writing() as connection:
                check_there(connection, run.id, run.name)
                connection.exec_driver_sql(self._upsert_sql, rows)

    @cached_property
    def _upsert_sql(self) -> str:
        # Sent as text: compiling and checking each row by SQLAlchemy costs more than the database does.
        insert = self.insert_into(outcomes)
        new: Any = insert.excluded
        replaced = {c.name: new[c.name] for c in outcomes.columns if not c.primary_key}
        replaced["attempts"] = _requests_in_all(new)
        upsert = insert.on_conflict_do_update(index_elements=list(outcomes.primary_key), set_=replaced)
        return str(upsert.compile(dialect=self.dialect))

    def known(self, run: Run, ids: Sequence[str]) -> dict[str, Known]:
        """Return what is known about those rows of *ids* that have an outcome."""
        asked = {storable(row_id): row_id for row_id in ids}
        columns = (outcomes.c[name] for name in Known._fields)
        query = select(outcomes.c.id, *columns).where(outcomes.c.run_id == run.id)
        found = self.select_in(query, outcomes.c.id, list(asked))
        return {asked[row_id]: Known(*rest) for row_id, *rest in found}

    def unsettled(self, run: Run, rows: Sequence[Listed], *, failed_too: bool) -> dict[int, Known | None]:
        """Return the positions of those of *rows* that have no settled outcome under their key.

        *failed_too*: also of those whose outcome is any failure. What is known of the row, under whatever key, stands
        with its position. The database compares, for most rows of a list that is gone on with are settled.
        """
        found: dict[int, Known | None] = {}
        for start, some in zip(range(0, len(rows), CHUNK), chunks(rows), strict=True):
            padded = [*some, *[some[-1]] * (CHUNK - len(some))]  # one text of the query for all, which SQLite keeps
            asked = [value for row_id, key in padded for value in (storable(row_id), key)]
            with self.reading() as connection:
                answer = connection.exec_driver_sql(self._unsettled_sql, (*asked, run.id, failed_too)).all()
            found |= {start + at: None if rest[0] is None else Known(*rest) for at, *rest in answer if at < len(some)}
        return found

    @cached_property
    def _unsettled_sql(self) -> str:
        row_id, key = outcomes.c.id, outcomes.c.url_key
        asked = bindparam("asked_id", type_=Text()), bindparam("asked_key", type_=BigInteger())
        names = column("place", Integer), column("id", Text), column("url_key", BigInteger)
        given = values(*names, name="given").data([(literal_column("0"), *asked)]).cte("given")
        same_row = and_(outcomes.c.run_id == bindparam("run"), row_id == given.c.id)
        failed = and_(~outcomes.c.ok, bindparam("failed_too", type_=Boolean()))
        query = select(given.c.place, *(outcomes.c[name] for name in Known._fields))
        query = query.select_from(given.outerjoin(outcomes, same_row))
        query = query.where(or_(row_id.is_(None), key != given.c.url_key, ~_IS_SETTLED, failed))
        # Compiled for one place, whose text is repeated: a thousand of them would be a fifteenth of a crawl's start.
        marks = ", ".join(str(mark.compile(dialect=self.dialect)) for mark in asked)
        places = ", ".join(f"({at}, {marks})" for at in range(CHUNK))
        return str(query.compile(dialect=self.dialect)).replace(f"(0, {marks})", places)

    def outcome(self, run: Run, row_id: str) -> Outcome | None:
        """Return the outcome of the row *row_id*, or None."""
        query = select(*OUTCOME_COLUMNS).where(outcomes.c.run_id == run.id, outcomes.c.id == storable(row_id))
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return to_outcome(row, run.name) if row else None

    def outcomes_for_urls(
        self, run: Run, url_keys: Collection[int], *, crawl: int | None = None, unsettled_too: bool = False
    ) -> dict[int, Outcome]:
        """Return one settled outcome for each of *url_keys* that has any; a stored image where there is one.

        Of several one that has its known hash: that tells of other hashes that what came does not have them. Then one
        that was asked for by itself: of what was shared it is not on record where it came from.

        *crawl*: only those that the crawl of this number recorded. *unsettled_too*: the store's failures as well.
        """
        recorded = () if crawl is None else (outcomes.c.crawl == crawl,)
        wanted = () if unsettled_too else (_IS_SETTLED,)
        key, has_it = outcomes.c.url_key, outcomes.c.hash_matches.is_(True)
        best_first = (outcomes.c.ok.desc(), has_it.desc(), (outcomes.c.attempts > 0).desc(), outcomes.c.id)
        place = func.row_number().over(partition_by=key, order_by=best_first)
        found: dict[int, Outcome] = {}
        for some in chunks(list(url_keys)):
            here = (outcomes.c.run_id == run.id, key.in_(some), *wanted, *recorded)
            ranked = select(outcomes.c.id, place.label("place")).where(*here).subquery()
            best = select(ranked.c.id).where(ranked.c.place == 1)
            query = select(key, *OUTCOME_COLUMNS).where(outcomes.c.run_id == run.id, outcomes.c.id.in_(best))
            with self.reading() as connection:
                found |= {row[0]: to_outcome(row[1:], run.name) for row in connection.execute(query)}
        return found

    def outcomes_for_pages(
        self, run: Run, wanted: Collection[FoundOn], *, crawl: int | None = None
    ) -> dict[FoundOn, Outcome]:
        """Return one settled outcome for each of *wanted* that has any.

        *crawl*: only those that the crawl of this number recorded.
        """
        recorded = () if crawl is None else (outcomes.c.crawl == crawl,)
        key, page = outcomes.c.url_key, outcomes.c.page_url
        found: dict[FoundOn, Outcome] = {}
        for some in chunks([FoundOn(each.url_key, storable(each.page_url)) for each in wanted]):
            here = (outcomes.c.run_id == run.id, key.in_({each.url_key for each in some}), tuple_(key, page).in_(some))
            first = select(func.min(outcomes.c.id)).where(*here, _IS_SETTLED, *recorded).group_by(key, page)
            query = select(key, *OUTCOME_COLUMNS).where(outcomes.c.run_id == run.id, outcomes.c.id.in_(first))
            with self.reading() as connection:
                rows = [(row[0], to_outcome(row[1:], run.name)) for row in connection.execute(query)]
            found |= {FoundOn(url_key, outcome.page_url or ""): outcome for url_key, outcome in rows}
        return found

    def iter_outcomes(self, run: Run, *, crawl: int | None = None) -> Iterator[Outcome]:
        """Yield all outcomes of *run*: ids that are numbers by their value, then the others as texts.

        *crawl*: only those that the crawl of this number recorded.
        """
        ids = select(outcomes.c.id).where(outcomes.c.run_id == run.id).order_by(*_id_order())
        if crawl is not None:
            ids = ids.where(outcomes.c.crawl == crawl)
        query = select(*OUTCOME_COLUMNS).where(outcomes.c.run_id == run.id)
        with self.reading() as connection:
            # Only the ids are sorted; sorting whole rows would write them all to disk once more.
            for part in connection.execute(ids, execution_options={"yield_per": CHUNK}).scalars().partitions():
                rows = connection.execute(query.where(outcomes.c.id.in_(part)))
                found = {outcome.id: outcome for outcome in (to_outcome(row, run.name) for row in rows)}
                yield from (found[row_id] for row_id in part)

    def counts(self, run: Run) -> Counts:
        """Return how many rows of *run* have which outcome."""
        ok, error = outcomes.c.ok, outcomes.c.error
        query = select(ok, error, func.count()).where(outcomes.c.run_id == run.id).group_by(ok, error)
        with self.reading() as connection:
            groups = connection.execute(query).all()
        stored = sum(rows for is_ok, _, rows in groups if is_ok)
        errors = {slug or "unknown": rows for is_ok, slug, rows in groups if not is_ok}
        return Counts(stored + sum(errors.values()), stored, errors)

    def referenced_paths(self, paths: Collection[str]) -> set[str]:
        """Return those of the store's *paths* that belong to an ok outcome of any run.

        Reads all outcomes, about a second per million: an index would cost every outcome more than this rare call. Ask
        for many paths at once.
        """
        query = select(outcomes.c.path).where(outcomes.c.ok)
        return {path for (path,) in self.select_in(query, outcomes.c.path, list(paths))}

    def has_images(self) -> bool:
        """Tell whether an outcome of any run names a file of the store."""
        with self.reading() as connection:
            return connection.execute(select(outcomes.c.path).where(outcomes.c.ok).limit(1)).first() is not None

    def select_in(self, query: Any, column: ColumnElement[Any], values: Sequence[Any]) -> Iterator[Any]:
        """Yield the rows of *query* whose *column* has one of *values*, however many."""
        for some in chunks(values):
            with self.reading() as connection:
                yield from connection.execute(query.where(column.in_(some))).all()


def _requests_in_all(new: Any) -> ColumnElement[int]:
    """Return what the outcome *new* makes of its row's requests; one of the same crawl has counted them already."""
    old = outcomes.c
    stands_alone = or_(old.crawl == new.crawl, old.url_key != new.url_key)
    return case((stands_alone, new.attempts), else_=old.attempts + new.attempts)


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield *values* in pieces that one query takes."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _id_order() -> tuple[ColumnElement[Any], ...]:
    row_id = outcomes.c.id
    is_number = and_(row_id != "", func.ltrim(row_id, "0123456789") == "")
    digits = func.ltrim(row_id, "0")
    length = case((is_number, func.length(digits)), else_=literal(0))
    return (is_number.desc(), length, case((is_number, digits), else_=row_id), row_id)
