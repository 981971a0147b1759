"""How soon a crawl of a very long list begins, and what imgcrawl keeps of hosts that it meets only once.

Every row is on a host of its own: three of four answer 404, on loopback, the fourth refuses the connection.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
import time
from typing import TYPE_CHECKING

from contestants import add_tree_option, environment, imgcrawl
from measure import watch
from places import working_folder

if TYPE_CHECKING:
    from pathlib import Path

    from measure import Sample, Usage

_SHOWN_EVERY_S = 5
_STARTED_ROWS = 100
_REFUSING_PORT = 1
_SETTINGS = (
    "IMGCRAWL_DNS_OVERRIDES=" + json.dumps({"*.test": "127.0.0.1"}),
    "IMGCRAWL_RETRY_MAX_ATTEMPTS=1",
    "IMGCRAWL_OUTAGE_PATIENCE_SECONDS=0",
)


def main() -> None:
    """Start the long list some times, then crawl its first rows, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listed", type=int, default=1_000_000, help="rows of the list")
    parser.add_argument("--rows", type=int, default=40_000, help="rows of it that are crawled")
    parser.add_argument("--starts", type=int, default=3)
    add_tree_option(parser)
    options = parser.parse_args()
    origin = _Origin()
    with working_folder("fresh") as work:
        _write_list(work / "urls.txt", options.listed, origin.port)
        for number in range(options.starts):
            origin.first_at, began = 0.0, time.time()
            _crawl(options.tree, work, f"start-{number}", _STARTED_ROWS)
            print(f"{options.listed} rows: first request after {origin.first_at - began:.2f} s", flush=True)
        usage = _crawl(options.tree, work, "all", options.rows, show=True)
        print(f"{options.rows} hosts: {usage.wall_s:.1f} s, {usage.cpu_s:.1f} CPU s, exit {usage.exit_status}")


class _Origin:
    """Answers everything with 404, in a thread; *first_at* is when it was first asked, in epoch seconds."""

    def __init__(self) -> None:
        self.first_at = 0.0
        self.port = 0
        self._listens = threading.Event()
        threading.Thread(target=asyncio.run, args=(self._serve(),), daemon=True).start()
        self._listens.wait()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0, backlog=2000)
        self.port = server.sockets[0].getsockname()[1]
        self._listens.set()
        await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.first_at = self.first_at or time.time()
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def _write_list(file: Path, rows: int, port: int) -> None:
    with file.open("w") as lines:
        for number in range(rows):
            lines.write(f"http://host-{number}.test:{port if number % 4 else _REFUSING_PORT}/{number}.jpg\n")


def _crawl(tree: Path, work: Path, name: str, limit: int, *, show: bool = False) -> Usage:
    command = [*imgcrawl(work / "urls.txt", work / name, *_SETTINGS), "-a", f"limit={limit}"]
    env = environment(tree)
    on_sample = _show if show else None
    return watch(command, cwd=tree, env=env, log=work / "log", every_s=1.0, on_sample=on_sample).usage


def _show(sample: Sample) -> None:
    if round(sample.at_s) % _SHOWN_EVERY_S == 0:
        print(f"    {sample.at_s:.0f} s, {sample.main_rss_bytes / 1e6:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
