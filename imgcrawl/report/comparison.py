"""Two runs over the same rows: what the second rescued, lost and cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, func, select

from imgcrawl.catalogue.schema import outcomes
from imgcrawl.errors import ConfigError
from imgcrawl.report.intervals import Interval, mcnemar_exact, paired_difference, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from imgcrawl.catalogue import Catalogue, Run


class Rescued(NamedTuple):
    """Of the rows that *failed* in A with *error*, so many were *rescued* by B."""

    error: str
    failed: int
    rescued: int


class Transitions(NamedTuple):
    """Rows by what became of them in A and then in B."""

    ok_ok: int
    ok_fail: int
    fail_ok: int
    fail_fail: int

    @property
    def rows(self) -> int:
        """All rows that are in both runs."""
        return sum(self)

    @property
    def net(self) -> int:
        """Rows that B gained, less those it lost."""
        return self.fail_ok - self.ok_fail


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Run B against run A over the *matched* rows: those with the same id and URL in both.

    *rescue_rate*: rescued rows among those that failed in A; *regression_rate*: lost rows among those that A had;
    *difference*: B's success rate minus A's; *p_value*: of McNemar's exact test. *cost_multiplier*: requests of B for
    one of A, unless it was given. *roi*: rows gained for each row's worth of additional requests; None if B costs no
    more than A. *regressed*: B's errors on the rows it lost. Rates are None without rows.
    """

    a: str
    b: str
    matched: int
    only_in_a: int
    only_in_b: int
    transitions: Transitions
    net: int
    rate_a: Interval | None
    rate_b: Interval | None
    rescue_rate: Interval | None
    regression_rate: Interval | None
    difference: Interval | None
    p_value: float
    requests_a: int
    requests_b: int
    cost_multiplier: float | None
    roi: float | None
    rescued: list[Rescued]
    regressed: dict[str, int]


class _Group(NamedTuple):
    ok_a: bool
    ok_b: bool
    error_a: str | None
    error_b: str | None
    rows: int
    requests_a: int
    requests_b: int


def compare(catalogue: Catalogue, a: Run, b: Run, *, cost_multiplier: float | None = None) -> Comparison:
    """Return how run *b* did against run *a*; *cost_multiplier* replaces the measured ratio of requests.

    :raises ConfigError: if both are the same run or have no row in common, or the multiplier is not above 0.
    """
    if a.id == b.id:
        raise ConfigError(f"both runs are {a.name!r}: name two runs")
    if cost_multiplier is not None and not cost_multiplier > 0:
        raise ConfigError(f"the cost multiplier must be above 0, got {cost_multiplier!r}")
    with catalogue.reading() as connection:
        groups = _matched(connection, a, b)
        rows_a, rows_b = _rows(connection, a), _rows(connection, b)
    t = _transitions(groups)
    if not t.rows:
        raise ConfigError(
            f"no row is in both runs: {a.name} has {rows_a:,} rows of {a.source}, {b.name} has {rows_b:,} of "
            f"{b.source}; crawl the same list with both strategies"
        )
    requests_a = sum(group.requests_a for group in groups)
    requests_b = sum(group.requests_b for group in groups)
    cost = cost_multiplier or (requests_b / requests_a if requests_a else None)
    return Comparison(
        a=a.name,
        b=b.name,
        matched=t.rows,
        only_in_a=rows_a - t.rows,
        only_in_b=rows_b - t.rows,
        transitions=t,
        net=t.net,
        rate_a=wilson(t.ok_ok + t.ok_fail, t.rows),
        rate_b=wilson(t.ok_ok + t.fail_ok, t.rows),
        rescue_rate=wilson(t.fail_ok, t.fail_ok + t.fail_fail),
        regression_rate=wilson(t.ok_fail, t.ok_ok + t.ok_fail),
        difference=paired_difference(both=t.ok_ok, only_a=t.ok_fail, only_b=t.fail_ok, neither=t.fail_fail),
        p_value=mcnemar_exact(t.ok_fail, t.fail_ok),
        requests_a=requests_a,
        requests_b=requests_b,
        cost_multiplier=cost,
        roi=t.net / (t.rows * (cost - 1)) if t.rows and cost and cost > 1 else None,
        rescued=_rescued(groups),
        regressed=_regressed(groups),
    )


def _transitions(groups: Sequence[_Group]) -> Transitions:
    rows: Counter[tuple[bool, bool]] = Counter()
    for group in groups:
        rows[group.ok_a, group.ok_b] += group.rows
    return Transitions(rows[True, True], rows[True, False], rows[False, True], rows[False, False])


def _matched(connection: Connection, a: Run, b: Run) -> list[_Group]:
    first, second = outcomes.alias("a"), outcomes.alias("b")
    same_row = and_(second.c.run_id == b.id, second.c.id == first.c.id, second.c.url_key == first.c.url_key)
    kinds = (first.c.ok, second.c.ok, first.c.error, second.c.error)
    query = (
        select(*kinds, func.count(), func.sum(first.c.attempts), func.sum(second.c.attempts))
        .select_from(first.join(second, same_row))
        .where(first.c.run_id == a.id)
        .group_by(*kinds)
    )
    return [_Group(*row) for row in connection.execute(query)]


def _rows(connection: Connection, run: Run) -> int:
    return connection.scalar(select(func.count()).where(outcomes.c.run_id == run.id)) or 0


def _rescued(groups: Sequence[_Group]) -> list[Rescued]:
    failed: Counter[str] = Counter()
    rescued: Counter[str] = Counter()
    for group in groups:
        if not group.ok_a:
            error = group.error_a or "unknown"
            failed[error] += group.rows
            rescued[error] += group.rows * group.ok_b
    found = [Rescued(error, rows, rescued[error]) for error, rows in failed.items()]
    return sorted(found, key=lambda row: (-row.rescued, -row.failed, row.error))


def _regressed(groups: Sequence[_Group]) -> dict[str, int]:
    lost: Counter[str] = Counter()
    for group in groups:
        if group.ok_a and not group.ok_b:
            lost[group.error_b or "unknown"] += group.rows
    return dict(lost.most_common())
