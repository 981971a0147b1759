from __future__ import annotations

import sqlite3

import pytest
from psycopg import errors
from sqlalchemy.exc import DataError, OperationalError

from imgcrawl.catalogue.faults import CatalogueError, catalogue_error


def sqlite_error(code: int) -> sqlite3.OperationalError:
    """Make the driver's error with this code."""
    error = sqlite3.OperationalError("the driver's words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "locked"),
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "rights"),
        (sqlite3.SQLITE_IOERR_FSYNC, "disk failed"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
    ],
)
def test_sqlite_codes(code: int, words: str) -> None:
    """SQLite's extended codes are understood by their primary code; the driver's own words are kept."""
    said = str(catalogue_error(OperationalError("SELECT 1", {}, sqlite_error(code))))
    assert words in said
    assert "the driver's words" in said
    assert "SELECT" not in said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.DiskFull, "disk is full"),
        (errors.LockNotAvailable, "locked"),
        (errors.InvalidPassword, "user and password"),
        (errors.InvalidCatalogName, "create it"),
        (errors.CannotConnectNow, "starting or stopping"),
        (errors.TooManyConnections, "max_connections"),
        (errors.InsufficientPrivilege, "denied"),
        (errors.ConnectionException, "server runs"),
    ],
)
def test_postgresql_codes(error: type[Exception], words: str) -> None:
    """PostgreSQL's codes are understood by their longest known prefix."""
    assert words in str(catalogue_error(OperationalError("SELECT 1", {}, error("said"))))


def test_no_connection() -> None:
    """A failure without a code is that of a server that was not reached, or did not let us in."""
    said = str(catalogue_error(OperationalError("SELECT 1", {}, errors.OperationalError("connection refused"))))
    assert "check that the server runs, and its address, user and password (connection refused)" in said


def test_unknown_fault_keeps_the_words() -> None:
    """A fault without a known code is told in the driver's words, on one line."""
    fault = catalogue_error(OperationalError("SELECT 1", {}, sqlite3.OperationalError("odd\nthing")))
    assert str(fault) == "the catalogue failed: odd thing"


def test_transient() -> None:
    """Trying again may help when the database is at fault, not when the data is."""
    busy = catalogue_error(OperationalError("", {}, sqlite_error(sqlite3.SQLITE_BUSY)))
    assert isinstance(busy, CatalogueError)
    assert busy.transient
    assert not catalogue_error(OperationalError("", {}, sqlite_error(sqlite3.SQLITE_FULL))).transient
    assert not catalogue_error(OperationalError("", {}, errors.DiskFull("x"))).transient
    assert not catalogue_error(DataError("", {}, errors.NumericValueOutOfRange("x"))).transient
