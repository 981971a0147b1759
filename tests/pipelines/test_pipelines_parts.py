"""Files on their way into the store, and in their place."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.pipelines.store.faults import storage_fault
from imgcrawl.pipelines.store.parts import PartFolder, discard, enter
from tests.pipelines.placed import BODY, DIGEST, PATH, files


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
    monkeypatch.setattr(os, "link", refuse)
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
    monkeypatch.setattr(os, "link", refuse)
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

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(OSError, match="full"):
        folder.place(folder.write(BODY), PATH)


def test_closing_removes_what_was_given_up(folder, parent, store):
    """After its end a process leaves nothing on the way; what was placed stays."""
    folder.place(folder.write(BODY), PATH)
    folder.write(b"given up")
    folder.close()
    assert list(parent.iterdir()) == []
    assert files(store) == [PATH]


def test_what_cannot_be_removed_is_left_to_the_next_process(folder, parent, store, monkeypatch):
    """A disk that has become read-only is told of once, by what could not be written: cleaning up adds no fault."""
    marked, given_up = folder.write(BODY), folder.write(b"given up")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", refuse)
        discard(given_up)
        folder.close(marks={marked})
    assert Path(given_up).exists()
    enter(parent, store, fsync=False, referenced=lambda paths: paths).close()
    assert not Path(given_up).exists()


@pytest.mark.parametrize("left", [b"", bytes(len(BODY)), BODY[:-1] + b"?"], ids=["nothing", "zeros", "one byte"])
def test_a_file_that_lost_its_content_is_replaced(folder, store, left):
    """What a crash of the machine has left does not pass for the file, also where it has its length."""
    (store / PATH).parent.mkdir()
    (store / PATH).write_bytes(left)
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
    monkeypatch.setattr(os, "fsync", note)
    if case == "no links":
        monkeypatch.setattr(os, "link", refuse)
    part = folder.write(BODY)
    assert synced == [part]
    folder.place(part, PATH)
    made, file = [str(store)] * (case != "there already"), [str(store / PATH)] * (case != "new")
    assert synced[1:] == [*made, *file, str((store / PATH).parent)]


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
    assert storage_fault(OSError(errno.ENOSPC, "said so"), "/a").detail == "said so: /a"


def test_a_file_that_is_given_up_is_removed(folder, store):
    """A file that no outcome refers to goes, with its thumbnails, once no other process lives."""
    folder.place(folder.write(BODY), PATH)
    thumb = store / "thumbs" / "small" / PATH
    thumb.parent.mkdir(parents=True)
    thumb.touch()
    assert folder.remove({PATH})
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_marking_copies_where_there_are_no_links(folder, store, monkeypatch):
    """A file system without hard links marks by a copy; a file that is not there cannot be marked."""
    folder.place(folder.write(BODY), PATH)

    def refuse(*_):
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", refuse)
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


def test_a_store_that_was_taken_away_is_not_made_anew(folder, store):
    """What lay there would be lost unnoticed; it is said how it is had again."""
    folder.place(folder.write(BODY), PATH)
    store.rename(store.with_name("elsewhere"))
    store.mkdir()
    with pytest.raises(FileNotFoundError, match=r"put it back, or run scrapy verify --mend") as caught:
        folder.place(folder.write(BODY), PATH)
    assert caught.value.filename == str((store / PATH).parent)
