"""What a second process brings: the same list by ``-j 1`` on one core and on two, and by ``-j 2`` on two.

The cases run in turn and are compared within a round. nginx has other cores where there are more than two; else it
takes its part of both, which the table shows. With ``--stub`` there is no origin: the pictures are read where they are
stored (``stub.py``). With ``--latency`` every answer takes that many seconds, and ``--concurrent`` requests of each
process at a time are the limit instead of the processor.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections import defaultdict
from contextlib import nullcontext
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from contestants import HERE, PROJECT, environment, imgcrawl
from measure import watch
from nginx import running_nginx
from pictures import make_pictures
from places import PICTURES, working_folder
from results import spread
from stub import options as stub_options

if TYPE_CHECKING:
    from pathlib import Path

    from measure import Usage
    from nginx import Nginx

_CORES = {0, 1}
_CASES = {"-j 1, one core": (1, "0"), "-j 1, two cores": (1, "0,1"), "-j 2, two cores": (2, "0,1")}
_TITLES = (
    "crawl",
    "images/s",
    "times as fast as the first",
    "lowest-highest",
    "CPU s per 1,000 images",
    "lowest-highest",
    "origin's CPU s per 1,000",
    "wall s",
    "peak RSS MB",
)


class _Run(NamedTuple):
    usage: Usage
    origin_cpu_s: float


def main() -> None:
    """Run the cases in turn and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    parser.add_argument("--concurrent", type=int, default=512, help="CONCURRENT_REQUESTS of each process")
    parser.add_argument("--stub", action="store_true", help="no origin, and nothing transferred")
    chosen = parser.parse_args()
    pictures = PICTURES / "pictures"
    make_pictures(pictures / "i", chosen.images, 20_000)
    os.sched_setaffinity(0, os.sched_getaffinity(0) - _CORES or _CORES)
    measured: dict[str, list[_Run]] = defaultdict(list)
    serving = nullcontext() if chosen.stub else running_nginx(pictures, [chosen.latency] * chosen.hosts)
    with working_folder("shards") as work, serving as origin:
        if origin is None:
            _write_list(work / "urls.txt", chosen.images, chosen.hosts)
        else:
            origin.write_list(work / "urls.txt", chosen.images)
        for _ in range(chosen.repeats):
            for name, (processes, cores) in _CASES.items():
                measured[name].append(_run(origin, work, chosen, processes, cores))
    _print_table(measured, chosen.images)


def _write_list(file: Path, images: int, hosts: int) -> None:
    file.write_text("".join(f"http://host-{number % hosts}.test/i/{number}.jpg\n" for number in range(images)))


def _run(origin: Nginx | None, work: Path, chosen: argparse.Namespace, processes: int, cores: str) -> _Run:
    shutil.rmtree(work / "out", ignore_errors=True)
    command = imgcrawl(work / "urls.txt", work / "out", f"CONCURRENT_REQUESTS={chosen.concurrent}")
    command = ["taskset", "-c", cores, *command, "-j", str(processes)]
    if origin is None:
        command += stub_options(PICTURES / "pictures/i", chosen.latency)
    env, before_s = environment(PROJECT, HERE), origin.cpu_s() if origin else 0.0
    usage = watch(command, cwd=PROJECT, env=env, log=work / "log").usage
    stored = sum(1 for _ in (work / "out/images").rglob("*.jpg"))
    print(f"-j {processes}, cores {cores}: {usage.wall_s:.1f} s, {stored} images", file=sys.stderr)
    if stored != chosen.images:
        sys.exit((work / "log").read_text())
    return _Run(usage, origin.cpu_s() - before_s if origin else 0.0)


def _print_table(measured: dict[str, list[_Run]], images: int) -> None:
    first = next(iter(measured.values()))
    print(f"| {' | '.join(_TITLES)} |\n|{'---|' * len(_TITLES)}")
    for name, runs in measured.items():
        gains = [one.usage.wall_s / run.usage.wall_s for one, run in zip(first, runs, strict=True)]
        cpu = [run.usage.cpu_s / images * 1000 for run in runs]
        wall_s = median(run.usage.wall_s for run in runs)
        columns = (
            *(name, f"{images / wall_s:.0f}", f"{median(gains):.2f}", spread(gains)),
            *(f"{median(cpu):.2f}", spread(cpu), f"{median(run.origin_cpu_s for run in runs) / images * 1000:.2f}"),
            *(f"{wall_s:.1f}", f"{median(run.usage.peak_rss_bytes for run in runs) / 1e6:.0f}"),
        )
        print(f"| {' | '.join(columns)} |")


if __name__ == "__main__":
    main()
