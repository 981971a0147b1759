"""Who works on a run in a PostgreSQL catalogue, as other machines see it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from imgcrawl.catalogue import CatalogueError, open_catalogue
from imgcrawl.catalogue.runs import RunTable
from imgcrawl.errors import ConfigError
from imgcrawl.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.catalogue.runs import State

    Make = Callable[..., Outcome]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

FAR_PID = 4242

HELD = """
import socket, sys
socket.gethostname = lambda: "far.test"
from imgcrawl.catalogue import open_catalogue
catalogue = open_catalogue(sys.argv[1], data_dir="/nowhere", lock_timeout_s=5)
catalogue.begin_run("urls", source="s", strategy="adaptive")
print("held", flush=True)
input()
"""

CALLS: dict[str, Callable[[Catalogue, Run], Any]] = {
    "write": lambda catalogue, run: catalogue.write(run, [Outcome(id="1", url="http://a.test/1.jpg", ok=True)]),
    "counts": lambda catalogue, run: catalogue.counts(run),
    "end_run": lambda catalogue, run: catalogue.end_run(run, "finished"),
}


class Far:
    """A process on another host, as far as anybody can see."""

    def __init__(self, database_url: str) -> None:
        self._catalogue = open_catalogue(database_url, data_dir="", lock_timeout_s=5)

    def begin(self, shard: str = "") -> Run:
        """Begin the run "urls" there."""
        with self._there():
            return self._catalogue.begin_run("urls", source="s", strategy="adaptive", shard=shard)

    def end(self, run: Run, state: State) -> None:
        """End the run there."""
        with self._there():
            self._catalogue.end_run(run, state)

    def close(self) -> None:
        """End the process."""
        self._catalogue.close()

    @contextmanager
    def _there(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("socket.gethostname", lambda: "far.test")
            patch.setattr("os.getpid", lambda: FAR_PID)
            yield


@pytest.fixture
def far(database_url: str) -> Iterator[Far]:
    """Start a process on another host."""
    process = Far(database_url)
    yield process
    process.close()


def assert_refused(far: Far) -> None:
    """Have the run refused there, because of this process."""
    with pytest.raises(ConfigError, match=f"by process {os.getpid()} on {os.uname().nodename}"):
        far.begin()


def until(is_so: Callable[[], Any]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def cut(url: str) -> None:
    """End the connections of the server on which something is locked, and wait until they are gone."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory'")


def locks(connection: psycopg.Connection[Any]) -> int:
    """Return how many locks are held that tell of processes."""
    found = connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted").fetchone()
    assert found
    return int(found[0])


def test_a_run_of_another_machine_is_refused_until_it_ends(catalogue: Catalogue, far: Far) -> None:
    """A run that a process on another host works on is refused by its number and host; other names are not."""
    there = far.begin()
    with pytest.raises(ConfigError, match=f"'urls' is being worked on by process {FAR_PID} on far.test: wait until"):
        catalogue.begin_run("urls", source="s", strategy="adaptive")
    assert catalogue.owner_of("urls").host == "far.test"  # type: ignore[union-attr]
    catalogue.end_run(catalogue.begin_run("other", source="s", strategy="adaptive"), "finished")
    far.end(there, "stopped")
    assert catalogue.owner_of("urls") is None
    catalogue.begin_run("urls", source="s", strategy="adaptive")
    assert_refused(far)


@pytest.mark.parametrize(("shard", "is_refused"), [("0/2", True), ("1/2", False), ("1/3", True), ("", True)])
def test_shards_of_another_machine(catalogue: Catalogue, far: Far, shard: str, is_refused: bool) -> None:  # noqa: FBT001
    """Machines share a run as processes of one do: each a part of the same division."""
    there = far.begin("0/2")
    if is_refused:
        with pytest.raises(ConfigError, match=r"on far\.test"):
            catalogue.begin_run("urls", source="s", strategy="adaptive", shard=shard)
        return
    catalogue.end_run(catalogue.begin_run("urls", source="s", strategy="adaptive", shard=shard), "finished")
    assert catalogue.find_run("urls").state == "running"
    far.end(there, "finished")
    assert catalogue.find_run("urls").state == "finished"


def test_a_killed_process_of_another_machine_holds_nothing(catalogue: Catalogue, database_url: str) -> None:
    """After kill -9 the run is free as soon as the server has missed the process, and says what became of it."""
    with subprocess.Popen([sys.executable, "-c", HELD, database_url], stdin=subprocess.PIPE, stdout=-1) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        assert catalogue.find_run("urls").state == "running"
        with pytest.raises(ConfigError, match=f"by process {process.pid} on far.test"):
            catalogue.begin_run("urls", source="s", strategy="adaptive")
        process.kill()
    until(lambda: catalogue.owner_of("urls") is None)
    assert catalogue.find_run("urls").state == "interrupted"
    catalogue.begin_run("urls", source="s", strategy="adaptive")


def test_after_a_restart_the_lock_is_taken_again(catalogue: Catalogue, run: Run, postgresql: Any, far: Far) -> None:
    """The next call on the catalogue has the run held again, be it one that reads."""
    postgresql.stop()
    with pytest.raises(CatalogueError) as caught:
        catalogue.counts(run)
    assert caught.value.transient
    postgresql.start()
    catalogue.counts(run)
    assert_refused(far)
    catalogue.end_run(run, "stopped")
    far.begin()


def test_what_was_not_begun_is_not_held(catalogue: Catalogue, postgresql: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the server goes before it has recorded whose the run is, it can be begun once the server is back."""
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "_hold", lambda *run: (RunTable._hold(catalogue, *run), postgresql.stop()))
        with pytest.raises(CatalogueError):
            catalogue.begin_run("urls", source="s", strategy="adaptive")
    postgresql.start()
    assert catalogue.begin_run("urls", source="s", strategy="adaptive").state == "running"


def test_who_was_out_of_reach_goes_on_beside_others(catalogue: Catalogue, far: Far, database_url: str) -> None:
    """Who comes back, and finds another with other rows alone, is at work: the run was ended without it, and is not."""
    run = catalogue.begin_run("urls", source="s", strategy="adaptive", shard="0/2")
    cut(database_url)
    far.end(far.begin("1/2"), "finished")
    assert [(run.state, run.finished_at) for run in catalogue.list_runs()] == [("running", None)]
    catalogue.end_run(run, "finished")
    assert catalogue.find_run("urls").state == "finished"


@pytest.mark.parametrize("shard", ["", "0/2"])
@pytest.mark.parametrize("call", ["write", "counts", "end_run"])
def test_who_was_out_of_reach_gives_way(
    catalogue: Catalogue, far: Far, database_url: str, shard: str, call: str
) -> None:
    """Who comes back and finds the run, or a part of it, with another records nothing more, and leaves it alone."""
    run = catalogue.begin_run("urls", source="s", strategy="adaptive")
    cut(database_url)
    there = far.begin(shard)
    for _ in range(2):
        with pytest.raises(CatalogueError, match=f"process {FAR_PID} on far.test took up run 'urls' while") as caught:
            CALLS[call](catalogue, run)
        assert not caught.value.transient
    far.end(there, "stopped")
    with pytest.raises(CatalogueError, match="another process took up run 'urls'"):
        CALLS[call](catalogue, run)
    far.begin(shard)


@pytest.mark.parametrize("patience_s", [0.1, 30])
def test_who_is_about_to_take_the_run_is_waited_for(database_url: str, patience_s: float) -> None:
    """Who comes back while another takes the run up that nobody held sees what comes of it, or comes again."""
    catalogue = open_catalogue(database_url, data_dir="", lock_timeout_s=patience_s)
    run = catalogue.begin_run("urls", source="s", strategy="adaptive")
    cut(database_url)
    said: list[CatalogueError] = []

    def count() -> None:
        try:
            catalogue.counts(run)
        except CatalogueError as exc:
            said.append(exc)

    counting = Thread(target=count)
    with psycopg.connect(database_url) as other:
        other.execute("UPDATE runs SET state = 'running'")
        assert locks(other) == 0
        other.execute("UPDATE owners SET pid = 1, host = 'far.test'")
        counting.start()
        until(lambda: not counting.is_alive() or other.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone())
        if patience_s < 1:
            counting.join(30)
    counting.join(30)
    count()
    assert [exc.transient for exc in said] == [patience_s < 1, False]
    assert "took up run 'urls'" in str(said[1])
    catalogue.close()


def test_a_connection_that_the_server_has_not_missed_is_no_obstacle(
    catalogue: Catalogue, run: Run, database_url: str, far: Far
) -> None:
    """Who comes back by another way holds the run at once, though the server keeps the first connection a while."""
    hold: Any = next(iter(catalogue._holds.values()))
    first, hold._connection = hold._connection, None
    catalogue.counts(run)
    with psycopg.connect(database_url) as connection:
        assert locks(connection) == 2
    first.close()
    assert_refused(far)


def test_a_process_has_two_connections(catalogue: Catalogue, run: Run, database_url: str, make: Make) -> None:
    """One of them holds the run, until it ends."""
    for row in "123":
        catalogue.write(run, [make(row)])
        catalogue.counts(run)
    with psycopg.connect(database_url) as connection:
        found = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE client_port = -1 AND state = 'idle'")
        assert found.fetchone() == (2,)
        catalogue.end_run(run, "finished")
        until(lambda: locks(connection) == 0)


def test_a_server_that_ends_idle_connections_leaves_the_lock(catalogue: Catalogue, postgresql: Any) -> None:
    """A crawl may have nothing to record for a long time."""
    postgresql.execute("ALTER ROLE tester SET idle_session_timeout = '1h'")
    try:
        catalogue.begin_run("urls", source="s", strategy="adaptive")
        hold: Any = next(iter(catalogue._holds.values()))
        assert hold._connection.exec_driver_sql("SHOW idle_session_timeout").scalar() == "0"
    finally:
        postgresql.execute("ALTER ROLE tester RESET idle_session_timeout")


@pytest.mark.parametrize(("view", "is_locked"), [("pg_settings", 1), ("pg_locks", 0), ("pg_database", 0)])
def test_who_may_not_see_locks_takes_none(database_url: str, postgresql: Any, view: str, is_locked: int) -> None:
    """A run is begun and ended although the user may not read what tells of the server; without locks if need be."""
    postgresql.execute("CREATE ROLE poor; GRANT ALL ON SCHEMA public TO poor")
    postgresql.execute(f"REVOKE SELECT ON {view} FROM PUBLIC")  # noqa: S608
    try:
        catalogue = open_catalogue(f"{database_url}&options=-crole%3Dpoor", data_dir="", lock_timeout_s=1)
        run = catalogue.begin_run("urls", source="s", strategy="adaptive")
        with psycopg.connect(database_url) as connection:
            assert locks(connection) == is_locked
        catalogue.end_run(run, "finished")
        catalogue.close()
    finally:
        postgresql.execute(f"DROP OWNED BY poor; DROP ROLE poor; GRANT SELECT ON {view} TO PUBLIC")


def test_behind_a_pool_nothing_is_locked(database_url: str, far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pool, which makes up the number of a connection, would keep the locks of who is gone: none is asked for."""
    far.begin()
    monkeypatch.setattr("imgcrawl.catalogue.workers._number_told", lambda _: 1)
    catalogue = open_catalogue(database_url, data_dir="", lock_timeout_s=1)
    assert catalogue.owner_of("urls") is None
    run = catalogue.begin_run("urls", source="s", strategy="adaptive")
    with psycopg.connect(database_url) as connection:
        assert locks(connection) == 1
    assert catalogue.find_run("urls").state == "running"
    catalogue.end_run(run, "finished")
    catalogue.close()
