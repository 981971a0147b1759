"""What a second process brings: the same list by ``-j 1`` on one core and on two, and by ``-j 2`` on two.

The origin is a process of its own; it has the other core where the crawl is held to one, and takes its part of both
where it is not. With ``--latency`` every answer takes that many seconds, and ``--concurrent`` requests of each process
at a time are the limit instead of the processor.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from contestants import PROJECT, imgcrawl
from loopback import running_origin
from measure import watch
from pictures import make_pictures
from places import PICTURES, in_memory

if TYPE_CHECKING:
    from measure import Usage

_CASES = {"-j 1, one core": (1, "0"), "-j 1, two cores": (1, "0,1"), "-j 2, two cores": (2, "0,1")}


def main() -> None:
    """Run the cases in turn and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=6000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    parser.add_argument("--concurrent", type=int, default=512, help="CONCURRENT_REQUESTS of each process")
    options = parser.parse_args()
    pictures = PICTURES / "pictures-20000"
    make_pictures(pictures, options.images, 20_000)
    work = Path(tempfile.mkdtemp(prefix="imgcrawl-shards-", dir=in_memory()))
    measured: dict[str, list[Usage]] = defaultdict(list)
    try:
        with running_origin(pictures, options.hosts, options.latency) as origin:
            origin.write_list(work / "urls.txt", options.images)
            for _ in range(options.repeats):
                for name, (processes, cores) in _CASES.items():
                    shutil.rmtree(work / "out", ignore_errors=True)
                    command = ["taskset", "-c", cores, *imgcrawl(work / "urls.txt", work / "out")]
                    env = os.environ | {"PYTHONPATH": str(PROJECT)}
                    command += ["-s", f"CONCURRENT_REQUESTS={options.concurrent}", "-j", str(processes)]
                    usage = watch(command, cwd=PROJECT, env=env, log=work / "log").usage
                    stored = sum(1 for _ in (work / "out/images").rglob("*.jpg"))
                    print(f"{name}: {usage.wall_s:.1f} s, {stored} images", file=sys.stderr)
                    measured[name].append(usage)
    finally:
        shutil.rmtree(work)
    _print_table(measured, options.images)


def _print_table(measured: dict[str, list[Usage]], images: int) -> None:
    one = median(usage.wall_s for usage in next(iter(measured.values())))
    print("| crawl | images/s | against the first | CPU s per 1,000 images | wall s, lowest-highest | peak RSS MB |")
    print("|---|---|---|---|---|---|")
    for name, usages in measured.items():
        walls = sorted(usage.wall_s for usage in usages)
        cpu = median(usage.cpu_s for usage in usages) / images * 1000
        rss = median(usage.peak_rss_bytes for usage in usages) / 1e6
        print(
            f"| {name} | {images / median(walls):.0f} | {one / median(walls):.2f} | {cpu:.2f} "
            f"| {walls[0]:.1f}-{walls[-1]:.1f} | {rss:.0f} |"
        )


if __name__ == "__main__":
    main()
