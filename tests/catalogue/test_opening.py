from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue import CatalogueError, configured_catalogue, open_catalogue
from imgcrawl.catalogue.schema import identities
from imgcrawl.errors import ConfigError, NothingYetError
from imgcrawl.transport.pause import Awaited

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from imgcrawl.records import Outcome


def opening(url: str, folder: Path, *, create: bool = True) -> str:
    """Return why the catalogue cannot be opened."""
    with pytest.raises(ConfigError) as caught:
        open_catalogue(url, data_dir=str(folder), lock_timeout_s=0.05, create=create)
    return str(caught.value)


def test_default_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    """Without a URL the catalogue is a SQLite file in WAL mode, and its folder is made."""
    open_catalogue("", data_dir=str(tmp_path / "new" / "data"), lock_timeout_s=1).close()
    connection = sqlite3.connect(tmp_path / "new" / "data" / "imgcrawl.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_durable_commits(tmp_path: Path, durable: bool, level: int) -> None:  # noqa: FBT001
    """SQLite forces each commit to the disk (level 2, FULL) where that is asked for, else only its checkpoints."""
    catalogue = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1, durable=durable)
    with catalogue.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == level
    catalogue.close()


def test_odd_folder_names(tmp_path: Path) -> None:
    """A folder's name is taken as it is, even where it could be read as part of a URL."""
    folder = tmp_path / "a?b%20c#d @ü"
    open_catalogue("", data_dir=str(folder), lock_timeout_s=1).close()
    assert (folder / "imgcrawl.db").exists()


def test_sqlite_by_url(tmp_path: Path) -> None:
    """A SQLite URL names the file."""
    open_catalogue(f"sqlite:///{tmp_path}/x/y.db", data_dir=str(tmp_path / "data"), lock_timeout_s=1).close()
    assert (tmp_path / "x" / "y.db").exists()
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://u:secret@h/d",
        "sqlite+aiosqlite:///x",
        "postgresql+psycopg2://u:secret@h/d",
        "x+y://secret@",
        "a://h:p/",
    ],
)
def test_unusable_url(url: str, tmp_path: Path) -> None:
    """A URL of another database or driver is refused with an example, and never repeated with its password."""
    said = opening(url, tmp_path)
    assert "IMGCRAWL_DATABASE_URL" in said
    assert "postgresql://user:password@host/database" in said
    assert "secret" not in said


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_memory_is_no_catalogue(url: str, tmp_path: Path) -> None:
    """A database in memory is refused: nothing could be resumed."""
    assert "in memory" in opening(url, tmp_path)


def test_unreachable_server(tmp_path: Path) -> None:
    """A server that does not answer is named without the password, wherever that stands in the URL."""
    for url in ("postgresql://u:secret@127.0.0.1:1/d", "postgres://u@127.0.0.1:1/d?password=secret"):
        said = opening(url, tmp_path)
        assert "127.0.0.1" in said
        assert "secret" not in said


def test_not_a_database(tmp_path: Path) -> None:
    """A file that is something else is not touched."""
    path = tmp_path / "imgcrawl.db"
    path.write_bytes(b"something else" * 100)
    assert "not a SQLite database" in opening("", tmp_path)
    assert path.read_bytes() == b"something else" * 100


def test_a_folder_whose_name_is_no_utf_8(tmp_path: Path) -> None:
    """What is wrong in a folder whose name no text has is said with that name escaped."""
    folder = tmp_path / "bilder\udce4"
    (folder / "imgcrawl.db").mkdir(parents=True)
    assert r"bilder%5Cudce4/imgcrawl.db" in opening("", folder)


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    """A folder where the file should be is said to be in the way."""
    (tmp_path / "imgcrawl.db").mkdir()
    assert "cannot be opened" in opening("", tmp_path)


def test_folder_cannot_be_made(tmp_path: Path) -> None:
    """A data folder that cannot be made is named with the setting."""
    (tmp_path / "file").write_text("")
    said = opening("", tmp_path / "file" / "data")
    assert f"{tmp_path}/file/data" in said
    assert "IMGCRAWL_DATA_DIR" in said


def test_nothing_is_made_for_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that only reads makes no catalogue where there is none; it says where that would be, in full."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NothingYetError, match=f"no catalogue at {tmp_path}/data/imgcrawl.db yet: start a run first"):
        open_catalogue("", data_dir="data", lock_timeout_s=1, create=False)
    assert not (tmp_path / "data").exists()
    (tmp_path / "imgcrawl.db").write_bytes(b"")
    with pytest.raises(NothingYetError, match="start a run first"):
        open_catalogue("", data_dir=".", lock_timeout_s=1, create=False)


@pytest.mark.parametrize("version", [0, 5])
def test_other_version(version: int, tmp_path: Path) -> None:
    """A catalogue of an older or newer imgcrawl is refused, naming both versions."""
    open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=30).close()
    with sqlite3.connect(tmp_path / "imgcrawl.db") as connection:
        connection.execute("UPDATE schema_version SET version = ?", (version,))
    connection.close()
    said = opening("", tmp_path)
    assert f"version {version}" in said
    assert "version 4" in said


def test_tables_that_were_dropped_are_made_anew(database_url: str, make: Callable[..., Outcome]) -> None:
    """The next crawl begins with what is left; a reader makes nothing."""
    catalogue = open_catalogue(database_url, data_dir="/nowhere", lock_timeout_s=30)
    run = catalogue.begin_run("urls", source="s", strategy="adaptive")
    with catalogue.writing() as connection:
        connection.exec_driver_sql("DROP TABLE outcomes")
    catalogue.close()
    catalogue = open_catalogue(database_url, data_dir="/nowhere", lock_timeout_s=30, create=False)
    with pytest.raises(CatalogueError):
        catalogue.counts(run)
    catalogue.close()
    catalogue = open_catalogue(database_url, data_dir="/nowhere", lock_timeout_s=30)
    catalogue.write(run, [make("1")])
    assert (catalogue.counts(run).rows, catalogue.find_run("").name) == (1, "urls")
    catalogue.close()


@pytest.mark.parametrize("version", [1, 2, 3])
def test_older_tables_are_read(version: int, database_url: str, make: Callable[..., Outcome]) -> None:
    """A catalogue without numbers of crawls, standings of hosts or hashes is brought up to date by who reads it."""
    catalogue = open_catalogue(database_url, data_dir="/nowhere", lock_timeout_s=30)
    run = catalogue.begin_run("urls", source="s", strategy="adaptive")
    catalogue.write(run, [make("1")])
    crawl = run.crawl if version > 1 else 0
    with catalogue.writing() as connection:
        for table in ("runs", "outcomes") if version == 1 else ():
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN crawl")
        connection.exec_driver_sql("ALTER TABLE outcomes DROP COLUMN hash_matches")
        for table in ("outages", "hash_columns"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        standing = ("told", "paused_until", "told_at", "delay_s", "known_bad_s", "concurrency") if version < 3 else ()
        if standing:
            connection.exec_driver_sql("DROP INDEX hosts_by_told")
        for column in standing:
            connection.exec_driver_sql(f"ALTER TABLE hosts DROP COLUMN {column}")
        connection.exec_driver_sql(f"UPDATE schema_version SET version = {version:d}")  # noqa: S608
    catalogue.close()
    for create in (False, True):
        catalogue = open_catalogue(database_url, data_dir="/nowhere", lock_timeout_s=30, create=create)
        assert catalogue.find_run("").crawl == crawl
        assert catalogue.known(run, ["1"])["1"].crawl == crawl
        assert catalogue.host_news(0, now=0.0, since=0.0) == (0, [])
        assert catalogue.outcome(run, "1").hash_matches is None
        catalogue.note_outage(run, Awaited("no name server answers", 1.0))
        catalogue.close()
    catalogue = open_catalogue(database_url, data_dir="/nowhere", lock_timeout_s=30)
    run = catalogue.begin_run("urls", source="s", strategy="adaptive")
    assert run.crawl == crawl + 1
    catalogue.write(run, [make("2", sha256="x", hash_matches=False)])
    found = catalogue.outcome(run, "2")
    assert (found.sha256, found.hash_matches, found.bytes) == ("x", False, 10)
    catalogue.close()


def test_locked(tmp_path: Path, make: Callable[..., Outcome]) -> None:
    """A database locked by another process for longer than the limit is said to be locked; reading goes on."""
    with sqlite3.connect(tmp_path / "imgcrawl.db", isolation_level=None) as holder:
        holder.execute("PRAGMA journal_mode=WAL")
        holder.execute("BEGIN IMMEDIATE")
        assert "IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS" in opening("", tmp_path)
        holder.execute("COMMIT")
        catalogue = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=0.05)
        run = catalogue.begin_run("urls", source="s", strategy="adaptive")
        holder.execute("BEGIN IMMEDIATE")
        assert catalogue.counts(run).rows == 0
        holder.execute("COMMIT")
        catalogue.write(run, [make("1")])
        catalogue.close()
    holder.close()


def test_settings_say_where_it_lies_and_how_long_to_wait(tmp_path: Path) -> None:
    """Without being told to, nothing is made; what is told besides goes before the settings."""
    settings = {"IMGCRAWL_DATA_DIR": str(tmp_path), "IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS": "0.25"}
    with pytest.raises(NothingYetError):
        configured_catalogue(settings)
    for told, waits_s in ((None, 0.25), (0.5, 0.5)):
        catalogue = configured_catalogue(settings, lock_timeout_s=told, create=True)
        with closing(catalogue), catalogue.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 1000 * waits_s
    assert (tmp_path / "imgcrawl.db").exists()


def test_many_open_at_once(tmp_path: Path) -> None:
    """Workers that start together on a new catalogue do not stand in each other's way."""
    code = (
        "import sys; from imgcrawl.catalogue import open_catalogue;"
        "c = open_catalogue('', data_dir=sys.argv[1], lock_timeout_s=20);"
        "c.begin_run('urls', source='s', strategy='s', shard=sys.argv[2])"
    )
    workers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "d"), f"{n}/3"]) for n in range(3)]
    assert [worker.wait() for worker in workers] == [0, 0, 0]


def test_who_comes_first_switches_the_log(tmp_path: Path) -> None:
    """A file that another process is in before it has a write-ahead log is waited for, where SQLite would not."""
    other = sqlite3.connect(tmp_path / "imgcrawl.db", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE other (x)")
    other.execute("BEGIN IMMEDIATE")
    leaving = threading.Timer(0.2, other.rollback)
    leaving.start()
    open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=10).close()
    leaving.join()
    other.close()
    with sqlite3.connect(tmp_path / "imgcrawl.db") as later:
        assert later.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    later.close()


def test_a_catalogue_has_an_identity_of_its_own(database_url: str, tmp_path: Path) -> None:
    """It stays the same each time the catalogue is opened, one made before there were identities is given one."""
    found = set()
    for _ in range(2):
        catalogue = open_catalogue(database_url, data_dir="", lock_timeout_s=5)
        found.add(catalogue.identity())
        catalogue.close()
    [identity] = found
    other = open_catalogue("", data_dir=str(tmp_path / "other"), lock_timeout_s=5)
    with other.writing() as connection:
        identities.drop(connection)
    assert other.identity() not in ("", identity)
    other.close()
