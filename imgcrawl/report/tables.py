"""What a report shows, as tables of text that the terminal and the HTML file have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgcrawl.report.summary import PERCENTILES
from imgcrawl.shares import in_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.report.comparison import Comparison
    from imgcrawl.report.intervals import Interval
    from imgcrawl.report.summary import Spread, Summary


class Share(float):
    """A part of a whole, from 0 to 1: shown in per cent, in HTML with a bar."""

    def __str__(self) -> str:
        return in_percent(self)


class Figure(str):
    """A number that is written already, with as many places as make sense: it stands to the right as numbers do."""

    __slots__ = ()


_NO_HOST = "(address without a host)"
_OF_NO_HOST = (
    "Addresses without a host: rows without a URL or with a text that is none, rows that cannot be read, and data: "
    "URLs, which hold the image themselves."
)

Cell = str | int | Share | None


def is_text(cell: Cell) -> bool:
    """Say whether *cell* is read as words, not as a number; a dash is neither."""
    return type(cell) is str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a *title*, *columns* and *rows*; *note* explains it in a sentence. Cells may hold text from outside.

    Numbers stand to the right, None is shown as a dash. The last *spare* columns may be left out, from the right,
    where there is no room for them; in those named in *folded* the words are broken first. Where *is_stacked*, a
    narrow page shows each row as a block: its first cell, below it the numbers, then the sentences.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    note: str = ""
    spare: int = 0
    folded: tuple[str, ...] = ()
    is_stacked: bool = False


def cell_text(cell: Cell) -> str:
    """Return what is shown for *cell*; a text from outside still has to be escaped."""
    if cell is None:
        return "-"
    return f"{cell:,}" if type(cell) is int else str(cell)


def share(part: float, whole: float) -> Share | None:
    """Return *part* of *whole*, None if there is no whole that it is a part of, as of a list that became shorter."""
    return Share(part / whole) if whole and part <= whole else None


def summary_tables(summary: Summary) -> list[Table]:
    """Return the tables of a run's report, the most important first."""
    tables = [_overview(summary), _funnel(summary), _failures(summary), _hosts(summary)]
    tables += [_remedies(summary), _spreads(summary)]
    return [table for table in tables if table.rows]


def comparison_tables(comparison: Comparison) -> list[Table]:
    """Return the tables of a comparison, the most important first."""
    tables = [_matrix(comparison), _verdict(comparison), _rescued(comparison), _regressed(comparison)]
    return [table for table in tables if table.rows]


def _overview(s: Summary) -> Table:
    rescued = sum(remedy.rescued for remedy in s.remedies)
    rows: list[tuple[Cell, ...]] = [
        ("rows with an outcome", s.rows, share(s.rows, s.source_rows or 0)),
        ("images stored, of all rows", s.ok, share(s.ok, s.rows)),
        ("images stored, of the rows that could be fetched at all", s.ok, share(s.ok, s.fetchable)),
        ("images that a remedy rescued, of all images", rescued, share(rescued, s.ok)),
        *_hashes(s),
        ("failed, a later run might succeed", s.retryable, share(s.retryable, s.rows)),
        ("failed for good", s.rows - s.ok - s.retryable, share(s.rows - s.ok - s.retryable, s.rows)),
        ("hosts", s.host_count, None),
        ("requests", s.requests, None),
        ("requests per row", _ratio(s.requests, s.rows), None),
        ("requests per image", _ratio(s.requests, s.ok), None),
    ]
    note = (
        "Rows that could be fetched at all: without those that have no usable URL, that we refuse to fetch, or whose "
        "host does not exist. Requests: of all crawls of the run, redirects and pages included."
    )
    return Table("Overview", ("", "number", "share"), rows, note)


def _hashes(s: Summary) -> list[tuple[Cell, ...]]:
    """Return the line that says how many images are what their list knows them for; none if it gives no hashes."""
    told = f"images that have their published hash, of {s.hashes_known:,} that have one"
    return [(told, s.hashes_matching, share(s.hashes_matching, s.hashes_known))] if s.hashes_known else []


def _ratio(part: int, whole: int) -> Figure | None:
    return Figure(f"{part / whole:.2f}") if whole else None


def _funnel(s: Summary) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (stage, entered, failed, entered - failed, share(entered - failed, s.rows))
        for stage, entered, failed in s.funnel
    ]
    return Table("Stages", ("stage", "entered", "failed", "passed", "passed of all rows"), rows)


def _failures(s: Summary) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (f.error, f.rows, share(f.rows, s.rows), f.retryable, f.example, f.meaning, f.advice) for f in s.failures
    ]
    note = (
        "Retryable: rows whose failure may pass. -a retry=failed asks for all failed rows, and may get none. "
        "By a row's id scrapy explain tells what was tried for it."
    )
    columns = ("error", "rows", "of all rows", "retryable", "one of them", "what it means", "what you can do")
    return Table("Errors", columns, rows, note, spare=3, folded=("one of them",), is_stacked=True)


def _hosts(s: Summary) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (h.host or _NO_HOST, h.rows, h.rows - h.ok, share(h.ok, h.rows), _counted(h.errors)) for h in s.hosts
    ]
    listed = sum(bool(h.host) for h in s.hosts)
    note = f"{listed} of {s.host_count:,} hosts, most failed rows first."
    note += f" {_OF_NO_HOST}" if listed < len(rows) else ""
    columns = ("host", "rows", "failed", "success", "errors")
    return Table("Hosts", columns, rows, note, spare=1, is_stacked=True)


def _counted(errors: dict[str, int]) -> str | None:
    return ", ".join(f"{rows:,} {error}" for error, rows in errors.items()) or None


def _remedies(s: Summary) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (r.remedy, r.tried, r.requests, r.rescued, Figure(f"{r.requests / r.rescued:.1f}") if r.rescued else None)
        for r in s.remedies
    ]
    columns = ("remedy", "rows tried on", "requests", "rows rescued", "requests per rescue")
    return Table("Remedies", columns, rows, "Of each row, what its last crawl tried.", is_stacked=True)


def _spreads(s: Summary) -> Table:
    spreads = [("time of the last attempt, ms", s.time_ms), ("size of a stored image, bytes", s.size_bytes)]
    rows = [_spread(name, spread) for name, spread in spreads if spread.rows]
    columns = ("", "rows", *("largest" if p == 100 else f"{p}% below" for p in PERCENTILES), "mean")
    return Table("Time and size", columns, rows, is_stacked=True)


def _spread(name: str, spread: Spread) -> tuple[Cell, ...]:
    values = (round(spread.percentiles[p]) for p in PERCENTILES)
    return (name, spread.rows, *values, round(spread.total / spread.rows))


def _matrix(c: Comparison) -> Table:
    t = c.transitions
    rows: list[tuple[Cell, ...]] = [
        (f"stored in {c.a}", t.ok_ok, t.ok_fail),
        (f"failed in {c.a}", t.fail_ok, t.fail_fail),
    ]
    note = (
        f"{c.matched:,} rows with the same id and URL in both; {c.only_in_a:,} only in {c.a}, {c.only_in_b:,} in {c.b}."
    )
    return Table(f"{c.a} and {c.b}", ("", f"stored in {c.b}", f"failed in {c.b}"), rows, note)


def _verdict(c: Comparison) -> Table:
    t = c.transitions
    rows: list[tuple[Cell, ...]] = [
        (f"success of {c.a}", t.ok_ok + t.ok_fail, *_interval(c.rate_a)),
        (f"success of {c.b}", t.ok_ok + t.fail_ok, *_interval(c.rate_b)),
        (f"rescued, of those that failed in {c.a}", t.fail_ok, *_interval(c.rescue_rate)),
        (f"lost, of those stored in {c.a}", t.ok_fail, *_interval(c.regression_rate)),
        ("net gain", c.net, *_interval(c.difference)),
        (f"requests of {c.a}", c.requests_a, None, None),
        (f"requests of {c.b}", c.requests_b, None, None),
        ("cost multiplier", None if c.cost_multiplier is None else Figure(f"{c.cost_multiplier:.3f}"), None, None),
        ("return on the additional cost (ROI)", None if c.roi is None else Figure(f"{c.roi:.3f}"), None, None),
        ("probability of such a split by chance (McNemar)", Figure(f"{c.p_value:.3g}"), None, None),
    ]
    note = (
        f"ROI = net gain / (matched rows x (cost multiplier - 1)); a dash where {c.b} costs no more than {c.a}. "
        "Outcomes and requests: of all crawls of a run, those with -a retry=… included."
    )
    return Table("Verdict", ("", "rows", "rate", "95% interval"), rows, note)


def _interval(interval: Interval | None) -> tuple[Cell, Cell]:
    if interval is None:
        return None, None
    return Share(interval.estimate), f"{in_percent(interval.low).removesuffix('%')} to {in_percent(interval.high)}"


def _rescued(c: Comparison) -> Table:
    """Return the errors of which some rows were rescued, and say how many others there are."""
    rows: list[tuple[Cell, ...]] = [
        (r.error, r.failed, r.rescued, share(r.rescued, r.failed)) for r in c.rescued if r.rescued
    ]
    others = len(c.rescued) - len(rows)
    note = f"Of {others} other {'error' if others == 1 else 'errors'} no row was rescued." if others else ""
    return Table("Rescued, by the first run's error", (f"error in {c.a}", "failed", "rescued", "share"), rows, note)


def _regressed(c: Comparison) -> Table:
    return Table("Lost, by the second run's error", (f"error in {c.b}", "rows"), list(c.regressed.items()))
