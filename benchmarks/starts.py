"""What a crawl takes from the command to its first request, for a short list and for a long one.

With ``--compare`` another working tree is measured in turn with the first. Processor time is that of the crawling
process; wall time says little on a machine with other work.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import statistics
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from contestants import add_tree_option, environment, imgcrawl
from places import working_folder

_TICKS = os.sysconf("SC_CLK_TCK")
_LONGEST_S = 60.0


class _Start(NamedTuple):
    cpu_s: float
    wall_s: float


def main() -> None:
    """Start crawls in turn and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1, 1_000_000], help="lengths of the lists")
    parser.add_argument("--starts", type=int, default=5, help="of each tree for each list")
    parser.add_argument("--compare", type=Path, help="another working tree")
    add_tree_option(parser)
    chosen = parser.parse_args()
    trees = [tree.resolve() for tree in (chosen.tree, chosen.compare) if tree]
    print("| rows | tree | CPU s | wall s |\n|---|---|---|---|")
    for rows in chosen.rows:
        with working_folder("starts") as work, socket.create_server(("127.0.0.1", 0)) as origin:
            _write_list(work / "urls.txt", rows, origin.getsockname()[1])
            origin.settimeout(_LONGEST_S)
            found = [(tree, _started(tree, work, origin)) for _ in range(chosen.starts) for tree in trees]
        for tree in trees:
            starts = [start for each, start in found if each == tree]
            cpu_s, wall_s = (statistics.median(figures) for figures in zip(*starts, strict=True))
            print(f"| {rows:,} | {tree.name} | {cpu_s:.2f} | {wall_s:.2f} |", flush=True)


def _write_list(file: Path, rows: int, port: int) -> None:
    with file.open("w") as lines:
        for number in range(rows):
            lines.write(f"http://127.0.0.1:{port}/{number}.jpg\n")


def _started(tree: Path, work: Path, origin: socket.socket) -> _Start:
    """Start a crawl of which nothing is known yet, and kill it when it connects."""
    command = [*imgcrawl(work / "urls.txt", work / f"out-{time.time_ns()}"), "-s", "IMGCRAWL_PROGRESS_SECONDS=10"]
    env, began = environment(tree), time.monotonic()
    with subprocess.Popen(command, cwd=tree, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            connection, _ = origin.accept()
            wall_s = time.monotonic() - began
            user, system = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            connection.close()
        finally:
            process.send_signal(signal.SIGKILL)
    while _is_asked(origin):
        pass
    return _Start((int(user) + int(system)) / _TICKS, wall_s)


def _is_asked(origin: socket.socket) -> bool:
    """Take a connection that is left from a crawl which has ended, if there is one."""
    origin.settimeout(0.1)
    try:
        origin.accept()[0].close()
    except TimeoutError:
        return False
    finally:
        origin.settimeout(_LONGEST_S)
    return True


if __name__ == "__main__":
    main()
