"""A scripted web on loopback, and crawls of it as a person starts them."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import inspect
import io
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from PIL import Image

from imgcrawl.catalogue import open_catalogue
from tests.crawl.warm import ROOT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from imgcrawl.catalogue import Run
    from imgcrawl.records import Outcome
    from tests.crawl.warm import Warm, WarmProcess

    Process = WarmProcess | subprocess.Popen[bytes]

SMALL_WAITS = {
    "IMGCRAWL_PROGRESS_SECONDS": "0",
    "IMGCRAWL_ALLOW_NETWORKS": "127.0.0.1/32",
    "IMGCRAWL_DNS_OVERRIDES": '{"*.test": "127.0.0.1", "private.test": "127.0.0.2"}',
    "IMGCRAWL_RETRY_BASE_SECONDS": "0.05",
    "IMGCRAWL_PAUSE_BASE_SECONDS": "0.05",
    "IMGCRAWL_THROTTLE_DELAY_SECONDS": "0.01",
    "IMGCRAWL_HOST_OUTAGE_SECONDS": "1",
}


class Reply(NamedTuple):
    """What goes back: raw bytes, and whether the connection is closed after them, or broken off."""

    data: bytes
    close: bool = False
    reset: bool = False

    @property
    def status(self) -> int:
        return int(self.data[9:12] or 0)


@dataclass
class Visit:
    """One request: *number* counts those of its host and target from 1, *at* and *answered_at* are epoch seconds.

    *connections*: those open to its host, its own included.
    """

    host: str
    target: str
    headers: dict[str, str]
    number: int
    at: float
    connections: int = 1
    status: int = 0
    answered_at: float = 0.0

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@cache
def picture(name: str, form: str = "JPEG") -> bytes:
    """Return a small picture whose bytes depend on *name* alone."""
    pixels = hashlib.shake_256(name.encode()).digest(40 * 30 * 3)
    buffer = io.BytesIO()
    Image.frombytes("RGB", (40, 30), pixels).save(buffer, form)
    return buffer.getvalue()


def answer(status: int = 200, body: bytes = b"", media_type: str = "image/jpeg", **headers: str) -> Reply:
    """Return a whole answer; underscores in the names of *headers* stand for hyphens."""
    fields = {"Content-Type": media_type, "Content-Length": str(len(body))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return Reply(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body)


class World:
    """A web server in a thread: every host answers by its script, one without a script with a picture of its own."""

    def __init__(self) -> None:
        self.scripts: dict[str, Callable[[Visit], Reply | Awaitable[Reply]]] = {}
        self.log: list[Visit] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._counts: dict[tuple[str, str], int] = {}
        self._hosts: dict[asyncio.StreamWriter, str] = {}
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)

    def url(self, host: str, path: str = "/1.jpg") -> str:
        """Return the address of *path* on *host*."""
        return f"http://{host}:{self.port}{path}"

    def visits(self, host: str, path: str | None = None) -> list[Visit]:
        """Return the requests that *host* got, for *path* if given, in order."""
        return [v for v in list(self.log) if v.host == host and path in (None, v.path)]

    def close(self) -> None:
        """Cut all connections and end the thread."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._stopped = asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopped.wait()
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                reply = await self._reply((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"), writer)
                if reply.reset:
                    raw = writer.get_extra_info("socket")
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    writer.transport.abort()
                    return
                writer.write(reply.data)
                await writer.drain()
                if reply.close:
                    return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._hosts.pop(writer, None)
            writer.close()

    async def _reply(self, head: str, writer: asyncio.StreamWriter) -> Reply:
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        target, host = first.split(" ")[1], headers["host"].partition(":")[0]
        number = self._counts[host, target] = self._counts.get((host, target), 0) + 1
        self._hosts[writer] = host
        connections = sum(other == host for other in self._hosts.values())
        visit = Visit(host, target, headers, number, time.time(), connections)
        self.log.append(visit)
        script = self.scripts.get(host)
        reply = script(visit) if script else answer(body=picture(host + target))
        if inspect.isawaitable(reply):
            reply = await reply
        visit.status, visit.answered_at = reply.status, time.time()
        return reply


_IN_TIME_S = 45.0
"""A stop takes some 2 s, and more where others have the processor; what it must not wait for takes a minute."""


@dataclass
class Crawl:
    """A crawl that has ended."""

    code: int
    errors: str
    seconds: float
    folder: Path

    @property
    def in_time(self) -> bool:
        """Whether a crawl that was told to stop waited for nothing."""
        return self.seconds < _IN_TIME_S

    @property
    def stats(self) -> dict[str, Any]:
        return json.loads((self.folder / "stats.json").read_text())


@dataclass
class Project:
    """A data folder, a list of rows in it, and crawls of that list.

    They are forked from *warm*, or started anew by the *prefix* if there is one.
    """

    folder: Path
    world: World
    warm: Warm
    database_url: str = ""
    prefix: tuple[str, ...] = ()
    started: list[Process] = field(default_factory=list)

    @property
    def source(self) -> Path:
        return self.folder / "urls.csv"

    @property
    def images(self) -> Path:
        return self.folder / "data" / "images"

    def write(self, rows: Iterable[tuple[str, ...]], header: tuple[str, ...] = ("id", "url", "page_url")) -> None:
        """Write the list of *rows*."""
        with self.source.open("w", newline="") as file:
            csv.writer(file).writerows([header, *rows])

    def start(self, *args: str, profile: str = "default", **settings: str) -> Process:
        """Start a crawl of the list."""
        own = {
            "IMGCRAWL_DATA_DIR": str(self.folder / "data"),
            "IMGCRAWL_DATABASE_URL": self.database_url,
            "STATS_CLASS": "stats_file.JsonStats",
            "STATS_FILE": str(self.folder / "stats.json"),
        }
        command = ["scrapy", "crawl", "images", "-a", f"source={self.source}", *args]
        for name, value in (SMALL_WAITS | own | settings).items():
            command += ["-s", f"{name}={value}"]
        environment = os.environ | {"SCRAPY_PROJECT": profile, "PYTHONPATH": str(Path(__file__).parent)}
        environment["TMPDIR"] = str(self.folder)
        environment.pop("SCRAPY_SETTINGS_MODULE", None)  # it would go before the profile
        with (self.folder / f"errors-{len(self.started)}.txt").open("wb") as errors:
            self.started.append(self._start(command, environment, errors))
        return self.started[-1]

    def _start(self, command: list[str], environment: dict[str, str], output: IO[bytes]) -> Process:
        if not self.prefix:
            return self.warm.start(*command, output=output, environment=environment)
        return subprocess.Popen(
            [*self.prefix, sys.executable, "-m", *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )

    def end(self, process: Process, began: float = 0.0) -> Crawl:
        """Wait for *process* and return what became of it."""
        code = process.wait(200)
        text = (self.folder / f"errors-{self.started.index(process)}.txt").read_text(errors="replace")
        return Crawl(code, text, time.monotonic() - began, self.folder)

    def crawl(self, *args: str, profile: str = "default", **settings: str) -> Crawl:
        """Crawl the list to its end."""
        began = time.monotonic()
        return self.end(self.start(*args, profile=profile, **settings), began)

    def processes(self) -> list[str]:
        """Return all that runs of the project's crawls, by their command lines: what they start inherits ``TMPDIR``."""
        mark = f"TMPDIR={self.folder}\0".encode()
        found = [f"crawl {process.pid}" for process in self.started if process.poll() is None]
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has just ended
                if mark in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found

    def outcomes(self) -> dict[str, Outcome]:
        """Return what the catalogue holds of its one run, by id."""
        data_dir = str(self.folder / "data")
        catalogue = open_catalogue(self.database_url, data_dir=data_dir, lock_timeout_s=10, create=False)
        try:
            return {outcome.id: outcome for outcome in catalogue.iter_outcomes(catalogue.find_run(""))}
        finally:
            catalogue.close()

    def state(self) -> str:
        """Return the state of the project's last run."""
        return self.last_run().state

    def last_run(self) -> Run:
        """Return the project's last run."""
        catalogue = open_catalogue(self.database_url, data_dir=str(self.folder / "data"), lock_timeout_s=30)
        with closing(catalogue):
            return catalogue.find_run("")

    def stray_files(self) -> list[str]:
        """Return the files that no outcome accounts for: unreferenced images and leftovers on their way."""
        wanted = {outcome.path for outcome in self.outcomes().values() if outcome.ok}
        stored = {str(path.relative_to(self.images)) for path in self.images.rglob("*.*") if path.is_file()}
        incoming = [str(path) for path in (self.folder / "data" / "incoming").rglob("*") if path.is_file()]
        return [*sorted(stored ^ wanted), *incoming]
