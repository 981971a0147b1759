"""Speed on a list that has few hosts, which answer at once: nothing but the processor should bound it.

Each case runs on an origin of its own: everything is 404, or every row is a picture. *Busy* is the share of one core
that all processes of the crawl used; *in flight* the most requests that the origin has seen at a time.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NamedTuple

from contestants import add_tree_option, environment, imgcrawl
from loopback import running_origin
from measure import watch
from pictures import small_pictures
from places import working_folder

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Loopback


class _Case(NamedTuple):
    title: str
    hosts: int
    path: str
    by_host: bool = False


_CASES = (
    _Case("one host, 404", 1, "/gone/{}.jpg"),
    _Case("one host, pictures", 1, "/i/{}.jpg"),
    _Case("ten hosts, 404, in turn", 10, "/gone/{}.jpg"),
    _Case("ten hosts, 404, by host", 10, "/gone/{}.jpg", by_host=True),
    _Case("ten hosts, pictures, in turn", 10, "/i/{}.jpg"),
    _Case("ten hosts, pictures, by host", 10, "/i/{}.jpg", by_host=True),
)


def main() -> None:
    """Run the cases one after the other and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    parser.add_argument("--only", default="", help="cases whose title holds this")
    add_tree_option(parser)
    chosen = parser.parse_args()
    pictures = small_pictures(chosen.rows)
    print("| list | wall s | rows/s | CPU s | busy | in flight | requests |\n|---|---|---|---|---|---|---|")
    for case in _CASES:
        if chosen.only in case.title:
            with running_origin(pictures, case.hosts, chosen.latency) as origin:
                _run(case, origin, chosen.rows, chosen.tree)


def _run(case: _Case, origin: Loopback, rows: int, tree: Path) -> None:
    with working_folder("one-host") as work:
        origin.write_list(work / "urls.txt", rows, by_host=case.by_host, path=case.path)
        command = imgcrawl(work / "urls.txt", work / "out")
        usage = watch(command, cwd=tree, env=environment(tree), log=work / "log").usage
    seen = origin.counts()
    print(
        f"| {case.title} | {usage.wall_s:.1f} | {rows / usage.wall_s:.0f} | {usage.cpu_s:.1f} | "
        f"{usage.cpu_s / usage.wall_s:.0%} | {seen['in_flight_max']} | {seen['requests']} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
