"""Files on their way into a store in the local file system: written aside, then given their final name.

A file is written under a temporary name, validated, and linked to its final name. The temporary name stays until the
outcome that names the file is committed. A process that dies in between leaves it as a mark: the next one then removes
what no outcome refers to.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from imgcrawl.locks import try_lock, wait_for_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_LOCK = "lock"
_CHUNK_BYTES = 1 << 20
_UNLINKABLE = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV})
_REMOVED = "a folder was removed during the crawl: put it back, or run scrapy verify --mend and the same command again"


def final_path(sha256: str, extension: str) -> str:
    """Return the path of a file in the store: its content's hash, in folders of 256 by its first two digits."""
    return f"{sha256[:2]}/{sha256}.{extension}"


class PartFolder:
    """The folder of one process for files that have no committed outcome yet; a lock tells that the process lives.

    With *fsync*, a file is on the disk under its final name when :meth:`place` returns.
    """

    def __init__(self, parent: Path, store: Path, *, fsync: bool) -> None:
        self._store = store
        self._root = str(store)  # a path made of parts costs several times what a string does; so with those of parts
        self._fsync = fsync
        self._count = 0
        self._used: set[str] = set()
        parent.mkdir(parents=True, exist_ok=True)
        # The number of a process is not enough: containers that share the folder have the same ones.
        self.path = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=parent))
        self._lock = (self.path / _LOCK).open("w")
        wait_for_lock(self._lock.fileno())
        self._sync(store.parent)

    def write(self, body: bytes) -> str:
        """Write *body* under a temporary name and return it.

        :raises OSError: if it cannot be written.
        """
        part = self._next_part()
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

    def place(self, part: str, path: str) -> None:
        """Give the file *part* the final name *path*, relative to the store, unless the same content is there.

        A file of that name with another content lost its own when a machine crashed, and is replaced.

        :raises OSError: if it cannot be placed, or if the store or a folder that files were placed in is gone.
        """
        try:
            os.link(part, f"{self._root}/{path}")
        except FileExistsError:
            target = self._store / path
            if not _is_same(Path(part), target):
                _copy(Path(part), target)
            self._sync(target)  # another process may not have come so far
        except FileNotFoundError:
            if not Path(part).exists():
                raise
            self._make_folder((self._store / path).parent)
            self.place(part, path)
            return
        except OSError as exc:
            if exc.errno not in _UNLINKABLE:
                raise
            target = self._store / path
            _copy(Path(part), target)
            self._sync(target)
        if self._fsync:
            self._sync((self._store / path).parent)
        self._used.add(path.rpartition("/")[0])

    def mark(self, path: str) -> str:
        """Return a temporary name for the file *path* of the store, by which the next process finds it should we die.

        :raises OSError: if the file is not there, or cannot be linked or copied.
        """
        part = self._next_part()
        try:
            os.link(f"{self._root}/{path}", part)
        except OSError as exc:
            if exc.errno not in _UNLINKABLE:
                raise
            shutil.copyfile(self._store / path, part)
        return part

    def remove(self, paths: Collection[str]) -> bool:
        """Remove the files *paths* of the store and what was made of them; return whether that could be done.

        While other processes live it cannot: one of them may be about to record an outcome with the same content.
        """
        parent = self.path.parent
        with _gate(parent):
            if any(folder != self.path and _is_alive(folder) for folder in parent.glob("*") if folder.is_dir()):
                return False
            for path in paths:
                (self._store / path).unlink(missing_ok=True)
                _remove_beside(Path(path).stem, self._store)
        return True

    def close(self, *, marks: Collection[str] = ()) -> None:
        """Remove the folder with whatever was given up; *marks* of files whose outcomes were not committed stay.

        So does what cannot be removed, for the next process to sweep.
        """
        with suppress(OSError):  # somebody has taken the folder away
            for part in list(self.path.iterdir()) if marks else ():
                if str(part) not in marks:
                    discard(str(part))
        if not marks:
            shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()

    def _next_part(self) -> str:
        self._count += 1
        return f"{self.path}/{self._count}.part"

    def _make_folder(self, folder: Path) -> None:
        """Make a folder of the store; one that was there, or the store itself, must not have been taken away."""
        if str(folder.relative_to(self._store)) in self._used:
            raise FileNotFoundError(errno.ENOENT, _REMOVED, str(folder))
        folder.mkdir(exist_ok=True)
        self._sync(folder.parent)

    def _sync(self, path: Path) -> None:
        if self._fsync:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def discard(part: str) -> None:
    """Remove the temporary name *part*, if it is there; one that cannot be is swept by the next process."""
    with suppress(OSError):
        os.unlink(part)  # noqa: PTH108 - a path made for it costs more than the call


def enter(parent: Path, store: Path, *, fsync: bool, referenced: Callable[[set[str]], set[str]]) -> PartFolder:
    """Remove what dead processes left under *parent* and in *store*, and return this process's folder.

    *referenced* tells which of some store paths belong to a committed outcome. Processes enter one by one, so that none
    can find a file in the store that another is about to remove.

    :raises OSError: if *parent* cannot be written.
    """
    parent.mkdir(parents=True, exist_ok=True)
    with _gate(parent):
        sweep(parent, store, referenced=referenced)
        return PartFolder(parent, store, fsync=fsync)


@contextmanager
def _gate(parent: Path) -> Iterator[None]:
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # not every file system can lock a folder
            wait_for_lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def sweep(parent: Path, store: Path, *, referenced: Callable[[set[str]], set[str]]) -> int:
    """Remove what dead processes left under *parent*, and the files in *store* that no outcome refers to.

    While other processes live, such files and their marks stay: one of them may be about to record an outcome that
    refers to the same content. Returns how many leftovers there were.
    """
    folders = [folder for folder in parent.glob("*") if folder.is_dir()]
    locks = {folder: lock for folder in folders if (lock := _lock_of_dead(folder)) is not None}
    parts = [part for folder in locks for part in folder.glob("*.part")]
    kept = _remove_orphans(parts, store, referenced, alone=len(locks) == len(folders))
    for folder, lock in locks.items():
        for part in folder.glob("*") if kept else ():
            if part not in kept:
                part.unlink()
        if not kept & set(folder.iterdir()):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)
    return len(parts)


def _lock_of_dead(folder: Path) -> int | None:
    """Return the lock of a process that has ended, now held; None if it lives or is just leaving."""
    with suppress(FileNotFoundError):
        return try_lock(folder / _LOCK, os.O_WRONLY | os.O_CREAT)
    return None


def _is_alive(folder: Path) -> bool:
    lock = _lock_of_dead(folder)
    if lock is not None:
        os.close(lock)
    return lock is None


def _remove_orphans(
    parts: list[Path], store: Path, referenced: Callable[[set[str]], set[str]], *, alone: bool
) -> set[Path]:
    """Remove the files that *parts* mark and no outcome refers to, if *alone*; else return those parts."""
    digests = {part: hashlib.sha256(part.read_bytes()).hexdigest() for part in parts}
    placed = {part: _placed(digest, store) for part, digest in digests.items()}
    paths = {path for found in placed.values() for path in found}
    orphans = paths - referenced(paths) if paths else set()
    if not alone:
        return {part for part, found in placed.items() if found & orphans}
    for path in orphans:
        (store / path).unlink(missing_ok=True)
    for digest in digests.values():
        if not _placed(digest, store):
            _remove_beside(digest, store)
    return set()


def _placed(sha256: str, store: Path) -> set[str]:
    return {str(found.relative_to(store)) for found in (store / sha256[:2]).glob(f"{sha256}.*")}


def _remove_beside(sha256: str, store: Path) -> None:
    """Remove an unfinished copy of a file that is not in the store, and its thumbnails."""
    for found in (*store.glob(f"{sha256[:2]}/.{sha256}.*"), *store.glob(f"thumbs/*/{sha256[:2]}/{sha256}.jpg")):
        found.unlink(missing_ok=True)


def _is_same(part: Path, target: Path) -> bool:
    """Whether both files have one content; a *target* that cannot be read has none."""
    with part.open("rb", buffering=0) as one:
        try:
            with target.open("rb", buffering=0) as other:
                if os.fstat(one.fileno()).st_size != os.fstat(other.fileno()).st_size:
                    return False
                while (chunk := one.read(_CHUNK_BYTES)) == other.read(_CHUNK_BYTES):
                    if not chunk:
                        return True
        except OSError:
            return False
    return False


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
        try:
            shutil.copyfile(part, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
            aside.unlink(missing_ok=True)
