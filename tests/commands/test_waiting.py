from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings

from imgcrawl.catalogue import CatalogueError, open_catalogue
from imgcrawl.commands import waiting
from imgcrawl.commands.waiting import wait_for_lock, wait_for_owner
from tests.catalogue.owners import owning

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.catalogue.owners import Own


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Own]:
    """Start a process that works on a shard of the run."""
    with owning(f"sqlite:///{tmp_path}/imgcrawl.db") as own:
        yield own


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], Any]]:
    """Let no time pass while it is waited: what is in the list happens instead, one each time."""
    then: list[Callable[[], Any]] = []
    slow = SimpleNamespace(monotonic=time.monotonic, sleep=lambda _: then.pop(0)())
    monkeypatch.setattr("imgcrawl.commands.waiting.time", slow)
    return then


def _settings(folder: Path, **settings: Any) -> Settings:
    return Settings({"IMGCRAWL_DATA_DIR": str(folder), **settings})


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def test_who_is_ending_is_waited_for(
    owner: Own,
    slept: list[Callable[[], Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All shards of a crawl that ends are waited for; who that is stands there once."""
    one, two = owner("0/2"), owner("1/2")
    slept += [int, lambda: _end(one), int, lambda: _end(two)]
    wait_for_owner(_settings(tmp_path), {"source": "urls.csv"})
    assert slept == []
    said = capsys.readouterr().err
    assert said.count("works on the run urls: waiting up to 10 s for it to end\n") == 1
    assert said.startswith((f"process {one.pid} on ", f"process {two.pid} on "))


def test_patience_ends(owner: Own, slept: list[Callable[[], Any]], tmp_path: Path) -> None:
    """Who does not end is left to the crawl, which is refused."""
    owner("")
    slept += [int] * 1_000_000
    began = time.monotonic()
    wait_for_owner(_settings(tmp_path, IMGCRAWL_RUN_WAIT_SECONDS=0.1), {"source": "urls.csv"})
    assert time.monotonic() - began >= 0.1


@pytest.mark.parametrize(
    "arguments",
    [{"source": "urls.csv", "shard": "1/2"}, {"source": "urls.csv", "run": "other"}, {}],
    ids=["other shard", "other run", "no source"],
)
def test_others_are_not_waited_for(
    owner: Own,
    slept: list[Callable[[], Any]],
    tmp_path: Path,
    arguments: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Only who works on rows that the crawl wants holds it up; what is wrong with it is for the crawl to say."""
    owner("0/2")
    assert slept == []
    wait_for_owner(_settings(tmp_path), arguments)
    wait_for_owner(_settings(tmp_path / "no catalogue"), {"source": "urls.csv"})
    assert capsys.readouterr().err == ""
    assert not (tmp_path / "no catalogue").exists()


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Lock the catalogue in the folder until the connection is rolled back."""
    open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1).close()
    path = tmp_path / "imgcrawl.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield holder


def test_a_lock_is_waited_for(tmp_path: Path, locked: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for again until it is free, in waits that are short: between them Ctrl-C is heard."""
    monkeypatch.setattr(waiting, "_SLICE_S", 0.01)
    freed = threading.Timer(0.2, locked.rollback)
    freed.start()
    wait_for_lock(_settings(tmp_path))
    assert not locked.in_transaction
    freed.join()


def test_a_lock_that_stays(tmp_path: Path, locked: sqlite3.Connection) -> None:
    """After the wait for a lock it is said who can help; what else is wrong is for the crawl to say."""
    assert locked.in_transaction
    with pytest.raises(CatalogueError, match="another process has locked it"):
        wait_for_lock(_settings(tmp_path, IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS=0))
    wait_for_lock(_settings(tmp_path / "none"))
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "imgcrawl.db").write_bytes(b"no catalogue")
    wait_for_lock(_settings(tmp_path / "none"))
