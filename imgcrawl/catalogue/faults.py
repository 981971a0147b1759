"""What went wrong with the database, in a sentence that says what to do: by the driver's codes, never by its words."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import InterfaceError, OperationalError

from imgcrawl.errors import ImgcrawlError

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

_FAILED = "the catalogue failed: "
_SQLITE = {
    sqlite3.SQLITE_BUSY: "another process has locked it: wait until it ends, or raise "
    "IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS",
    sqlite3.SQLITE_PERM: "access is denied: correct the rights of the file and its folder",
    sqlite3.SQLITE_READONLY: "it cannot be written: correct the rights of the file and its folder",
    sqlite3.SQLITE_IOERR: "the disk failed or is full: check it, and keep the file on a local one",
    sqlite3.SQLITE_CORRUPT: "the file is damaged: restore a copy, or move it away and run again",
    sqlite3.SQLITE_FULL: "the disk is full: make room and run again",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened: check that its folder exists and may be written",
    sqlite3.SQLITE_NOTADB: "the file is not a SQLite database: move it away or name another one",
}

READ_ONLY: Final = "25006"
"""With this a server of PostgreSQL refuses what would write, as on a standby: another connection may lead elsewhere."""

_DISK_FULL: Final = "53100"

# Source: PostgreSQL manual, appendix A, error codes; the longest matching prefix counts.
_POSTGRESQL = {
    "08": "the connection broke: check that the server runs",
    READ_ONLY: "the server takes no writes, as one that is changing over to another does: try again when it does",
    "28": "the server refuses this user: check user and password",
    "3D000": "the server has no database of this name: create it",
    "42P01": "its tables are gone: restore them from a copy, or let the next crawl make them anew",
    "42501": "access is denied: grant this user the right to create and write tables",
    _DISK_FULL: "the server's disk is full: make room and run again",
    "53300": "the server has no connection left: run fewer workers or raise max_connections",
    "55P03": "another process has locked it: wait until it ends, or raise IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS",
    "57P": "the server is starting or stopping: try again when it runs",
}


_UNWRITABLE: Final = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


class CatalogueError(ImgcrawlError):
    """The catalogue cannot be read or written; *transient*: the same call might succeed later.

    *sqlite_code*: SQLite's primary result code, if it was SQLite that failed.
    """

    def __init__(self, message: str, *, transient: bool, sqlite_code: int | None = None) -> None:
        super().__init__(message)
        self.why = message.removeprefix(_FAILED)
        """What is wrong, for who has said already that something is."""
        self.transient = transient
        self.is_unwritable = sqlite_code in _UNWRITABLE
        """A file could not be made or written: what is only read from may be read yet."""
        self.is_locked = sqlite_code == sqlite3.SQLITE_BUSY
        """Another process has locked the file for longer than it was waited for."""


def catalogue_error(exc: DBAPIError) -> CatalogueError:
    """Return the error that says in one sentence what the driver's error *exc* means and what to do."""
    code = _sqlite_code(exc.orig)
    is_full = code == sqlite3.SQLITE_FULL or sqlstate(exc.orig) == _DISK_FULL
    may_pass = isinstance(exc, OperationalError | InterfaceError) or sqlstate(exc.orig) == READ_ONLY
    return CatalogueError(f"{_FAILED}{_sentence(exc)}", transient=may_pass and not is_full, sqlite_code=code)


def _sentence(exc: DBAPIError) -> str:
    said = " ".join(str(exc.orig).removeprefix("connection failed: ").split())
    known = _SQLITE.get(_sqlite_code(exc.orig) or 0) or _by_sqlstate(exc.orig)
    if known:
        return f"{known} ({said})"
    if exc.orig is not None and (exc.connection_invalidated or _is_unanswered(exc)):
        return f"check that the server runs, and its address, user and password ({said})"
    return said


def _is_unanswered(exc: DBAPIError) -> bool:
    """Tell whether PostgreSQL's client failed without a code, which the server gives with every answer of its own."""
    return isinstance(exc, OperationalError) and getattr(exc.orig, "sqlstate", "") is None


def _sqlite_code(orig: BaseException | None) -> int | None:
    code = getattr(orig, "sqlite_errorcode", None)
    # The low byte is the primary code. Source: SQLite documentation, "Result and Error Codes".
    return code & 0xFF if isinstance(code, int) else None


def sqlstate(orig: BaseException | None) -> str:
    """Return the code with which PostgreSQL failed; an empty text where it has none."""
    return getattr(orig, "sqlstate", None) or ""


def _by_sqlstate(orig: BaseException | None) -> str:
    state = sqlstate(orig)
    found = [prefix for prefix in _POSTGRESQL if state.startswith(prefix)]
    return _POSTGRESQL[max(found, key=len)] if found else ""
