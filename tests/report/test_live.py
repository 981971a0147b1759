"""What is said of a run at an instant follows from its outcomes and from the hosts that wait."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.frontier.standing import Standing
from imgcrawl.report.live import SHOWN_HOSTS, Live, live_tables, look
from imgcrawl.report.tables import cell_text
from imgcrawl.transport.pause import Awaited

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run

    Record = Callable[..., Run]


def shown(table: Any) -> list[list[str]]:
    """Return the texts of a table's cells."""
    return [[cell_text(cell) for cell in row] for row in table.rows]


def at(run: Run, seconds: float) -> datetime:
    """Return an instant *seconds* after *run* was begun."""
    return datetime.fromisoformat(run.started_at) + timedelta(seconds=seconds)


def finished(instant: datetime, **fields: Any) -> dict[str, Any]:
    """Return the fields of a row that got its outcome at *instant*."""
    text = instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"finished_at": text, **fields}


def test_pace_and_what_is_left(catalogue: Catalogue, record: Record) -> None:
    """The pace is that of the last minute, and what is left follows from it once the list has been read."""
    run = record("r", [])
    rows = [finished(at(run, second)) for second in (10, *[100] * 12)]
    run = record("r", rows)
    run = catalogue.find_run("r")
    now = at(run, 120)
    live = look(catalogue, run, now=now)
    assert (live.rows_per_s, live.to_go, live.seconds_left) == (pytest.approx(12 / 60, rel=0.01), None, None)
    catalogue.set_total_rows(run, 73)
    live = look(catalogue, catalogue.find_run("r"), now=now)
    assert (live.to_go, live.seconds_left) == (60, pytest.approx(300, rel=0.01))
    assert shown(live_tables(live)[0])[1:3] == [["rows to go", "60"], ["time left at this pace", "5 min"]]


def test_a_young_run_is_not_measured_over_a_minute(catalogue: Catalogue, record: Record) -> None:
    """What was done before the run was begun last, and the time before that, do not count."""
    run = record("r", [])
    record("r", [finished(at(run, -20))] * 5 + [finished(at(run, 2))] * 8)
    run = catalogue.find_run("r")
    assert look(catalogue, run, now=at(run, 4)).rows_per_s == pytest.approx(2, rel=0.2)


def test_minutes(catalogue: Catalogue, record: Record) -> None:
    """The last ten minutes are summed up one by one, the latest first; what is older, or had no row, is left out."""
    now = datetime(2026, 1, 31, 12, 30, 30, tzinfo=UTC)
    ago = [timedelta(seconds=s) for s in (5, 10, 70, 300, 700)]
    rows = [finished(now - before, attempts=n) for n, before in enumerate(ago, 1)]
    rows[1] |= {"ok": False, "error": "http_404"}
    live = look(catalogue, record("r", rows), now=now)
    assert live.minutes == [("2026-01-31T12:30", 2, 1, 3), ("2026-01-31T12:29", 1, 1, 3), ("2026-01-31T12:25", 1, 1, 4)]
    assert shown(live_tables(live)[1])[0] == ["12:30", "2", "1", "50.0%", "3"]


def test_paused_hosts(catalogue: Catalogue, record: Record) -> None:
    """Hosts whose pause lasts are counted and listed, the longest pause first; others are not."""
    run = record("r", [])
    now = datetime.now(UTC)
    pauses = {f"h{n:02}.test": n + 1.0 for n in range(SHOWN_HOSTS + 2)} | {"over.test": -1.0, "long.test": 7500.0}
    catalogue.tell_hosts([Standing(h, now.timestamp() + s, 0.0, 0.0, 0.0, 1) for h, s in pauses.items()])
    live = look(catalogue, run, now=now)
    assert (live.paused_count, len(live.paused)) == (SHOWN_HOSTS + 3, SHOWN_HOSTS)
    table = live_tables(live)[-1]
    assert shown(table)[:2] == [["long.test", "2 h 05 min"], ["h11.test", "12 s"]]
    assert table.note.startswith("Of all crawls of this catalogue. ")  # a run that is over has no table that says it


def test_a_short_list_of_paused_hosts(catalogue: Catalogue, record: Record) -> None:
    """A host whose pause is over is left out where there is room for it too; of equal pauses the name decides."""
    run = record("r", [])
    now = datetime.now(UTC)
    pauses = {"over.test": -1.0, "b.test": 64.0, "now.test": 0.0, "a.test": 64.0}
    catalogue.tell_hosts([Standing(h, now.timestamp() + s, 0.0, 0.0, 0.0, 1) for h, s in pauses.items()])
    live = look(catalogue, run, now=now)
    assert (live.paused, live.paused_count) == ([("a.test", pytest.approx(64)), ("b.test", pytest.approx(64))], 2)


@pytest.mark.parametrize(
    ("seconds", "words"), [(86_399, "24 h 00 min"), (86_401, "more than a day"), (1e9, "more than a day")]
)
def test_long_waits(catalogue: Catalogue, record: Record, seconds: float, words: str) -> None:
    """Nobody can plan by 277,777 hours."""
    now = datetime.now(UTC)
    catalogue.tell_hosts([Standing("a.test", now.timestamp() + seconds, 0.0, 0.0, 0.0, 1)])
    assert shown(live_tables(look(catalogue, record("r", []), now=now))[-1]) == [["a.test", words]]


@pytest.mark.parametrize(("total", "left"), [(1, []), (5, [["rows to go", "4"]])])
def test_a_run_that_is_over_has_no_pace(
    catalogue: Catalogue, record: Record, total: int, left: list[list[str]]
) -> None:
    """Of a run on which nobody works neither pace nor time left are shown, and rows to go if there are any."""
    run = record("r", [finished(datetime.now(UTC))])
    catalogue.set_total_rows(run, total)
    catalogue.end_run(run, "finished" if total == 1 else "stopped")
    run = catalogue.find_run("r")
    *before, minutes = live_tables(look(catalogue, run, now=at(run, 5)))
    assert minutes.title == "Last minutes"
    assert [row for table in before for row in shown(table)] == left


def test_nothing_yet(catalogue: Catalogue, record: Record) -> None:
    """A run that has just begun has its table, and dashes in it."""
    run = record("r", [])
    (now,) = live_tables(look(catalogue, run, now=at(run, 0)))
    assert shown(now) == [
        ["rows per second, over the last minute", "0.0"],
        ["rows to go", "-"],
        ["time left at this pace", "-"],
        ["hosts that are paused", "0"],
    ]


@pytest.mark.parametrize(("to_go", "seconds"), [(200, 2.0), (100, 1.0), (99, None), (1, None)])
def test_the_last_rows_have_a_pace_of_their_own(to_go, seconds):
    """They are on hosts that are slow, or waited for: no time is told that is over before it can be read."""
    nothing: dict[str, Any] = {"minutes": [], "paused": [], "paused_count": 0, "outages": [], "now": 0.0}
    live = Live(is_running=True, rows_per_s=100.0, to_go=to_go, **nothing)
    assert live.seconds_left == seconds


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ((6, 6.0, 20.0), "depends on the paused hosts"),
        ((300, 1.0, 20.0), "depends on the paused hosts"),
        ((900, 1.0, 1200.0), "depends on the paused hosts"),
        ((6, 0.0, 20.0), "depends on the paused hosts"),
        ((900, 1.0, 20.0), "15 min"),
        ((300, 1.0, None), "5 min"),
        ((0, 1.0, 20.0), "-"),
    ],
)
def test_time_left_may_depend_on_hosts_that_pause(
    catalogue: Catalogue, record: Record, found: tuple[int, float, float | None], left: str
) -> None:
    """The last rows may all wait for paused hosts: no time is told that their pauses may outlast."""
    to_go, rows_per_s, pause_s = found
    run = record("r", [])
    now = at(run, 60)
    if pause_s is not None:
        catalogue.tell_hosts([Standing("a.test", now.timestamp() + pause_s, 0.0, 0.0, 0.0, 1)])
    done = round(60 * rows_per_s)
    record("r", [finished(at(run, 30))] * done)
    catalogue.set_total_rows(run, done + to_go)
    (table, *_) = live_tables(look(catalogue, catalogue.find_run("r"), now=now))
    assert shown(table)[2] == ["time left at this pace", left]


def test_an_outage_stands_first(catalogue: Catalogue, record: Record) -> None:
    """While a crawl waits for the network it says so, since when, how that shows, and that nothing is lost."""
    run = record("r", [])
    assert look(catalogue, run, now=at(run, 5)).outages == []
    since = at(run, 5).astimezone(UTC)
    catalogue.note_outage(run, Awaited("no name server answers", since.timestamp()))
    first, second, *_ = live_tables(look(catalogue, catalogue.find_run("r"), now=at(run, 70)))
    assert (first.title, second.title) == ("Waiting for the network", "Now")
    assert shown(first) == [[socket.gethostname(), "no name server answers", f"{since:%H:%M:%S}", "65 s"]]
    assert "none is lost" in first.note


def test_a_run_that_is_over_waits_for_no_network(catalogue: Catalogue, record: Record) -> None:
    """Once the run has stopped nobody waits, whatever was left on record."""
    run = record("r", [])
    catalogue.note_outage(run, Awaited("no name server answers", 1.0))
    catalogue.end_run(run, "stopped")
    assert look(catalogue, catalogue.find_run("r"), now=at(run, 70)).outages == []
