"""Whether everything that could leak is flat in a long run through the lab with all its faults.

Samples the crawling process and what lies in its folders, holds the second quarter of the run against the last one,
examines the outcomes, and draws the samples (``--svg``).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from contestants import PROJECT, imgcrawl
from curves import Curve, draw
from measure import watch

if TYPE_CHECKING:
    from measure import Sample, Watched

_EVERY_S = 2.0
_SHOWN_EVERY = 15


@dataclass(frozen=True, slots=True)
class Moment:
    """What was seen at a time: of the crawling process, and how many files were on their way or temporary."""

    at_s: float
    memory_mb: float
    descriptors: int
    threads: int
    processes: int
    incoming: int
    temporary: int


def main() -> None:
    """Serve the lab, crawl it to the end, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--svg", type=Path, help="file for the picture")
    options = parser.parse_args()
    sys.path.insert(0, str(PROJECT))
    from imgcrawl.lab import running_lab  # noqa: PLC0415 - the project is not installed

    work = Path(tempfile.mkdtemp(prefix="imgcrawl-soak-"))
    try:
        with running_lab(rows=options.rows, seed=options.seed, out=work / "lab") as lab:
            soak = _Soak(work, lab.settings)
            watched = soak.run(lab.source)
            soak.show(watched)
            _check(work)
            if options.svg:
                _draw(soak.moments, options.svg)
    finally:
        shutil.rmtree(work)


class _Soak:
    def __init__(self, work: Path, settings: dict[str, str]) -> None:
        self.moments: list[Moment] = []
        self._work = work
        self._settings = settings
        # Temporary files of the crawl alone.
        self._temporary = work / "tmp"
        self._temporary.mkdir()

    def run(self, source: Path) -> Watched:
        command = imgcrawl(source, self._work / "data")
        for name, value in (self._settings | {"IMGCRAWL_CONTACT": "ops@example.org"}).items():
            command += ["-s", f"{name}={value}"]
        env = os.environ | {"PYTHONPATH": str(PROJECT), "TMPDIR": str(self._temporary)}
        print("seconds, MB, open files, threads, processes, files on their way, temporary files")
        log = self._work / "log"
        return watch(command, cwd=PROJECT, env=env, log=log, every_s=_EVERY_S, on_sample=self._note)

    def show(self, watched: Watched) -> None:
        """Print the end of the log, the quarters side by side, and what was left."""
        print((self._work / "log").read_text()[-200:])
        usage = watched.usage
        print(f"status {usage.exit_status}, {usage.wall_s:.0f} s, {usage.cpu_s:.0f} CPU s")
        quarter = len(self.moments) // 4
        print("| | second quarter, median and most | last quarter, median and most |\n|---|---|---|")
        for name in ("memory_mb", "descriptors", "threads", "processes", "incoming", "temporary"):
            parts = (self.moments[quarter : 2 * quarter], self.moments[3 * quarter : -1])
            values = [[getattr(moment, name) for moment in part] for part in parts]
            print(f"| {name} | " + " | ".join(f"{median(part):.0f}, {max(part):.0f}" for part in values) + " |")
        print(f"left: {_files(self._work / 'data' / 'incoming')} on their way, {_files(self._temporary)} temporary")

    def _note(self, sample: Sample) -> None:
        incoming, temporary = _files(self._work / "data" / "incoming"), _files(self._temporary)
        seen = (sample.descriptors, sample.threads, sample.processes, incoming, temporary)
        self.moments.append(Moment(sample.at_s, sample.main_rss_bytes / 1e6, *seen))
        if len(self.moments) % _SHOWN_EVERY == 0:
            print(f"{sample.at_s:.0f} {sample.main_rss_bytes / 1e6:.0f}", *seen, flush=True)


def _files(folder: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(folder))


def _check(work: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(PROJECT)}
    scrapy = [sys.executable, "-m", "scrapy"]
    export = [*scrapy, "export", str(work / "outcomes.jsonl"), "-s", f"IMGCRAWL_DATA_DIR={work / 'data'}"]
    subprocess.run(export, check=True, cwd=PROJECT, env=env)
    check = [*scrapy, "lab", "check", str(work / "outcomes.jsonl"), "--lab", str(work / "lab")]
    found = subprocess.run(check, check=False, cwd=PROJECT, env=env, stdout=subprocess.PIPE, text=True).stdout
    print("\n".join(found.splitlines()[-25:]))


def _draw(moments: list[Moment], file: Path) -> None:
    curves = {
        "memory of the crawling process, MB": "memory_mb",
        "open files": "descriptors",
        "files on their way": "incoming",
        "threads and processes": "threads",
    }
    times = [moment.at_s for moment in moments]
    file.write_text(draw([Curve(title, times, [getattr(m, name) for m in moments]) for title, name in curves.items()]))


if __name__ == "__main__":
    main()
