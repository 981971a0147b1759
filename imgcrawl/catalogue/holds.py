"""The lock on a PostgreSQL server by which every machine sees that a process lives; it ends when the process does."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.catalogue.schema import runs
from imgcrawl.catalogue.workers import excluding, key_of, shows_locks, workers_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from imgcrawl.catalogue.owners import Owner

_LASTING: Final = {
    "idle_session_timeout": "0",
    "tcp_keepalives_idle": "15",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
"""Has the server keep an idle connection, and drop that of a machine gone without a word after 30 s. In seconds."""
_SET = text("SELECT set_config(:name, :value, false) WHERE current_setting(:name, true) IS NOT NULL")


class Hold:
    """The lock that says that *owner*, this process, works on a run; on a connection of its own.

    Any number of connections may hold it: whose the run is, is settled by its rows, and the lock tells others who
    lives. So a broken connection that the server has not missed yet keeps nobody from making the next. There is no lock
    where nobody could rely on it: see :func:`~imgcrawl.catalogue.workers.shows_locks`.
    """

    def __init__(self, engine: Engine, run_id: int, run_name: str, owner: Owner) -> None:
        self._engine = engine
        self._run_id, self._run_name, self._owner = run_id, run_name, owner
        self._one_at_a_time = Lock()
        self._connection = self._locked()
        self._is_held = self._connection is not None

    def keep(self) -> None:
        """Make sure that the lock is held: after the server or the connection was gone it is taken again.

        :raises CatalogueError: if another process took up the run meanwhile.
        :raises DBAPIError: if the server cannot be reached.
        """
        with self._one_at_a_time:
            if not self._is_held or _answers(self._connection):
                return
            self._close()
            self._connection = self._locked()
            try:
                self._check_owner()
            except BaseException:
                self._close()
                raise

    def close(self) -> None:
        """Let go of the lock."""
        with self._one_at_a_time:
            self._is_held = False
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _locked(self) -> Connection | None:
        connection = self._engine.connect()
        connection.detach()  # from the pool: it is closed in earnest
        try:
            with connection.begin():
                if shows_locks(connection):
                    for name, value in _LASTING.items():
                        connection.execute(_SET, {"name": name, "value": value})
                    key = key_of(self._run_id, self._owner)
                    connection.execute(text("SELECT pg_advisory_lock_shared(:key)"), {"key": key})
                    return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def _check_owner(self) -> None:
        """Raise an error unless the run is this process's yet; who is about to take it up is waited for.

        Who ended a part of it meanwhile saw nobody else at work, and has it ended: it runs again.
        """
        if self._connection is None:
            return
        with self._connection.begin():
            its_row = runs.c.id == self._run_id
            self._connection.execute(select(runs.c.id).where(its_row).with_for_update())
            workers = workers_of(self._connection, self._run_id)
            is_own = self._owner in (worker.owner for worker in workers)
            if is_own:
                self._connection.execute(update(runs).where(its_row).values(state="running", finished_at=None))
        if not is_own:
            other = excluding(workers, self._owner)
            who = f"process {other.pid} on {other.host}" if other else "another process"
            raise CatalogueError(
                f"{who} took up run {self._run_name!r} while this one had lost the connection that kept it",
                transient=False,
            )


def _answers(connection: Connection | None) -> bool:
    if connection is None:
        return False
    try:
        with connection.begin():
            connection.exec_driver_sql("SELECT 1")
    except DBAPIError:
        return False
    return True
