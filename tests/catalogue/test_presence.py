"""A catalogue whose files or tables vanish while it is open."""

from __future__ import annotations

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


@pytest.mark.parametrize("harm", [remove, move, replace, remove_the_log])
def test_files_that_vanish_are_noticed(tmp_path: Path, make: Make, harm: Callable[[Path], None]) -> None:
    """Nothing is recorded any more, nor is a run called finished, when a file is gone; passing it is not."""
    catalogue = open_catalogue("", data_dir=str(tmp_path / "data"), lock_timeout_s=1)
    run = catalogue.begin_run("urls", source="s", strategy="s")
    catalogue.write(run, [make("1")])
    harm(tmp_path / "data" / "imgcrawl.db")
    for record in (lambda: catalogue.write(run, [make("2")]), lambda: catalogue.end_run(run, "finished")):
        with pytest.raises(CatalogueError, match="was removed, moved or replaced while it was open") as caught:
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
