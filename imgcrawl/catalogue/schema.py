"""The tables of the catalogue and their version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    inspect,
    select,
    text,
)

from imgcrawl.errors import ConfigError, NothingYetError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from imgcrawl.catalogue.database import Database

SCHEMA_VERSION: Final = 4

_WITHOUT_CRAWLS, _WITHOUT_STANDINGS, _WITHOUT_HASHES = _OLDER = 1, 2, 3

metadata = MetaData()

# Byte order, as SQLite has it: the same rows come in the same order from both databases.
_ID = Text().with_variant(Text(collation="C"), "postgresql")

# One row: what tells this catalogue from all others, wherever it is moved to. Those made before have no such table.
identities = Table("identities", metadata, Column("identity", Text, primary_key=True))

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("strategy", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("state", Text, nullable=False),
    Column("total_rows", BigInteger),
    # Counts all crawls of the catalogue: clocks can be set back.
    Column("crawl", Integer, nullable=False, server_default="0"),
)


def _of_process() -> list[Column[Any]]:
    """Return the columns of a process (:class:`~imgcrawl.catalogue.owners.Owner`) at work on a part of a run."""
    return [
        Column("run_id", Integer, primary_key=True, autoincrement=False),
        Column("shard", Text, primary_key=True),
        Column("pid", Integer, nullable=False),
        Column("pid_started", Text, nullable=False),
        Column("host", Text, nullable=False),
    ]


owners = Table("owners", metadata, *_of_process())

# By which column a run knows the hashes of its images. As with the next table, catalogues made before lack it at first.
hash_columns = Table(
    "hash_columns",
    metadata,
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)

# Those that wait for the network of their machine. Catalogues made before have no such table until a crawl opens them.
outages = Table(
    "outages",
    metadata,
    *_of_process(),
    Column("sign", Text, nullable=False),
    Column("since", Double, nullable=False),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("id", _ID, primary_key=True),
    Column("url_key", BigInteger, nullable=False),
    Column("host", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("page_url", Text),
    Column("ok", Boolean, nullable=False),
    Column("stage", Text),
    Column("error", Text),
    Column("reason", Text),
    Column("retryable", Boolean),
    Column("status", Integer),
    Column("final_url", Text),
    Column("rescued_by", Text),
    Column("attempts", Integer, nullable=False),
    Column("sha256", Text),
    Column("hash_matches", Boolean),
    Column("bytes", BigInteger),
    Column("format", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("mode", Text),
    Column("phash", Text),
    Column("path", Text),
    Column("dns_ms", Double),
    Column("connect_ms", Double),
    Column("tls_ms", Double),
    Column("ttfb_ms", Double),
    Column("total_ms", Double),
    Column("waited_ms", Double),
    Column("started_at", Text),
    Column("finished_at", Text),
    Column("strategy", Text),
    Column("trail", Text),
    Column("extra", Text),
    Column("crawl", Integer, nullable=False, server_default="0"),
    # With ok and, in a table without row ids, the primary key: answers outcomes_for_urls from the index alone.
    Index("outcomes_by_url", "run_id", "url_key", "ok"),
    sqlite_with_rowid=False,
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("knowledge", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    # Counts the news of all hosts, so that each process can ask for those it has not heard; NULL for hosts without.
    Column("told", BigInteger),
    # A Standing. Instants in epoch seconds, for they are compared with those of other processes.
    Column("paused_until", Double),
    Column("told_at", Double),
    Column("delay_s", Double),
    Column("known_bad_s", Double),
    Column("concurrency", Integer),
    Index("hosts_by_told", "told"),
)


def prepare(database: Database, *, create: bool) -> None:
    """Make sure that the tables are there and have the version that this program reads; older ones are brought to it.

    Those that somebody has dropped are made anew if *create* is true.

    :raises ConfigError: if they have a later version, or are missing and *create* is false.
    """
    with database.reading() as connection:
        found = _version(connection)
        is_cut = found == SCHEMA_VERSION and not _has_all_tables(connection)
    if ((found is None or is_cut) and create) or found in _OLDER:
        with database.writing() as connection:
            found = _create(connection)
    if found is None:
        raise NothingYetError("it holds no catalogue yet: start a run first")
    if found != SCHEMA_VERSION:
        raise ConfigError(
            f"its catalogue has version {found}, this imgcrawl reads version {SCHEMA_VERSION}: "
            "use the imgcrawl that wrote it, or another database"
        )


def _bring_up(connection: Connection, found: int) -> int:
    """Bring tables of version *found* to the present one."""
    if found == _WITHOUT_CRAWLS:
        _number_crawls(connection)
    if found in (_WITHOUT_CRAWLS, _WITHOUT_STANDINGS):
        _add_standings(connection)
    connection.execute(text("ALTER TABLE outcomes ADD COLUMN hash_matches BOOLEAN"))  # version 4: none was known
    metadata.create_all(connection)
    connection.execute(schema_version.update().values(version=SCHEMA_VERSION))
    return SCHEMA_VERSION


def _number_crawls(connection: Connection) -> None:
    """Bring tables of version 1 to version 2: what they hold was recorded by crawl 0."""
    for table in (runs, outcomes):
        connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN crawl INTEGER DEFAULT 0 NOT NULL"))


def _add_standings(connection: Connection) -> None:
    """Bring tables of version 2 to version 3: no host is known to have complained."""
    for name in ("told", "paused_until", "told_at", "delay_s", "known_bad_s", "concurrency"):
        kind = hosts.c[name].type.compile(connection.dialect)
        connection.execute(text(f"ALTER TABLE hosts ADD COLUMN {name} {kind}"))
    for index in hosts.indexes:
        index.create(connection)


def identity_of(connection: Connection) -> str:
    """Return the identity of the catalogue, which is given one if it has none."""
    _come_alone(connection)
    identities.create(connection, checkfirst=True)
    found = connection.scalar(select(identities.c.identity))
    if found is None:
        found = uuid4().hex
        connection.execute(identities.insert().values(identity=found))
    return str(found)


def _come_alone(connection: Connection) -> None:
    """Let no two workers make tables at once; SQLite's write lock already keeps them apart. The number is arbitrary."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(4841392)"))


def _version(connection: Connection) -> int | None:
    if not inspect(connection).has_table(schema_version.name):
        return None
    return connection.scalar(select(schema_version.c.version))


def _has_all_tables(connection: Connection) -> bool:
    return all(map(inspect(connection).has_table, metadata.tables))


def _create(connection: Connection) -> int:
    _come_alone(connection)
    found = _version(connection)
    if found in _OLDER:
        return _bring_up(connection, found)
    if found not in (None, SCHEMA_VERSION):
        return found
    metadata.create_all(connection)
    if found is None:
        connection.execute(schema_version.insert().values(version=SCHEMA_VERSION))
    return SCHEMA_VERSION
