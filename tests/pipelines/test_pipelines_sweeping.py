"""What killed processes leave behind, and who may touch it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from imgcrawl.pipelines.store.parts import PartFolder, discard, enter, final_path, sweep
from tests.pipelines.placed import BODY, PATH, files

KEPT, LOST = (final_path(hashlib.sha256(name).hexdigest(), "jpg") for name in (b"kept", b"lost"))

KILLED = """
import os, signal, sys
from pathlib import Path
from imgcrawl.pipelines.store.parts import PartFolder, final_path
import hashlib
parent, store, stop = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
folder = PartFolder(parent, store, fsync=False)
for body in (b"kept", b"lost"):
    part = folder.write(body)
    if stop == "placed" or body == b"kept":
        folder.place(part, final_path(hashlib.sha256(body).hexdigest(), "jpg"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def kill(parent: Path, store: Path, stop: str) -> None:
    """Let a process be killed when it has placed one file and written another, or placed that too."""
    killed = subprocess.run([sys.executable, "-c", KILLED, str(parent), str(store), stop], check=False)
    assert killed.returncode == -signal.SIGKILL


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
