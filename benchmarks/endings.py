"""How runs end: many small crawls of labs full of faults, each with a seed of its own.

Of each run: how long it took, how long its last hundredth took, and what the last row was. A run that takes longer than
a bound is ended and counted as hanging.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from statistics import median

from contestants import add_tree_option, environment, imgcrawl
from places import working_folder

sys.path.insert(0, str(Path(__file__).parent.parent))  # the project is not installed
from imgcrawl.catalogue import open_catalogue
from imgcrawl.lab.running import running_lab


@dataclass(slots=True)
class Ending:
    """A run's end: *tail_s* passed between the end of all but a hundredth of the rows and that of the last."""

    seed: int
    wall_s: float
    status: int | None
    rows: int
    tail_s: float
    last: str


def main() -> None:
    """Run the crawls and print what their ends were like."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--bound", type=float, default=600.0, help="seconds")
    add_tree_option(parser)
    options = parser.parse_args()
    seeds = count(1)
    with working_folder("endings") as work, ThreadPoolExecutor(options.at_once) as pool:

        def run_next(_: int) -> Ending:
            ending = _run(work, next(seeds), options)
            print(ending, flush=True)
            return ending

        _summarise(list(pool.map(run_next, range(options.runs))), options.rows)


def _run(work: Path, seed: int, options: argparse.Namespace) -> Ending:
    folder = work / str(seed)
    with running_lab(rows=options.rows, out=folder / "lab", seed=seed) as lab:
        command = imgcrawl(lab.source, folder / "data")
        command += [part for pair in lab.settings.items() for part in ("-s", "=".join(pair))]
        began = time.monotonic()
        try:
            status: int | None = subprocess.run(
                command,
                cwd=options.tree,
                env=environment(options.tree),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=options.bound,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            status = None
        wall_s = time.monotonic() - began
    return Ending(seed, round(wall_s, 1), status, *_outcomes(folder / "data"))


def _outcomes(data: Path) -> tuple[int, float, str]:
    """Return the number of outcomes, how long the last hundredth of them took, and what the last one was."""
    catalogue = open_catalogue("", data_dir=str(data), lock_timeout_s=10, create=False)
    try:
        ended = sorted(
            (datetime.fromisoformat(outcome.finished_at or ""), f"{outcome.error or 'ok'} {outcome.url}")
            for outcome in catalogue.iter_outcomes(catalogue.find_run(""))
        )
    finally:
        catalogue.close()
    before_last = ended[-1 - max(1, len(ended) // 100)]
    return len(ended), round((ended[-1][0] - before_last[0]).total_seconds(), 1), ended[-1][1]


def _summarise(endings: list[Ending], rows: int) -> None:
    walls, tails = sorted(ending.wall_s for ending in endings), sorted(ending.tail_s for ending in endings)
    hanging = [ending.seed for ending in endings if ending.status is None]
    failed = [ending.seed for ending in endings if ending.status not in (0, None)]
    short = [ending.seed for ending in endings if ending.rows < rows]
    print(f"{len(endings)} runs, hanging {hanging}, with another status than 0 {failed}, with too few rows {short}")
    for name, values in (("wall s", walls), ("last hundredth s", tails)):
        nine = values[int(len(values) * 0.9)]
        print(f"{name}: least {values[0]}, median {median(values)}, nine of ten {nine}, most {values[-1]}")
    print("last rows:", Counter(ending.last.split(" ")[0] for ending in endings).most_common())


if __name__ == "__main__":
    sys.exit(main())
