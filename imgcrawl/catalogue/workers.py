"""The processes that work on the runs of a catalogue, as it tells of them, and which of them live."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, insert, select, text

from imgcrawl.catalogue.owners import Owner, are_whole
from imgcrawl.catalogue.schema import owners
from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Delete

_HELD = text(
    "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
    " AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
# A pool makes up the number that it tells when a connection begins; a standby has locks of its own.
_SHOWS_LOCKS = text(
    "SELECT pg_backend_pid() = :told AND NOT pg_is_in_recovery()"
    " AND has_table_privilege('pg_locks', 'SELECT') AND has_table_privilege('pg_database', 'SELECT')"
)


class Worker(NamedTuple):
    """An owner of a run, and whether it lives; None: that cannot be seen."""

    owner: Owner
    lives: bool | None


def workers_of(connection: Connection, run_id: int) -> list[Worker]:
    """Return who works on a run, or has finished a part of it."""
    columns = (owners.c[name] for name in Owner._fields)
    found = [Owner(*row) for row in connection.execute(select(*columns).where(owners.c.run_id == run_id))]
    held = _held_keys(connection)
    is_held = (None if held is None else key_of(run_id, owner) in held for owner in found)
    return [Worker(owner, owner.lives(is_held=held)) for owner, held in zip(found, is_held, strict=True)]


def excluding(workers: list[Worker], me: Owner) -> Owner | None:
    """Return who of *workers* lives and works on rows that *me*, another process, wants too; None if nobody does."""
    others = (worker.owner for worker in workers if worker.lives and not worker.owner.is_process_of(me))
    return next((other for other in others if other.overlaps(me)), None)


def key_of(run_id: int, owner: Owner) -> int:
    """Return the key of the lock that says that *owner* lives: nobody else asks for it."""
    return int.from_bytes(sha256(repr((run_id, *owner)).encode()).digest()[:8]) >> 1


def shows_locks(connection: Connection) -> bool:
    """Tell whether *connection* leads to PostgreSQL itself, where runs are written, and who uses it may see its locks.

    A lock says nothing through a pool, which lends each transaction another connection: it stays on one of those when
    the process that asked for it is gone.
    """
    if connection.dialect.name != "postgresql":
        return False
    return bool(connection.scalar(_SHOWS_LOCKS, {"told": _number_told(connection)}))


def take(connection: Connection, run_id: int, name: str, owner: Owner) -> bool:
    """Make *owner*, this process, one of the run; return whether all that it works on was done before.

    What of that is finished stays so until this process ends, for it may come to nothing to do; what a process that
    died worked on is not. One that works on other rows is left on record, for it may live and have lost its lock.

    :raises ConfigError: if another live process works on the same rows.
    """
    others = workers_of(connection, run_id)
    if other := excluding(others, owner):
        raise ConfigError(
            f"run {name!r} is being worked on by process {other.pid} on {other.host}: "
            "wait until it ends, stop it, or give this run another name"
        )
    dead = [other for other, lives in others if lives is False and not other.has_finished]
    done = [other for other, _ in others if other.has_finished]
    undone = {other.shard for other in done if any(map(other.overlaps, dead))}
    finished = {other.shard for other in done} - undone
    for shard in {owner.shard, *undone, *(other.shard for other in dead if other.overlaps(owner))}:
        connection.execute(_row_of(run_id, shard))
    _insert(connection, run_id, owner)
    return owner.shard in finished or are_whole(finished)


def give_up(connection: Connection, run_id: int, owner: Owner, *, changes: bool, finishes: bool) -> None:
    """Leave of *owner* that it has finished its shard, if it *finishes* it; *changes*: there was something to do.

    If it *changes* anything, what was finished and has rows in common with it is so no more.
    """
    connection.execute(_row_of(run_id, owner.shard))
    if changes:
        for other, _ in workers_of(connection, run_id):
            if other.has_finished and other.overlaps(owner):
                connection.execute(_row_of(run_id, other.shard))
    if finishes:
        _insert(connection, run_id, owner.finished())


def forget_ended(connection: Connection, run_id: int) -> None:
    """Leave of who works on a run, or has finished a part of it, those alone that may live."""
    for owner, lives in workers_of(connection, run_id):
        if lives is False:
            connection.execute(_row_of(run_id, owner.shard))


def _held_keys(connection: Connection) -> frozenset[int] | None:
    """Return the keys of the locks that are held; None where *connection* does not show them."""
    return frozenset(connection.scalars(_HELD)) if shows_locks(connection) else None


def _number_told(connection: Connection) -> int:
    driver: Any = connection.connection.dbapi_connection
    return int(driver.info.backend_pid)


def _row_of(run_id: int, shard: str) -> Delete:
    return delete(owners).where(owners.c.run_id == run_id, owners.c.shard == shard)


def _insert(connection: Connection, run_id: int, owner: Owner) -> None:
    connection.execute(insert(owners).values(run_id=run_id, **owner._asdict()))
