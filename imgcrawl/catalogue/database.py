"""Connections to the database: SQLite in a file, or PostgreSQL by URL."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from imgcrawl.catalogue.faults import READ_ONLY, catalogue_error, sqlstate
from imgcrawl.catalogue.presence import SameFiles
from imgcrawl.errors import ConfigError
from imgcrawl.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine, Table
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.engine import ExceptionContext

    from imgcrawl.catalogue.still import StillFile

CHUNK: Final = 1000
"""Most keys asked for in one query."""

_PATIENCE: Final = {
    "connect_timeout": "10",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""How long a PostgreSQL server is waited for that is gone without a word: 30 s; without these libpq waits for hours.

In seconds, the last one in milliseconds. Source: PostgreSQL manual, 32.1.2, "Parameter Key Words".
"""

_AGAIN_S = 0.02
_TO_LAST_SIGN = re.compile(r"\*\*\*@.*(?:@|%40)")
_DRIVERS = {"sqlite": "pysqlite", "postgresql": "psycopg"}
_EXAMPLE = "expected sqlite:///folder/file.db or postgresql://user:password@host/database"


class Database:
    """A pool of connections; errors of the driver leave it as :class:`~imgcrawl.catalogue.faults.CatalogueError`."""

    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect
        self._writer = engine.execution_options(imgcrawl_write=True)
        self._files: SameFiles | None = engine.get_execution_options().get("imgcrawl_files")
        self._still: StillFile | None = engine.get_execution_options().get("imgcrawl_still")
        # SQLite's transactions see one state anyway.
        snapshot = {"isolation_level": "REPEATABLE READ"} if self.dialect.name == "postgresql" else {}
        self._reader = engine.execution_options(**snapshot)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection whose statements see one state of the database; it never blocks a writer."""
        with _translated():
            self._look_after()
            with self._reader.connect() as connection:
                yield connection
        if self._still:
            self._still.check()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction: committed at the end, rolled back on an error."""
        with _translated():
            self._look_after()
            with self._writer.begin() as connection:
                yield connection
        if self._files:
            self._files.check_log()

    def insert_into(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT that knows ``on_conflict_do_update``."""
        if self.dialect.name == "sqlite":
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a tenth of the start, which most do without

        return postgresql.insert(table)

    def _look_after(self) -> None:
        """Make sure, before each transaction, of what must be had as long as the database is open; here nothing."""

    def close(self) -> None:
        """Close all connections."""
        self._writer.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as exc:
        raise catalogue_error(exc) from exc


def checked_url(database_url: str, data_dir: str) -> URL:
    """Return the URL of the database; an empty text means the file ``imgcrawl.db`` in *data_dir*.

    :raises ConfigError: if the text is not a URL of SQLite or PostgreSQL. The text itself, which may hold a password,
        is not repeated.
    """
    if not database_url.strip():
        return make_url("sqlite+pysqlite://").set(database=str(Path(data_dir) / "imgcrawl.db"))
    try:
        url = make_url(database_url.strip())
        backend = "postgresql" if url.get_backend_name() == "postgres" else url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as exc:
        raise ConfigError(f"IMGCRAWL_DATABASE_URL is not a database URL: {_EXAMPLE}") from exc
    driver = url.drivername.partition("+")[2]
    if backend not in _DRIVERS or driver not in ("", _DRIVERS[backend]):
        raise ConfigError(f"IMGCRAWL_DATABASE_URL names {url.drivername}, which is not supported: {_EXAMPLE}")
    if backend == "sqlite" and url.database in (None, "", ":memory:"):
        raise ConfigError(f"IMGCRAWL_DATABASE_URL names a database in memory, which would be lost: {_EXAMPLE}")
    return url.set(drivername=f"{backend}+{_DRIVERS[backend]}")


def masked(url: URL) -> str:
    """Return the text of *url* without its password, wherever it stands, and up to its last ``@``."""
    secrets = [name for name in url.query if "password" in name.lower()]
    return _TO_LAST_SIGN.sub("***@", _sayable(url.difference_update_query(secrets)).render_as_string())


def without_password(said: str, url: URL) -> str:
    """Return *said*, a sentence about the database at *url*, without its password.

    Signs in a password that were not escaped have parts of it pass for the host and the database.
    """
    is_cut = _TO_LAST_SIGN.search(_sayable(url).render_as_string()) is not None
    parts = (url.password, *((url.host, url.database) if is_cut else ()))
    for part in sorted(filter(None, parts), key=len, reverse=True):
        said = said.replace(part, "***")
    return said


def _sayable(url: URL) -> URL:
    """Return *url* as it can be written: a folder's name may be no UTF-8."""
    return url.set(database=plain(url.database)) if url.database else url


def make_engine(url: URL, *, lock_timeout_s: float, durable: bool) -> Engine:
    """Return the engine for *url*; nothing is opened yet. A lock of another process is waited for *lock_timeout_s*.

    *durable*: SQLite forces every commit to the disk.

    :raises ConfigError: if the driver is not installed.
    """
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite_engine(url, lock_timeout_s, "FULL" if durable else "NORMAL")
        return _postgresql_engine(url, lock_timeout_s)
    except ImportError as exc:
        raise ConfigError("its driver is not installed: pip install 'psycopg[binary]'") from exc


def _sqlite_engine(url: URL, lock_timeout_s: float, synchronous: str) -> Engine:
    same_files = SameFiles(Path(str(url.database)))
    engine = create_engine(
        url,
        connect_args={"timeout": lock_timeout_s, "isolation_level": None},
        execution_options={"imgcrawl_files": same_files},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        _log_ahead(connection, lock_timeout_s)
        connection.execute(f"PRAGMA synchronous={synchronous}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads before it writes would fail at once, without waiting, if another one wrote meanwhile.
        write = connection.get_execution_options().get("imgcrawl_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
        if write:
            same_files.check(lambda: _bytes_of_pages(connection))

    return engine


def _bytes_of_pages(connection: Connection) -> int:
    pages, page_bytes = (connection.exec_driver_sql(f"PRAGMA {of}").scalar_one() for of in ("page_count", "page_size"))
    return int(pages * page_bytes)


def _log_ahead(connection: sqlite3.Connection, patience_s: float) -> None:
    """Switch to write-ahead logging; to who does so at the same time SQLite says at once that it is locked."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(_AGAIN_S)
        else:
            return


def _postgresql_engine(url: URL, lock_timeout_s: float) -> Engine:
    url = url.update_query_dict({**_PATIENCE, **url.query})
    # Positional parameters, as SQLite has them: one kind of row for both.
    engine = create_engine(url, paramstyle="format", pool_pre_ping=True, pool_use_lifo=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        _check_encoding(connection.info.parameter_status("server_encoding"), url.database)
        connection.execute(f"SET lock_timeout = {int(lock_timeout_s * 1000)}")
        connection.commit()

    @event.listens_for(engine, "handle_error")
    def _leave(context: ExceptionContext) -> None:
        context.is_disconnect |= sqlstate(context.original_exception) == READ_ONLY

    return engine


def _check_encoding(encoding: str | None, name: str | None) -> None:
    """Refuse a database that cannot hold every text: lists and answers have all scripts.

    :raises ConfigError: saying how to make one that can.
    """
    if encoding not in ("UTF8", None):  # None: a server that does not say
        raise ConfigError(
            f"its encoding is {encoding}, which has not all characters: make another by "
            f"CREATE DATABASE {name or 'imgcrawl'}_utf8 ENCODING 'UTF8' TEMPLATE template0, and name that one"
        )
