"""The runs of a catalogue: begun, owned, found again, ended."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select, update

from imgcrawl.catalogue import hash_columns
from imgcrawl.catalogue.database import Database
from imgcrawl.catalogue.holds import Hold
from imgcrawl.catalogue.owners import Owner, are_whole
from imgcrawl.catalogue.removed import check_there, clear_left
from imgcrawl.catalogue.schema import outcomes, runs
from imgcrawl.catalogue.workers import excluding, give_up, key_of, take, workers_of
from imgcrawl.errors import ConfigError, NothingYetError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

State = Literal["finished", "stopped", "unchanged"]
"""What a process leaves of what it worked on: all of it done or not, or as it was found."""

_SOURCE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".txt", ".parquet", ".gz", ".zst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a strategy over a source.

    *started_at*: when it was last begun; *finished_at*: when its last worker ended, None while it runs; both UTC in ISO
    8601. *state*: running, finished, stopped, or interrupted: its last process was killed. *total_rows*:
    rows of the source, each counted once, None until they were all read. *crawl*: the number of the crawl that last
    began it; it tells what is later, for clocks can be set back. *shard*: what this process works on, empty for all of
    it. *was_finished*: all of that was done when this process took hold of it. *before*: when the crawl before was
    begun and ended, if there was one and this process alone works on all of the list.
    """

    id: int
    name: str
    strategy: str
    source: str
    started_at: str
    finished_at: str | None
    state: str
    total_rows: int | None
    crawl: int = 0
    shard: str = ""
    was_finished: bool = False
    before: tuple[str, str | None] | None = field(default=None, compare=False)


class RunTable(Database):
    """The part of the catalogue that knows its runs, and keeps the locks by which others see that it works on them."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._holds: dict[int, Hold] = {}

    def close(self) -> None:
        """Let go of all runs, and close all connections."""
        for hold in self._holds.values():
            hold.close()
        super().close()

    def _look_after(self) -> None:
        for hold in list(self._holds.values()):
            hold.keep()

    def begin_run(
        self,
        name: str,
        *,
        source: str,
        strategy: str,
        shard: str | None = None,
        may_move: bool = True,
        hash_column: str | None = None,
    ) -> Run:
        """Return the run *name*, begun anew or resumed, owned by this process until :meth:`end_run`.

        A resumed run keeps the strategy it was first begun with, and the source unless it *may_move*. Workers share a
        run if each has its own *shard* ("0/4"). PostgreSQL shows whether a process on another host lives; where nobody
        can see that, it does not exclude this one. *hash_column*: as for :func:`~imgcrawl.catalogue.hash_columns.keep`.

        :raises ConfigError: if the run is of another source, knows hashes by a column that nobody has named now, or
            another live process works on its rows.
        """
        begun: dict[str, Any] = {"started_at": _now(), "finished_at": None, "state": "running"}
        times = select(runs.c.started_at, runs.c.finished_at).where(runs.c.name == name).with_for_update()
        with ExitStack() as on_failure:
            with self.writing() as connection:
                before = connection.execute(times).first()
                created = self.insert_into(runs).values(name=name, source=source, strategy=strategy, **begun)
                connection.execute(created.on_conflict_do_update(index_elements=["name"], set_=begun))
                # The row is locked by now: crawls of one run that begin together get different numbers.
                later = select(func.max(runs.c.crawl) + 1).scalar_subquery()
                connection.execute(update(runs).where(runs.c.name == name).values(crawl=later))
                row = connection.execute(select(runs).where(runs.c.name == name)).mappings().one()
                run = Run(**row, shard=shard or "")
                if before is None:
                    clear_left(connection, run.id)
                if not is_same_source(run.source, source):
                    run = _moved(connection, run, source, may_move=may_move)
                hash_columns.keep(connection, run.id, name, hash_column)
                owner = Owner.current(run.shard)
                was_finished = take(connection, run.id, name, owner)
                on_failure.callback(self._let_go, run.id, owner)
                self._hold(run.id, name, owner)  # before anybody sees whose the run is
            on_failure.pop_all()
        known = tuple(before) if before and not run.shard else None
        return replace(run, was_finished=was_finished, before=known)

    def _hold(self, run_id: int, name: str, owner: Owner) -> None:
        """Let every machine see that *owner* lives; on SQLite all processes are on this one, and the system tells."""
        if self.dialect.name == "postgresql":
            self._let_go(run_id, owner)
            self._holds[key_of(run_id, owner)] = Hold(self._writer, run_id, name, owner)

    def _let_go(self, run_id: int, owner: Owner) -> None:
        if hold := self._holds.pop(key_of(run_id, owner), None):
            hold.close()

    def owner_of(self, name: str, shard: str = "") -> Owner | None:
        """Return a live process that keeps this one from working on *shard* of the run *name*, if any is known."""
        with self.reading() as connection:
            run_id = connection.execute(select(runs.c.id).where(runs.c.name == name)).scalar()
            workers = [] if run_id is None else workers_of(connection, run_id)
        return excluding(workers, Owner.current(shard))

    def set_total_rows(self, run: Run, total_rows: int) -> None:
        """Record how many rows the run's source has, those that are repeated counted once."""
        with self.writing() as connection:
            connection.execute(update(runs).where(runs.c.id == run.id).values(total_rows=total_rows))

    def set_times(self, run: Run, times: tuple[str, str | None]) -> None:
        """Record when the last crawl of *run* was begun and ended."""
        with self.writing() as connection:
            connection.execute(update(runs).where(runs.c.id == run.id).values(_times(times)))

    def end_run(self, run: Run, state: State, *, was_idle: bool = False) -> None:
        """Give up the run in this process, which leaves its shard in *state*.

        The last worker to do so ends the run: finished if every shard is, else stopped. One that *was_idle* leaves the
        times of the crawl before, if it has no shard: others may have had something to do.

        :raises CatalogueError: if the catalogue does not hold the run any more.
        """
        with self.writing() as connection:
            check_there(connection, run.id, run.name, lock=True)
            finishes = state == "finished" or (state == "unchanged" and run.was_finished)
            me = Owner.current(run.shard)
            give_up(connection, run.id, me, changes=state != "unchanged", finishes=finishes)
            workers = workers_of(connection, run.id)
            if all(lives is False for _, lives in workers):
                whole = are_whole({worker.shard for worker, _ in workers if worker.has_finished})
                times = _times(run.before) if was_idle and run.before else {"finished_at": _now()}
                values = {"state": "finished" if whole else "stopped", **times}
                connection.execute(update(runs).where(runs.c.id == run.id).values(values))
        self._let_go(run.id, me)

    def list_runs(self) -> list[Run]:
        """Return all runs, the last begun first.

        A process of which nobody can see whether it lives counts as alive.
        """
        with self.reading() as connection:
            latest_first = (runs.c.crawl.desc(), runs.c.started_at.desc(), runs.c.id.desc())
            rows = connection.execute(select(runs).order_by(*latest_first))
            there = [Run(**row) for row in rows.mappings()]
            return [_as_seen(run, connection) if run.state == "running" else run for run in there]

    def find_run(self, text: str) -> Run:
        """Return the run that *text* means: its name, its source's file, else the last of that strategy.

        An empty text means the run begun last. One that has no row's outcome, as of a list that could not be read, is
        not the last as long as it does not run and another one has some.

        :raises ConfigError: if there is none; the message lists the runs there are.
        """
        meant = _meant(self.list_runs(), text, most=None)
        return next((run for run in meant if run.state == "running" or self._has_rows(run)), meant[0])

    def _has_rows(self, run: Run) -> bool:
        with self.reading() as connection:
            return (
                connection.execute(select(outcomes.c.id).where(outcomes.c.run_id == run.id).limit(1)).first()
                is not None
            )

    def find_pair(self, a: str, b: str) -> tuple[Run, Run]:
        """Return the two runs that *a* and *b* mean; of the runs of a strategy the last two that are over one list.

        :raises ConfigError: if there is none for a text, or a strategy has no run over the list of the other.
        """
        there = self.list_runs()
        age = {run.id: number for number, run in enumerate(there)}
        pairs = list(product(_meant(there, a), _meant(there, b)))
        if len(pairs) == 1:
            return pairs[0]
        alike = [pair for pair in pairs if pair[0].id != pair[1].id and is_same_source(pair[0].source, pair[1].source)]
        if not alike:
            raise ConfigError(
                f"{a} and {b} have no runs over the same list: name two runs, or make the run that is missing; "
                f"the runs are, the latest first: {', '.join(f'{run.name} ({run.source})' for run in there)}"
            )
        return min(alike, key=lambda pair: sorted((age[run.id] for run in pair), reverse=True))


def _meant(there: list[Run], text: str, *, most: int | None = 1) -> list[Run]:
    """Return the runs of *there*, the latest first, that *text* may mean: one, or all of a strategy.

    Of all that there are, for an empty text, *most*.

    :raises ConfigError: if there is none; the message lists the runs there are.
    """
    if not there:
        raise NothingYetError("the catalogue holds no run yet: start one by scrapy crawl images -a source=FILE")
    if not text:
        return there[:most]
    by_name = {run.name: run for run in there}
    if found := by_name.get(text) or by_name.get(run_name(text)):
        return [found]
    if of_strategy := [run for run in there if run.strategy == text]:
        return of_strategy
    raise ConfigError(f"there is no run {text!r}; the runs are, the latest first: {', '.join(by_name)}")


def _as_seen(run: Run, connection: Connection) -> Run:
    """Return *run*, which was begun and not ended, as interrupted where nobody works on it any more."""
    is_left = all(lives is False for _, lives in workers_of(connection, run.id))
    return replace(run, state="interrupted") if is_left else run


def _moved(connection: Connection, run: Run, source: str, *, may_move: bool) -> Run:
    if not may_move:
        raise ConfigError(
            f"the run {run.name} is of another list, {run.source}, not of {source}: give the run a name of its own "
            f"with -a run=NAME, or say -a another_source=1 if the run {run.name} is to go on with this list"
        )
    connection.execute(update(runs).where(runs.c.id == run.id).values(source=source))
    return replace(run, source=source)


def run_name(text: str) -> str:
    """Return the name of a run over the source *text*: its file name without endings; ``stdin`` for standard input."""
    if text == "-":
        return "stdin"
    path = PurePath(text)
    while path.suffix.lower() in _SOURCE_SUFFIXES:
        path = path.with_suffix("")
    return path.name


def is_same_source(one: str, other: str) -> bool:
    """Say whether two sources, as runs keep them, are one file or both standard input; links are followed."""
    return one == other or ("-" not in (one, other) and Path(one).resolve() == Path(other).resolve())


def _times(times: tuple[str, str | None]) -> dict[str, str | None]:
    return dict(zip(("started_at", "finished_at"), times, strict=True))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
