"""A catalogue whose files or tables vanish while it is open."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue import CatalogueError, open_catalogue
from imgcrawl.catalogue.schema import metadata, runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome

    Make = Callable[..., Outcome]


in_use: list[Catalogue] = []


@pytest.fixture(autouse=True)
def put_away() -> Iterator[None]:
    """Close what :func:`replace` has opened."""
    yield
    while in_use:
        in_use.pop().close()


def remove(file: Path) -> None:
    """Remove the database with what stands beside it, as a person does."""
    for path in file.parent.glob(f"{file.name}*"):
        path.unlink()


def move(file: Path) -> None:
    """Move the folder."""
    file.parent.rename(file.parent.with_name("elsewhere"))


def replace(file: Path) -> None:
    """Put another catalogue in its place, which is in use as well."""
    remove(file)
    other = open_catalogue(f"sqlite:///{file}", data_dir="/nowhere", lock_timeout_s=1)
    with other.reading() as connection:
        connection.exec_driver_sql("ROLLBACK")
    in_use.append(other)


def remove_the_log(file: Path) -> None:
    """Remove what SQLite has not yet copied into the file itself."""
    file.with_name(f"{file.name}-wal").unlink()


def empty(file: Path) -> None:
    """Cut the file to nothing, as a copy that fails does."""
    os.truncate(file, 0)


def halve(file: Path) -> None:
    """Cut the file in the middle."""
    os.truncate(file, file.stat().st_size // 2)


def empty_the_log(file: Path) -> None:
    """Cut the log to nothing."""
    empty(file.with_name(f"{file.name}-wal"))


def halve_the_log(file: Path) -> None:
    """Cut the log in the middle."""
    halve(file.with_name(f"{file.name}-wal"))


HARMS = [remove, move, replace, remove_the_log, empty, halve, empty_the_log, halve_the_log]


@pytest.mark.parametrize("harm", HARMS)
def test_files_that_vanish_are_noticed(tmp_path: Path, make: Make, harm: Callable[[Path], None]) -> None:
    """Nothing is recorded any more, nor is a run called finished, when a file is gone; passing it is not."""
    catalogue = open_catalogue("", data_dir=str(tmp_path / "data"), lock_timeout_s=1)
    run = catalogue.begin_run("urls", source="s", strategy="s")
    catalogue.write(run, [make("1")])
    with catalogue.reading() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
    for row in "123":
        catalogue.write(run, [make(row)])
    harm(tmp_path / "data" / "imgcrawl.db")
    for record in (lambda: catalogue.write(run, [make("2")]), lambda: catalogue.end_run(run, "finished")):
        with pytest.raises(
            CatalogueError, match="was removed, moved, replaced or cut short while it was open"
        ) as caught:
            record()
        assert not caught.value.transient
    catalogue.close()


def test_other_users_of_the_file_do_no_harm(tmp_path: Path, make: Make) -> None:
    """Readers and writers that come and go, and a log that is copied into the file, are nothing to be noticed."""
    catalogue = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)
    run = catalogue.begin_run("urls", source="s", strategy="s")
    for row in "123":
        other = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)
        other.write(other.begin_run("others", source="s", strategy="s"), [make(row)])
        with other.reading() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        other.close()
        catalogue.write(run, [make(row)])
    catalogue.end_run(run, "finished")
    assert catalogue.counts(run).rows == 3
    catalogue.close()


def test_a_file_that_was_vacuumed_is_whole(tmp_path: Path, make: Make) -> None:
    """Another process may make the file smaller as SQLite does it, and the log, in the midst of a crawl."""
    catalogue = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)
    run = catalogue.begin_run("urls", source="s", strategy="s")
    catalogue.write(run, [make(str(number)) for number in range(2_000)])
    with closing(sqlite3.connect(tmp_path / "imgcrawl.db", isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        catalogue.write(run, [make("x")])
        before = (tmp_path / "imgcrawl.db").stat().st_size
        other.execute("DELETE FROM outcomes WHERE id <> '7'")
        other.execute("VACUUM")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert (tmp_path / "imgcrawl.db").stat().st_size < before
    catalogue.write(run, [make("y")])
    catalogue.end_run(run, "finished")
    assert catalogue.counts(run).rows == 2
    catalogue.close()


def test_tables_that_vanish_are_told(catalogue: Catalogue, run: Run, make: Make) -> None:
    """A catalogue whose tables were dropped cannot be written, and trying again does not help on PostgreSQL."""
    with catalogue.writing() as connection:
        metadata.drop_all(connection)
    with pytest.raises(CatalogueError) as caught:
        catalogue.write(run, [make("1")])
    if catalogue.dialect.name == "postgresql":
        assert "its tables are gone" in str(caught.value)
        assert not caught.value.transient


def test_a_run_that_vanishes_is_not_finished(catalogue: Catalogue, run: Run) -> None:
    """The end of a run that somebody has removed cannot be recorded."""
    with catalogue.writing() as connection:
        connection.execute(runs.delete())
    with pytest.raises(CatalogueError, match="run urls was removed"):
        catalogue.end_run(run, "finished")
