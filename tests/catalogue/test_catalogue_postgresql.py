"""The catalogue on a real PostgreSQL server, which this module starts and stops."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from imgcrawl.catalogue import open_catalogue, url_key
from imgcrawl.catalogue.owners import Owner
from imgcrawl.errors import ConfigError, ErrorSlug
from imgcrawl.report import compare, summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome

    Make = Callable[..., Outcome]


def programs() -> Path:
    """Return the folder of PostgreSQL's programs, which are installed if need be and possible."""
    debian = Path("/usr/lib/postgresql")
    if not list(debian.glob("*/bin/initdb")) and os.geteuid() == 0:
        command = ["apt-get", "install", "-y", "--no-install-recommends", "postgresql"]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
    found = list(debian.glob("*/bin/initdb"))
    if not found:
        pytest.fail("PostgreSQL is not installed: apt-get install postgresql", pytrace=False)
    return max(found).parent


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start a server that listens on a socket in a folder of its own, and return its URL."""
    bin_folder = programs()
    folder = tempfile.mkdtemp(prefix="imgcrawl-pg-")
    # The server refuses to run as root.
    user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, **user)

    def call(program: str, *arguments: str) -> None:
        subprocess.run(
            [bin_folder / program, "-D", f"{folder}/data", *arguments],
            check=True,
            capture_output=True,
            cwd=folder,
            **user,
        )

    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    try:
        call("initdb", "-U", "tester", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        call("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", options)
        try:
            yield f"postgresql://tester:secret@/postgres?host={folder}"
        finally:
            call("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def url(server: str) -> Iterator[str]:
    """Make an empty database and return its URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE test")
        yield server.replace("/postgres?", "/test?")
        connection.execute("DROP DATABASE test WITH (FORCE)")


@pytest.fixture
def catalogue(url: str) -> Iterator[Catalogue]:
    """Open a new catalogue in PostgreSQL."""
    opened = open_catalogue(url, data_dir="/nowhere", lock_timeout_s=1)
    yield opened
    opened.close()


def test_outcomes(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Outcomes are written, replaced, found and streamed in the same order as from SQLite."""
    ids = ["b", "10", "9", "a10", "09", "", "1000000000000000000000", "a9", "0", "-1", "00", "B"]
    catalogue.write(run, [make(row_id, error="http_500") for row_id in ids])
    catalogue.write(run, [make(row_id, extra={"ü": "\0\udc80"}, bytes=2**40) for row_id in ids])
    expected = ["0", "00", "09", "9", "10", "1000000000000000000000", "", "-1", "B", "a10", "a9", "b"]
    found = list(catalogue.iter_outcomes(run))
    assert [outcome.id for outcome in found] == expected
    assert found[0] == make("0", extra={"ü": "\0\udc80"}, bytes=2**40, run="urls")
    assert set(catalogue.known(run, [*ids, "x"])) == set(ids)
    assert catalogue.counts(run) == (12, 12, {})
    assert catalogue.outcomes_for_urls(run, [url_key("http://a.test/9.jpg")])[url_key("http://a.test/9.jpg")].id == "9"


def test_any_text_can_be_stored(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Text that PostgreSQL does not take is stored in another form and found again."""
    odd = "http://a.test/\0\udc80%s%(x)s"
    catalogue.write(run, [make(odd, url=odd, reason=odd)])
    assert catalogue.known(run, [odd])[odd].url_key == url_key(odd)


def test_withdrawal(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Files are referenced until their outcomes are withdrawn."""
    catalogue.write(run, [make("1", path="p"), make("2", path="q")])
    assert catalogue.referenced_paths(["p", "q", "r"]) == {"p", "q"}
    assert catalogue.demote(run, ["1"], error=ErrorSlug.CONTENT_PLACEHOLDER, reason="x") == {"p"}
    assert catalogue.referenced_paths(["p", "q"]) == {"q"}


def test_runs(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run is begun, refused to another process, ended and found again."""
    run = catalogue.begin_run("urls", source="s", strategy="adaptive")
    me = Owner.current("")
    with monkeypatch.context() as patch:
        patch.setattr(Owner, "current", lambda shard: me._replace(shard=shard, pid=me.pid + 1))
        with pytest.raises(ConfigError, match=f"process {me.pid} on"):
            catalogue.begin_run("urls", source="s", strategy="adaptive")
    catalogue.end_run(run, "finished")
    assert catalogue.find_run("").state == "finished"


def test_workers_start_together(url: str) -> None:
    """Workers that come at the same time to an empty database share one schema and one run."""

    def work(n: int) -> int:
        catalogue = open_catalogue(url, data_dir="", lock_timeout_s=10)
        run_id = catalogue.begin_run("urls", source="s", strategy="adaptive", shard=f"{n}/4").id
        catalogue.close()
        return run_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(work, range(4)))) == 1


def test_hosts(catalogue: Catalogue) -> None:
    """Hosts are remembered."""
    catalogue.save_hosts({"a.test": {"x": 1}})
    catalogue.save_hosts({"a.test": {"x": 2}, "b.test": {}})
    assert catalogue.load_hosts(["a.test", "b.test", "c.test"]) == {"a.test": {"x": 2}, "b.test": {}}


def test_reports(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Summary and comparison compute the same figures as on SQLite."""
    trail = [{"n": 1, "remedy": None}, {"n": 2, "remedy": "retry"}]
    catalogue.write(run, [make("1", total_ms=5.0), make("2", error="http_404", stage="http", retryable=False)])
    other = catalogue.begin_run("other", source="s", strategy="study")
    catalogue.write(other, [make("1"), make("2", attempts=2, rescued_by="retry", trail=trail)])
    summary = summarise(catalogue, run)
    assert (summary.rows, summary.ok, summary.time_ms.percentiles[50]) == (2, 1, 5.0)
    assert summarise(catalogue, other).remedies == [("retry", 1, 1, 1)]
    comparison = compare(catalogue, run, other)
    assert (comparison.transitions, comparison.cost_multiplier) == ((1, 0, 1, 0), 1.5)


def test_refusals(server: str) -> None:
    """A missing database and an unfinished one are named without the password."""
    with pytest.raises(ConfigError, match="does not exist") as caught:
        open_catalogue(server.replace("/postgres?", "/missing?"), data_dir="", lock_timeout_s=1)
    assert "secret" not in str(caught.value)
    with pytest.raises(ConfigError, match="start a run first"):
        open_catalogue(server, data_dir="", lock_timeout_s=1, create=False)


def test_restart_is_outlived(catalogue: Catalogue, run: Run, server: str, make: Make) -> None:
    """Connections that the server has cut are replaced."""
    catalogue.write(run, [make("1")])
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'test'")
    catalogue.write(run, [make("2")])
    assert catalogue.counts(run).rows == 2


def test_locked_row_is_not_waited_for_for_ever(catalogue: Catalogue, run: Run, url: str) -> None:
    """A lock of another session is waited for as long as the setting says."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT * FROM runs FOR UPDATE")
        with pytest.raises(Exception, match="IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS"):
            catalogue.set_total_rows(run, 1)
