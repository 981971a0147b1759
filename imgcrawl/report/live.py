"""How a run is getting on at the moment: its pace, what is left, and which hosts are being waited for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import case, func, select

from imgcrawl.catalogue.schema import hosts, outcomes
from imgcrawl.config import RunConfig
from imgcrawl.durations import in_words
from imgcrawl.report.tables import Figure, Table, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.catalogue.outages import Outage
    from imgcrawl.report.tables import Cell

LOOKED_BACK: Final = timedelta(minutes=10)
"""How far back minutes are shown."""

SHOWN_HOSTS: Final = 10
"""Paused hosts that are listed: those with the longest pauses."""

_OF_PAUSED = (
    "Of all crawls of this catalogue. Nothing is asked there meanwhile: rows wait, or fail unsent where that is longer "
    "than IMGCRAWL_RETRY_AFTER_MAX_SECONDS."
)
_OF_OUTAGES = (
    "Nothing is sent from there meanwhile, so no row fails for it and none is lost: the crawl goes on by itself when "
    "the network is back. Where that takes longer than IMGCRAWL_OUTAGE_PATIENCE_SECONDS it stops, and the same command "
    "goes on with it."
)
_LEAST_LEFT_S: Final = 1.0
_TAIL_S: Final = RunConfig().url_deadline_s
"""So long a row may wait for its host, unless a crawl is told otherwise; that of a catalogue is not on record."""
_DEPENDS: Final = "depends on the paused hosts"
_PACE: Final = timedelta(minutes=1)
_SECOND, _MINUTE = len("2026-01-31T23:59:59"), len("2026-01-31T23:59")


class Minute(NamedTuple):
    """Rows that got their outcome in a minute, UTC, how many of them are *ok*, and the *requests* sent for them."""

    minute: str
    rows: int
    ok: int
    requests: int


class Paused(NamedTuple):
    """A *host*, or the hosts that share a policy's limits, and for how many more seconds nothing is asked there."""

    host: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The state of a run at an instant.

    *rows_per_s*: over the last minute, or since the run was begun if that is later. *to_go*: rows of the list without
    an outcome, None until the whole list has been read. *is_running*: what nobody works on has no pace.
    *paused*: some of the hosts of the catalogue that wait, *paused_count* all of them. *outages*: the machines that
    work on the run and have no network, and *now* the instant, in epoch seconds.
    """

    is_running: bool
    rows_per_s: float
    to_go: int | None
    minutes: list[Minute]
    paused: list[Paused]
    paused_count: int
    outages: list[Outage]
    now: float

    @property
    def seconds_left(self) -> float | None:
        """How long the rows to go take at this pace; None where that cannot be told: the last few have their own."""
        seconds = None if self.to_go is None or not self.rows_per_s else self.to_go / self.rows_per_s
        is_known = seconds is not None and seconds >= _LEAST_LEFT_S and not self.depends_on_pauses
        return seconds if is_known else None

    @property
    def depends_on_pauses(self) -> bool:
        """Whether the rows to go may all be those of hosts that are paused, which go on at a time of their own.

        A pause may be followed by the next. What takes longer at the pace of the last minute than a row may wait, and
        than any pause that is known, is mostly there to be worked on meanwhile.
        """
        if not (self.to_go and self.paused):
            return False
        longest_s = max(_TAIL_S, *(host.seconds for host in self.paused))
        return self.to_go < longest_s * self.rows_per_s or not self.rows_per_s


def look(catalogue: Catalogue, run: Run, *, now: datetime) -> Live:
    """Return how *run* is getting on at *now*, which is in UTC."""
    with catalogue.reading() as connection:
        seconds = _seconds(connection, run, now)
        rows = connection.scalar(select(func.count()).where(outcomes.c.run_id == run.id)) or 0
        paused, paused_count = _paused(connection, now)
    began = max(datetime.fromisoformat(run.started_at), now - _PACE)
    recent = sum(second.rows for second in seconds if second.minute >= _text(began))
    return Live(
        is_running=run.state == "running",
        rows_per_s=recent / max(1.0, (now - began).total_seconds()),
        to_go=None if run.total_rows is None else max(0, run.total_rows - rows),
        minutes=_by_minute(seconds),
        paused=paused,
        paused_count=paused_count,
        outages=catalogue.outages_of(run),
        now=now.timestamp(),
    )


def live_tables(live: Live) -> list[Table]:
    """Return the tables of *live*."""
    left = _DEPENDS if live.depends_on_pauses else None if live.seconds_left is None else in_words(live.seconds_left)
    now: list[tuple[Cell, ...]] = [
        ("rows per second, over the last minute", Figure(f"{live.rows_per_s:,.1f}")),
        ("rows to go", live.to_go),
        ("time left at this pace", None if left is None else Figure(left)),
        ("hosts that are paused", live.paused_count),
    ]
    if not live.is_running:
        now = [("rows to go", live.to_go)] if live.to_go else []
    note = "Rows to go are known once the whole list has been read. Paused hosts: of all crawls of this catalogue."
    minutes: list[tuple[Cell, ...]] = [
        (Figure(m.minute[-len("23:59") :]), m.rows, m.ok, share(m.ok, m.rows), m.requests) for m in live.minutes
    ]
    paused: list[tuple[Cell, ...]] = [(p.host, Figure(in_words(p.seconds))) for p in live.paused]
    waits: list[tuple[Cell, ...]] = [
        (o.machine, o.sign, _clock_time(o.since), Figure(in_words(max(0, live.now - o.since)))) for o in live.outages
    ]
    tables = [
        Table("Waiting for the network", ("machine", "what shows it", "since (UTC)", "for"), waits, _OF_OUTAGES),
        Table("Now", ("", "number"), now, note) if live.is_running else Table("Left", ("", "number"), now),
        Table("Last minutes", ("UTC", "rows", "stored", "success", "requests"), minutes),
        Table("Paused hosts", ("host", "goes on in"), paused, _OF_PAUSED),
    ]
    return [table for table in tables if table.rows]


def _clock_time(instant: float) -> Figure:
    return Figure(f"{datetime.fromtimestamp(instant, UTC):%H:%M:%S}")


def _seconds(connection: Connection, run: Run, now: datetime) -> list[Minute]:
    """Return the last minutes second by second: all that is needed from one pass over the run."""
    second = func.substr(outcomes.c.finished_at, 1, _SECOND)
    stored = func.sum(case((outcomes.c.ok, 1), else_=0))
    query = select(second, func.count(), stored, func.sum(outcomes.c.attempts)).group_by(second).order_by(second)
    since = _text(now - LOOKED_BACK)
    found = connection.execute(query.where(outcomes.c.run_id == run.id, second >= since))
    return [Minute(instant, rows, int(ok), int(requests)) for instant, rows, ok, requests in found]


def _by_minute(seconds: Iterable[Minute]) -> list[Minute]:
    """Return the sums of *seconds* by minute, the latest first."""
    rows: Counter[str] = Counter()
    ok: Counter[str] = Counter()
    requests: Counter[str] = Counter()
    for second in seconds:
        minute = second.minute[:_MINUTE]
        rows[minute] += second.rows
        ok[minute] += second.ok
        requests[minute] += second.requests
    return [Minute(minute, rows[minute], ok[minute], requests[minute]) for minute in sorted(rows, reverse=True)]


def _paused(connection: Connection, now: datetime) -> tuple[list[Paused], int]:
    until = hosts.c.paused_until
    here = until > now.timestamp()
    query = select(hosts.c.host, until).where(here).order_by(until.desc(), hosts.c.host).limit(SHOWN_HOSTS)
    listed = [Paused(host, end - now.timestamp()) for host, end in connection.execute(query)]
    return listed, connection.scalar(select(func.count()).select_from(hosts).where(here)) or 0


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds")[:_SECOND]
