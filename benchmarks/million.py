"""Memory, cost and speed of imgcrawl over a very long list of very many hosts, then resumption, report and export.

Nothing is transferred (see ``stub.py``): one row in a hundred is a picture, the others are 404s. A short list is run
first, for the cost of a row at the beginning. With ``--made`` no list is crawled: its outcomes are written at once.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from contestants import HERE, add_tree_option, environment, imgcrawl
from measure import watch
from pictures import small_pictures
from places import working_folder
from plot import Line, write_plot
from stub import options as stub_options

sys.path.insert(0, str(Path(__file__).parent.parent))  # the project is not installed
from imgcrawl.catalogue import open_catalogue
from imgcrawl.catalogue.runs import run_name
from imgcrawl.errors import ErrorSlug
from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.outcomes import fail, utc_now

if TYPE_CHECKING:
    from measure import Sample, Watched

_PICTURES = 1000
_SHOWN_EVERY = 30
_BATCH = 1000


def main() -> None:
    """Run the lists and the commands, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--short", type=int, default=10_000)
    parser.add_argument("--hosts", type=int, default=100_000)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds")
    add_tree_option(parser)
    parser.add_argument("--made", action="store_true", help="only resumption, report and export")
    parser.add_argument("--plot", type=Path, help="SVG file for memory and rows over time")
    options = parser.parse_args()
    pictures = small_pictures(_PICTURES)
    with working_folder("million") as work:
        bench = _Bench(options.tree, work, stub_options(pictures, options.latency))
        if options.made:
            _make_outcomes(_write_list(work / "long.txt", options.rows, options.hosts), work / "long")
        else:
            short = bench.crawl(options.short, options.hosts, "short")
            rest = bench.crawl(options.rows, options.hosts, "long")
            per_row = [usage.cpu_s / rows * 1e3 for usage, rows in ((short, options.short), (rest, options.rows))]
            print(f"CPU ms a row: {per_row[0]:.3f} on the short list, {per_row[1]:.3f} on the long one")
        if options.plot and not options.made:
            bench.write_plot(options.plot)
        bench.command("again, nothing to do", *imgcrawl(work / "long.txt", work / "long"), *bench.stub)
        place = ("-s", f"IMGCRAWL_DATA_DIR={work / 'long'}")
        bench.command("report", sys.executable, "-m", "scrapy", "report", *place)
        bench.command("export", sys.executable, "-m", "scrapy", "export", str(work / "out.jsonl"), *place)


class _Bench:
    """Runs commands in *work* and keeps the samples of the last crawl."""

    def __init__(self, tree: Path, work: Path, stub: list[str]) -> None:
        self.stub = stub
        self._tree = tree
        self._work = work
        self._env = environment(tree, HERE)
        self._samples: list[tuple[Sample, int]] = []

    def crawl(self, rows: int, hosts: int, name: str) -> Watched:
        """Crawl a list of *rows* and return what it cost."""
        _write_list(self._work / f"{name}.txt", rows, hosts)
        command = [*imgcrawl(self._work / f"{name}.txt", self._work / name), *self.stub]
        self._samples.clear()
        return self.command(f"{rows} rows", *command, "-s", "IMGCRAWL_PROGRESS_SECONDS=1").usage

    def command(self, title: str, *command: str) -> Watched:
        """Run *command* and print what it cost."""
        log = self._work / "log"
        watched = watch(command, cwd=self._tree, env=self._env, log=log, every_s=1.0, on_sample=self._note)
        usage = watched.usage
        memory = f"peak {max(s.main_rss_bytes for s in watched.samples) / 1e6:.0f} MB in the first process"
        print(f"{title}: {usage.wall_s:.1f} s, {usage.cpu_s:.1f} CPU s, {memory}, exit {usage.exit_status}", flush=True)
        print("   ", log.read_text()[-150:].strip().splitlines()[-1:], flush=True)
        return watched

    def _note(self, sample: Sample) -> None:
        rows = _rows_done(self._work / "log")
        self._samples.append((sample, rows))
        if round(sample.at_s) % _SHOWN_EVERY == 0:
            print(f"    {sample.at_s:.0f} s, {sample.main_rss_bytes / 1e6:.0f} MB, {rows} rows", flush=True)

    def write_plot(self, file: Path) -> None:
        """Draw memory and rows a second over time."""
        times = [sample.at_s for sample, _ in self._samples]
        memory = [sample.main_rss_bytes / 1e6 for sample, _ in self._samples]
        write_plot(file, times, [Line("crawling process, MB", memory), Line("rows a second", self._speed(times))])

    def _speed(self, times: list[float], over: int = 10) -> list[float]:
        """Return the speed at each sample, over the last *over* samples."""
        speed = []
        for number, (at, (_, rows)) in enumerate(zip(times, self._samples, strict=True)):
            before = max(0, number - over)
            speed.append((rows - self._samples[before][1]) / max(1.0, at - times[before]))
        return speed


def _make_outcomes(source: Path, folder: Path) -> None:
    """Write an outcome for each line of *source*, as a crawl into *folder* would have had it."""
    catalogue = open_catalogue("", data_dir=str(folder), lock_timeout_s=10)
    run = catalogue.begin_run(run_name(str(source)), source=str(source), strategy="adaptive")
    with source.open() as lines:
        numbered = enumerate(line.strip() for line in lines)
        while batch := [_gone(number, url) for number, url in islice(numbered, _BATCH)]:
            catalogue.write(run, batch)
    catalogue.end_run(run, "finished")
    catalogue.close()


def _gone(number: int, url: str) -> Outcome:
    outcome = Outcome(
        str(number), url, final_url=url, status=404, attempts=1, started_at=utc_now(), finished_at=utc_now()
    )
    fail(outcome, ErrorSlug.HTTP_404)
    attempt = {"n": 1, "remedy": None, "status": 404, "error": "http_404", "ms": 50.1, "waited_ms": 0.0}
    outcome.trail = [attempt | {"variant": "default"}]
    return outcome


def _write_list(file: Path, rows: int, hosts: int) -> Path:
    rng = random.Random(rows)
    with file.open("w") as lines:
        for number in range(rows):
            path = f"/i/{number // 100 % _PICTURES}.jpg?{number}" if number % 100 == 0 else f"/gone/{number}.jpg"
            lines.write(f"http://host-{rng.randrange(hosts)}.test{path}\n")
    return file


def _rows_done(log: Path) -> int:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 400))
        counts = re.findall(rb"([\d,]+) rows, ", file.read())
    return int(counts[-1].replace(b",", b"")) if counts else 0


if __name__ == "__main__":
    main()
