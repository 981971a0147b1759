from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.pipelines import parts as parts_module
from imgcrawl.pipelines.parts import PartFolder, discard, enter, final_path, storage_fault, sweep

BODY = b"the picture"
DIGEST = hashlib.sha256(BODY).hexdigest()
PATH = final_path(DIGEST, "jpg")

KEPT, LOST = (final_path(hashlib.sha256(name).hexdigest(), "jpg") for name in (b"kept", b"lost"))

KILLED = """
import os, signal, sys
from pathlib import Path
from imgcrawl.pipelines.parts import PartFolder, final_path
import hashlib
parent, store, stop = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
folder = PartFolder(parent, store, fsync=False)
for body in (b"kept", b"lost"):
    part = folder.write(body)
    if stop == "placed" or body == b"kept":
        folder.place(part, final_path(hashlib.sha256(body).hexdigest(), "jpg"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def parent(tmp_path):
    """Return the folder for files on their way."""
    return tmp_path / "incoming"


@pytest.fixture
def store(tmp_path):
    """Return the folder of the store."""
    folder = tmp_path / "images"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(parent, store):
    """Open a part folder, and close it."""
    opened = PartFolder(parent, store, fsync=True)
    yield opened
    opened.close()


def kill(parent: Path, store: Path, stop: str) -> None:
    """Let a process be killed when it has placed one file and written another, or placed that too."""
    killed = subprocess.run([sys.executable, "-c", KILLED, str(parent), str(store), stop], check=False)
    assert killed.returncode == -signal.SIGKILL


def files(root: Path) -> list[str]:
    """Return the files under *root*, relative to it."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_final_path():
    """A file is named by its hash and content, in a folder of its first two digits."""
    assert f"{DIGEST[:2]}/{DIGEST}.jpg" == PATH


def test_a_file_is_written_then_placed(folder, store):
    """The bytes stand under a temporary name, and whole under their final one after that; both until it is dropped."""
    part = folder.write(BODY)
    assert files(store) == []
    folder.place(part, PATH)
    assert (store / PATH).read_bytes() == Path(part).read_bytes() == BODY


def test_the_same_content_is_placed_once(folder, store):
    """Placing what is there already changes nothing."""
    first, second = folder.write(BODY), folder.write(BODY)
    assert first != second
    folder.place(first, PATH)
    before = (store / PATH).stat().st_ino
    folder.place(second, PATH)
    assert (store / PATH).stat().st_ino == before


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV])
def test_without_hard_links_the_file_is_copied(folder, store, monkeypatch, code):
    """Where links are not to be had the file appears whole all the same."""

    def refuse(*_: object) -> None:
        raise OSError(code, "no links here")

    (store / PATH).parent.mkdir()
    monkeypatch.setattr(parts_module.os, "link", refuse)
    folder.place(folder.write(BODY), PATH)
    assert (store / PATH).read_bytes() == BODY
    assert files(store) == [PATH]


def test_across_file_systems_the_name_appears_last(folder, store, monkeypatch):
    """Where even renaming fails the copy is made beside its place, and nothing else is left."""
    replace = Path.replace

    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "another file system")

    def replace_here(self: Path, target: Path) -> Path:
        return replace(self, target) if self.parent == target.parent else refuse()  # type: ignore[return-value]

    (store / PATH).parent.mkdir()
    monkeypatch.setattr(parts_module.os, "link", refuse)
    monkeypatch.setattr(Path, "replace", replace_here)
    part = folder.write(BODY)
    folder.place(part, PATH)
    assert (store / PATH).read_bytes() == BODY
    assert files(store) == [PATH]
    assert files(folder.path) == [Path(part).name, "lock"]


def test_other_faults_are_raised(folder, monkeypatch):
    """A disk that is full is nothing that a copy would help."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(parts_module.os, "link", refuse)
    with pytest.raises(OSError, match="full"):
        folder.place(folder.write(BODY), PATH)


@pytest.mark.parametrize("taken", ["images", "images/" + PATH[:2]])
def test_a_store_that_is_taken_away_is_noticed(folder, store, tmp_path, taken):
    """When the store or a folder of it vanishes no further file is placed as if nothing had been lost."""
    folder.place(folder.write(BODY), PATH)
    (tmp_path / taken).rename(tmp_path / "elsewhere")
    with pytest.raises(FileNotFoundError):
        folder.place(folder.write(BODY), PATH)
    if taken == "images":
        with pytest.raises(FileNotFoundError):
            folder.place(folder.write(b"kept"), KEPT)
    assert not (store / PATH).exists()


def test_closing_removes_what_was_given_up(folder, parent, store):
    """After its end a process leaves nothing on the way; what was placed stays."""
    folder.place(folder.write(BODY), PATH)
    folder.write(b"given up")
    folder.close()
    assert list(parent.iterdir()) == []
    assert files(store) == [PATH]


def test_marks_of_uncommitted_files_stay(folder, parent, store):
    """What was placed for an outcome that was never committed is left to the next process, which removes both."""
    mark = folder.write(BODY)
    folder.place(mark, PATH)
    folder.write(b"given up")
    folder.close(marks={mark})
    assert list(parent.rglob("*.part")) == [Path(mark)]
    assert sweep(parent, store, referenced=lambda paths: set()) == 1
    assert (files(store), list(parent.iterdir())) == ([], [])


def test_orphans_stay_while_another_process_lives(folder, parent, store):
    """A file that no outcome names yet may be named by a living process: it goes when there is none."""
    kill(parent, store, "placed")
    other = folder.write(b"lost")
    folder.place(other, LOST)
    asked = sweep(parent, store, referenced=lambda paths: paths & {KEPT})
    assert asked == 2
    assert files(store) == sorted([KEPT, LOST])
    assert len(list(parent.rglob("*.part"))) == 2
    folder.close()
    assert sweep(parent, store, referenced=lambda paths: paths & {KEPT}) == 1
    assert files(store) == [KEPT]
    assert list(parent.iterdir()) == []


def test_processes_enter_one_by_one(parent, store):
    """Nobody begins to fetch while another is still removing what was left."""
    kill(parent, store, "placed")
    order: list[str] = []

    def referenced(_paths: set[str]) -> set[str]:
        second.start()
        second.join(0.1)
        order.append("swept")
        return set()

    def come_second() -> None:
        folder = enter(parent, store, fsync=False, referenced=lambda paths: paths)
        order.append("entered")
        folder.close()

    second = threading.Thread(target=come_second)
    enter(parent, store, fsync=False, referenced=referenced).close()
    second.join(10)
    assert order == ["swept", "entered"]
    assert list(parent.iterdir()) == []


def test_unfinished_copies_and_thumbnails_are_swept(parent, store):
    """What belongs to a removed file goes with it: a copy cut short, and thumbnails."""
    kill(parent, store, "placed")
    (store / LOST).with_name(f".{Path(LOST).name}.123").write_bytes(b"lo")
    for path in (KEPT, LOST):
        thumb = store / "thumbs" / "small" / path
        thumb.parent.mkdir(parents=True)
        thumb.write_bytes(b"thumb")
    sweep(parent, store, referenced=lambda paths: paths & {KEPT})
    assert files(store) == sorted([KEPT, f"thumbs/small/{KEPT}"])


def test_a_file_cut_short_is_replaced(folder, store):
    """A file that lost its content when the machine crashed does not pass for the whole one."""
    (store / PATH).parent.mkdir()
    (store / PATH).write_bytes(b"")
    part = folder.write(BODY)
    folder.place(part, PATH)
    assert (store / PATH).read_bytes() == Path(part).read_bytes() == BODY


@pytest.mark.parametrize("case", ["new", "there already", "no links"])
def test_what_is_placed_is_on_the_disk(folder, store, monkeypatch, case):
    """With fsync, content, file and folders have been forced to the disk when a file is placed, each in its turn."""
    synced: list[str] = []
    fsync = os.fsync

    def note(descriptor: int) -> None:
        fsync(descriptor)
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    def refuse(source: Path, target: Path) -> None:
        if not Path(target).parent.exists():
            raise FileNotFoundError(errno.ENOENT, "no folder")
        raise OSError(errno.EPERM, "no links here")

    if case == "there already":
        (store / PATH).parent.mkdir()
        (store / PATH).write_bytes(BODY)
    monkeypatch.setattr(parts_module.os, "fsync", note)
    if case == "no links":
        monkeypatch.setattr(parts_module.os, "link", refuse)
    part = folder.write(BODY)
    assert synced == [part]
    folder.place(part, PATH)
    made, file = [str(store)] * (case != "there already"), [str(store / PATH)] * (case != "new")
    assert synced[1:] == [*made, *file, str((store / PATH).parent)]


def test_a_living_process_is_left_alone(folder, parent, store):
    """Another process's files on their way are not swept while it lives."""
    part = folder.write(BODY)
    assert sweep(parent, store, referenced=lambda paths: set()) == 0
    assert Path(part).exists()


@pytest.mark.parametrize("stop", ["written", "placed"])
def test_a_killed_process_is_swept_up_after(parent, store, stop):
    """Of what a killed process left, files that an outcome names stay, and the others go, whatever had been done."""
    kill(parent, store, stop)
    assert files(store) == sorted([KEPT, LOST] if stop == "placed" else [KEPT])
    asked: list[set[str]] = []

    def referenced(paths: set[str]) -> set[str]:
        asked.append(paths)
        return paths & {KEPT}

    assert sweep(parent, store, referenced=referenced) == 2
    assert files(store) == [KEPT]
    assert list(parent.iterdir()) == []
    assert len(asked) == 1


def test_nothing_left_asks_nothing(parent, store):
    """Where no process was killed the catalogue is not asked, which would cost reading all of it."""

    def referenced(_paths: set[str]) -> set[str]:
        raise AssertionError("asked for nothing")

    assert sweep(parent, store, referenced=referenced) == 0
    (parent / "123").mkdir(parents=True)
    assert sweep(parent, store, referenced=referenced) == 0
    assert list(parent.iterdir()) == []


def test_the_lock_ends_with_the_process(parent, store):
    """The lock file of a dead process is free, however it died."""
    kill(parent, store, "written")
    [left] = parent.iterdir()
    with (left / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert int(left.name.partition("-")[0]) != os.getpid()


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        (errno.ENOSPC, ErrorSlug.STORAGE_FULL),
        (errno.EDQUOT, ErrorSlug.STORAGE_FULL),
        (errno.EACCES, ErrorSlug.STORAGE_DENIED),
        (errno.EROFS, ErrorSlug.STORAGE_DENIED),
        (errno.EIO, ErrorSlug.STORAGE_ERROR),
        (None, ErrorSlug.STORAGE_ERROR),
    ],
)
def test_storage_faults_are_told_by_number(code, slug):
    """The fault is known by its errno, and its text names the file."""
    exc = OSError(code, "said so", "/a/file") if code else OSError("said so")
    error = storage_fault(exc)
    assert error.slug is slug
    assert error.detail == ("said so: /a/file" if code else "said so")


def test_a_file_that_is_given_up_is_removed(folder, store):
    """A file that no outcome refers to goes, with its thumbnails, once no other process lives."""
    folder.place(folder.write(BODY), PATH)
    thumb = store / "thumbs" / "small" / PATH
    thumb.parent.mkdir(parents=True)
    thumb.touch()
    assert folder.remove({PATH})
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_a_file_stays_while_others_live(folder, parent, store):
    """Another process may be about to record the same content; the mark then tells whoever comes next."""
    other = PartFolder(parent, store, fsync=False)
    part = folder.write(BODY)
    folder.place(part, PATH)
    discard(part)
    mark = folder.mark(PATH)
    assert not folder.remove({PATH})
    assert (store / PATH).exists()
    other.close()
    folder.close(marks={mark})
    assert sweep(parent, store, referenced=lambda _: set()) == 1
    assert not (store / PATH).exists()


def test_marking_copies_where_there_are_no_links(folder, store, monkeypatch):
    """A file system without hard links marks by a copy; a file that is not there cannot be marked."""
    folder.place(folder.write(BODY), PATH)

    def refuse(*_):
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(parts_module.os, "link", refuse)
    assert Path(folder.mark(PATH)).read_bytes() == BODY
    monkeypatch.undo()
    with pytest.raises(FileNotFoundError):
        folder.mark("aa/none.jpg")


def test_a_folder_that_was_taken_away_can_be_closed(parent, store):
    """Where somebody removed the folder with its marks there is nothing left to keep, and nothing fails."""
    folder = PartFolder(parent, store, fsync=False)
    mark = folder.write(BODY)
    shutil.rmtree(parent)
    folder.close(marks={mark})
    assert not parent.exists()
