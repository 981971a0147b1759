"""Files on their way into a store in the local file system: written aside, then given their final name.

A file is written under a temporary name, validated, and linked to its final name. The temporary name stays until the
outcome that names the file is committed. A process that dies in between leaves it as a mark: :func:`sweep` then removes
what no outcome refers to.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug, RowError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LOCK = "lock"
_FAULTS = {
    errno.ENOSPC: ErrorSlug.STORAGE_FULL,
    errno.EDQUOT: ErrorSlug.STORAGE_FULL,
    errno.EACCES: ErrorSlug.STORAGE_DENIED,
    errno.EPERM: ErrorSlug.STORAGE_DENIED,
    errno.EROFS: ErrorSlug.STORAGE_DENIED,
}


def storage_fault(exc: OSError) -> RowError:
    """Return the storage error that *exc* stands for, told by its errno."""
    slug = _FAULTS.get(exc.errno or 0, ErrorSlug.STORAGE_ERROR)
    return RowError(slug, f"{exc.strerror or exc}: {exc.filename}" if exc.filename else str(exc.strerror or exc))


def final_path(sha256: str, extension: str) -> str:
    """Return the path of a file in the store: its content's hash, in folders of 256 by its first two digits."""
    return f"{sha256[:2]}/{sha256}.{extension}"


class PartFolder:
    """The folder of one process for files that have no committed outcome yet; a lock tells that the process lives."""

    def __init__(self, parent: Path, store: Path, *, fsync: bool) -> None:
        self._store = store
        self._fsync = fsync
        self._count = 0
        self.path = parent / str(os.getpid())
        self.path.mkdir(parents=True, exist_ok=True)
        self._lock = (self.path / _LOCK).open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def write(self, body: bytes) -> Path:
        """Write *body* under a temporary name and return it.

        :raises OSError: if it cannot be written.
        """
        self._count += 1
        part = self.path / f"{self._count}.part"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            view = memoryview(body)
            while view:
                view = view[os.write(descriptor, view) :]
            if self._fsync:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return part

    def place(self, part: Path, path: str) -> None:
        """Give the file *part* the final name *path*, relative to the store, unless the same content is there.

        :raises OSError: if it cannot be placed.
        """
        target = self._store / path
        try:
            os.link(part, target)
        except FileExistsError:
            return
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.place(part, path)
        except OSError as exc:
            if exc.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV):
                raise
            _copy(part, target)
        if self._fsync:
            _fsync_folder(target.parent)

    def close(self) -> None:
        """Remove the folder with whatever was given up."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def sweep(parent: Path, store: Path, *, referenced: Callable[[set[str]], set[str]]) -> int:
    """Remove what dead processes left under *parent*, and the files in *store* that no outcome refers to.

    *referenced* tells which of some store paths belong to a committed outcome. Returns how many leftovers there were.
    """
    leftovers = 0
    for folder in parent.iterdir() if parent.is_dir() else ():
        with (folder / _LOCK).open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            parts = list(folder.glob("*.part"))
            leftovers += len(parts)
            _remove_orphans(parts, store, referenced)
            shutil.rmtree(folder, ignore_errors=True)
    return leftovers


def _remove_orphans(parts: list[Path], store: Path, referenced: Callable[[set[str]], set[str]]) -> None:
    placed = {
        str(found.relative_to(store))
        for part in parts
        for found in _placed(hashlib.sha256(part.read_bytes()).hexdigest(), store)
    }
    if placed:
        for path in placed - referenced(placed):
            (store / path).unlink(missing_ok=True)


def _placed(sha256: str, store: Path) -> list[Path]:
    return list((store / sha256[:2]).glob(f"{sha256}.*"))


def _copy(part: Path, target: Path) -> None:
    """Copy where hard links are not to be had; the name appears only when the copy is whole."""
    aside = part.with_suffix(".copy")
    shutil.copyfile(part, aside)
    try:
        aside.replace(target)
    except OSError as exc:
        if exc.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copyfile(part, beside)
        beside.replace(target)
        aside.unlink()


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
