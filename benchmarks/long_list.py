"""Memory, start and resumption of imgcrawl on a long list of which most rows fail at once.

One row in ten is a picture; the others are, half and half, addresses that cannot be asked for and 404s.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from contestants import add_tree_option, environment, imgcrawl
from loopback import running_origin
from measure import watch
from pictures import small_pictures
from places import working_folder

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Loopback
    from measure import Sample

_SHOWN_EVERY_S = 15


def main() -> None:
    """Run the list, then the same command once more, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--hosts", type=int, default=200)
    add_tree_option(parser)
    options = parser.parse_args()
    pictures = small_pictures(1000)
    with working_folder("long") as work, running_origin(pictures, options.hosts) as origin:
        _write_list(origin, work / "urls.txt", options.rows)
        _run(origin, options.tree, work, "first run")
        _run(origin, options.tree, work, "again, nothing to do")


def _write_list(origin: Loopback, file: Path, rows: int) -> None:
    with file.open("w") as lines:
        for number in range(rows):
            if number % 10 == 0:
                url = origin.url(number // 10 % origin.hosts, f"/i/{number // 10 % 1000}.jpg?{number}")
            elif number % 2:
                url = f"ftp://host-{number % 1000}.test/{number}.jpg"
            else:
                url = origin.url(number % origin.hosts, f"/gone/{number}.jpg")
            lines.write(url + "\n")


def _run(origin: Loopback, tree: Path, work: Path, title: str) -> None:
    print(f"{title}: seconds, MB in the crawling process, MB in all, open files")
    command, began = imgcrawl(work / "urls.txt", work / "out"), time.time()
    env = environment(tree)
    watched = watch(command, cwd=tree, env=env, log=work / "log", every_s=1.0, on_sample=_show)
    usage, counts = watched.usage, origin.counts()
    if counts["first_at"]:
        print(f"first request after {counts['first_at'] - began:.2f} s")
    print(f"{usage.wall_s:.1f} s, {usage.cpu_s:.1f} CPU s, peak {usage.peak_rss_bytes / 1e6:.0f} MB, {counts}")
    print((work / "log").read_text()[-200:])


def _show(sample: Sample) -> None:
    if round(sample.at_s) % _SHOWN_EVERY_S == 0:
        memory = f"{sample.main_rss_bytes / 1e6:.0f} {sample.rss_bytes / 1e6:.0f}"
        print(f"{sample.at_s:.0f} {memory} {sample.descriptors}", flush=True)


if __name__ == "__main__":
    main()
