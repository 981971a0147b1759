"""What a row costs that fails: at an address that is gone, at one whose page does not help, and at an unknown name.

Everything is answered at once with 404 over loopback; names under ``.invalid`` do not exist, whoever is asked. With
``--compare`` another working tree is measured in turn with the first.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

from contestants import add_tree_option, environment, imgcrawl
from loopback import running_origin
from measure import watch
from pictures import small_pictures
from places import working_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from loopback import Loopback

_HOSTS = 200
_KINDS: dict[str, Callable[[Loopback, int], tuple[str, str]]] = {
    "404": lambda origin, number: (origin.url(number % _HOSTS, f"/gone/{number}.jpg"), ""),
    "404, page 404": lambda origin, number: (
        origin.url(number % _HOSTS, f"/gone/{number}.jpg"),
        origin.url(number % _HOSTS, f"/page/{number}.html"),
    ),
    "unknown name": lambda _, number: (f"http://host-{number % _HOSTS}.invalid/{number}.jpg", ""),
}


def main() -> None:
    """Crawl each kind of list by each tree in turn, and print what a row took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="kinds whose name holds this")
    parser.add_argument("--compare", type=Path, help="another working tree")
    add_tree_option(parser)
    chosen = parser.parse_args()
    trees = [tree.resolve() for tree in (chosen.tree, chosen.compare) if tree]
    print("| rows | tree | CPU s, median and all | CPU ms a row |\n|---|---|---|---|")
    with running_origin(small_pictures(100), _HOSTS) as origin:
        for kind in filter(lambda name: chosen.only in name, _KINDS):
            spent: dict[Path, list[float]] = {tree: [] for tree in trees}
            for _ in range(chosen.rounds):
                for tree in trees:
                    spent[tree].append(_crawled(kind, origin, chosen.rows, tree))
            for tree, figures in spent.items():
                median, whole = statistics.median(figures), ", ".join(f"{figure:.1f}" for figure in figures)
                a_row = median / chosen.rows * 1000
                print(f"| {kind} | {tree.name} | {median:.1f} ({whole}) | {a_row:.2f} |", flush=True)


def _crawled(kind: str, origin: Loopback, rows: int, tree: Path) -> float:
    """Crawl a list of dead rows and return the processor seconds that it took."""
    with working_folder("dead-rows") as work:
        with (work / "urls.csv").open("w") as lines:
            lines.write("url,page_url\n")
            lines.writelines(f"{','.join(_KINDS[kind](origin, number))}\n" for number in range(rows))
        command = imgcrawl(work / "urls.csv", work / "out", "IMGCRAWL_OUTAGE_PATIENCE_SECONDS=0")
        return watch(command, cwd=tree, env=environment(tree), log=work / "log").usage.cpu_s


if __name__ == "__main__":
    main()
