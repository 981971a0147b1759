"""Measures imgcrawl and its peers side by side on one list of pictures, over loopback.

``python benchmarks/run.py`` prints a table: medians of several runs, taken in turn, so that the machine's moods meet
all alike. ``--compare FOLDER`` adds the imgcrawl of another working tree.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path
from statistics import median

from contestants import CONTESTANTS, PROJECT, img2dataset, imgcrawl
from loopback import running_origin
from measure import Usage, watch
from pictures import make_pictures
from places import PICTURES, in_memory


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--bytes", type=int, default=20_000, help="size of a picture")
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", default=",".join(CONTESTANTS), help="comma-separated")
    parser.add_argument("--compare", type=Path, action="append", default=[], help="another working tree of imgcrawl")
    parser.add_argument("--img2dataset-python", default=sys.executable, help="interpreter that has img2dataset")
    parser.add_argument("--work", type=Path, default=in_memory() / "imgcrawl-benchmark")
    parser.add_argument("--json", type=Path, help="write every single measurement there")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    chosen = options()
    pictures = PICTURES / f"pictures-{chosen.bytes}"
    make_pictures(pictures, chosen.images, chosen.bytes)
    commands = {name: CONTESTANTS[name] for name in chosen.peers.split(",") if name}
    if "img2dataset" in commands:
        commands["img2dataset"] = partial(img2dataset, python=chosen.img2dataset_python)
    trees = dict.fromkeys(commands, PROJECT)
    for tree in chosen.compare:
        commands[str(tree)], trees[str(tree)] = imgcrawl, tree.absolute()
    measured: dict[str, list[Usage]] = defaultdict(list)
    chosen.work.mkdir(parents=True, exist_ok=True)
    source = chosen.work / "urls.txt"
    with running_origin(pictures, chosen.hosts) as origin:
        origin.write_list(source, chosen.images)
        for turn in range(chosen.repeats):
            for name, command in commands.items():
                usage, stored = _measure(command(source, _fresh(chosen.work / "out")), trees[name], chosen.work)
                print(f"{turn + 1} {name}: {usage.cpu_s:.1f} CPU s, {usage.wall_s:.1f} s", file=sys.stderr)
                if stored != chosen.images or usage.exit_status:
                    print(f"{name} stored {stored} images, see {chosen.work / 'log'}", file=sys.stderr)
                measured[name].append(usage)
    _print_table(measured, chosen.images)
    if chosen.json:
        rows = {name: [(u.cpu_s, u.wall_s, u.peak_rss_bytes) for u in usages] for name, usages in measured.items()}
        chosen.json.write_text(json.dumps(rows))


def _measure(command: list[str], tree: Path, work: Path) -> tuple[Usage, int]:
    env = os.environ | {"PYTHONPATH": str(tree), "NO_ALBUMENTATIONS_UPDATE": "1"}
    usage = watch(command, cwd=tree if "crawl" in command else work, env=env, log=work / "log").usage
    images = (path for path in (work / "out").rglob("*") if path.is_file() and path.suffix in {"", ".jpg"})
    return usage, sum(1 for _ in images)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _print_table(measured: dict[str, list[Usage]], images: int) -> None:
    print("| client | CPU s per 1,000 images | lowest-highest | wall s | images/s | peak RSS MB |")
    print("|---|---|---|---|---|---|")
    for name, usages in measured.items():
        cpu = sorted(usage.cpu_s / images * 1000 for usage in usages)
        wall = median(usage.wall_s for usage in usages)
        rss = median(usage.peak_rss_bytes for usage in usages) / 1e6
        spread = f"{cpu[0]:.2f}-{cpu[-1]:.2f}"
        print(f"| {name} | {median(cpu):.2f} | {spread} | {wall:.1f} | {images / wall:.0f} | {rss:.0f} |")


if __name__ == "__main__":
    main()
