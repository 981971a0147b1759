"""What became of a run's rows: by stage, error, host, remedy, time and size.

Computed in the database: memory is flat in the length of the run.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import case, func, select

from imgcrawl.catalogue.schema import outcomes
from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.meanings import ERRORS
from imgcrawl.report.remedies import Remedy, remedies

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from imgcrawl.catalogue import Catalogue, Run

UNFETCHABLE: Final = frozenset(slug for slug in ErrorSlug if slug.stage in (Stage.URL, Stage.POLICY)) | {
    ErrorSlug.DNS_NXDOMAIN,
    ErrorSlug.DNS_NO_ADDRESS,
}
"""Errors of rows that nobody's strategy could fetch: no usable URL, a refusal of ours, a host that does not exist.

All other rows are the second denominator: a host was there to be asked.
"""

TOP_HOSTS: Final = 20
"""Hosts listed: those with the most failed rows."""

PERCENTILES: Final = (50, 90, 99, 100)


class Funnel(NamedTuple):
    """How many rows *entered* a *stage*, and how many of them *failed* there; the rest went on."""

    stage: str
    entered: int
    failed: int


class Failure(NamedTuple):
    """How many *rows* failed with *error*, and how many of these a later run might fetch.

    *example*: the id of one of them, for :mod:`imgcrawl.report.story`. *advice*: what a person can do.
    """

    error: str
    stage: str
    rows: int
    retryable: int
    example: str
    meaning: str
    advice: str


class Host(NamedTuple):
    """What became of the *rows* of a *host*; *errors* counts the failed ones."""

    host: str
    rows: int
    ok: int
    errors: dict[str, int]


class Spread(NamedTuple):
    """How a measure is spread over *rows*: percentile to value (nearest rank), and the *total*."""

    rows: int
    total: float
    percentiles: dict[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in figures. *rows* have an outcome; *source_rows* is the length of the source, None if it is not known.

    *fetchable*: rows without an error of :data:`UNFETCHABLE`. *requests*: all that were sent, redirects included.
    *hashes_known*: stored images whose hash the list gives; *hashes_matching*: those of them that have it.
    *time_ms*: the last attempt of each row that was asked for itself; *size_bytes*: stored images.
    """

    run: str
    strategy: str
    source: str
    state: str
    started_at: str
    finished_at: str | None
    source_rows: int | None
    rows: int
    ok: int
    fetchable: int
    retryable: int
    requests: int
    host_count: int
    hashes_known: int
    hashes_matching: int
    funnel: list[Funnel]
    failures: list[Failure]
    hosts: list[Host]
    remedies: list[Remedy]
    time_ms: Spread
    size_bytes: Spread


def summarise(catalogue: Catalogue, run: Run) -> Summary:
    """Return the figures of *run* as they stand now."""
    here = outcomes.c.run_id == run.id
    with catalogue.reading() as connection:
        ok, requests, host_count, hashes_known, hashes_matching = _totals(connection, here)
        failures = _failures(connection, here)
        rows = ok + sum(failure.rows for failure in failures)
        return Summary(
            run=run.name,
            strategy=run.strategy,
            source=run.source,
            state=run.state,
            started_at=run.started_at,
            finished_at=run.finished_at,
            source_rows=run.total_rows,
            rows=rows,
            ok=ok,
            fetchable=rows - sum(failure.rows for failure in failures if failure.error in UNFETCHABLE),
            retryable=sum(failure.retryable for failure in failures),
            requests=requests,
            host_count=host_count,
            hashes_known=hashes_known,
            hashes_matching=hashes_matching,
            funnel=_funnel(rows, failures),
            failures=failures,
            hosts=_hosts(connection, here),
            remedies=remedies(connection, here),
            time_ms=_spread(connection, here, outcomes.c.total_ms),
            size_bytes=_spread(connection, here & outcomes.c.ok, outcomes.c.bytes),
        )


def _totals(connection: Connection, here: ColumnElement[bool]) -> tuple[int, ...]:
    ok, matches = outcomes.c.ok, outcomes.c.hash_matches
    requests = func.coalesce(func.sum(outcomes.c.attempts), 0)
    hosts = func.count(func.nullif(outcomes.c.host, "").distinct())
    hashes = (_count_if(ok & matches.is_not(None)), _count_if(ok & matches))
    return tuple(map(int, connection.execute(select(_count_if(ok), requests, hosts, *hashes).where(here)).one()))


def _failures(connection: Connection, here: ColumnElement[bool]) -> list[Failure]:
    error = outcomes.c.error
    counted = (func.count(), _count_if(outcomes.c.retryable), func.min(outcomes.c.id))
    query = select(error, *counted).where(here, ~outcomes.c.ok).group_by(error)
    found = connection.execute(query.order_by(func.count().desc(), error))
    return [_failure(slug or "unknown", rows, int(retryable), example) for slug, rows, retryable, example in found]


def _failure(error: str, rows: int, retryable: int, example: str) -> Failure:
    try:
        slug = ErrorSlug(error)
    except ValueError:
        meaning = "The outcome names an error that this imgcrawl does not know."
        return Failure(error, Stage.INTERNAL, rows, retryable, example, meaning, "Use the imgcrawl that wrote it.")
    info = ERRORS[slug]
    return Failure(error, slug.stage, rows, retryable, example, info.meaning, info.advice)


def _funnel(rows: int, failures: list[Failure]) -> list[Funnel]:
    failed: Counter[str] = Counter()
    for failure in failures:
        failed[failure.stage] += failure.rows
    funnel = []
    for stage in Stage:
        funnel.append(Funnel(stage.value, rows, failed[stage]))
        rows -= failed[stage]
    return funnel


def _hosts(connection: Connection, here: ColumnElement[bool]) -> list[Host]:
    host, error, rows = outcomes.c.host, outcomes.c.error, func.count()
    top = select(host, rows, _count_if(outcomes.c.ok)).where(here).group_by(host)
    worst_first = (_count_if(~outcomes.c.ok).desc(), rows.desc(), host)
    found = connection.execute(top.order_by(*worst_first).limit(TOP_HOSTS)).all()
    listed = [name for name, *_ in found]
    by_error = select(host, error, rows).where(here, ~outcomes.c.ok, host.in_(listed)).group_by(host, error)
    errors: dict[str, dict[str, int]] = {name: {} for name in listed}
    for name, slug, count in connection.execute(by_error.order_by(rows.desc(), error)):
        errors[name][slug or "unknown"] = count
    return [Host(name, count, int(ok), errors[name]) for name, count, ok in found]


def _spread(connection: Connection, here: ColumnElement[bool], measure: ColumnElement[Any]) -> Spread:
    measured = here & measure.is_not(None)
    rows, total = connection.execute(select(func.count(), func.sum(measure)).where(measured)).one()
    ranks = {percentile: max(1, -(-rows * percentile // 100)) for percentile in PERCENTILES}
    rank = func.row_number().over(order_by=measure).label("rank")
    ranked = select(measure.label("value"), rank).where(measured).subquery()
    found = connection.execute(select(ranked.c.rank, ranked.c.value).where(ranked.c.rank.in_(set(ranks.values()))))
    values = {place: float(value) for place, value in found}
    percentiles = {percentile: values[place] for percentile, place in ranks.items() if rows}
    return Spread(rows, float(total or 0), percentiles)


def _count_if(condition: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
