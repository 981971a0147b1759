"""How many notices are found out, and how many true pictures are taken for notices.

Each series of :mod:`benchmarks.alike` is served by a host of its own, file by file.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the project is not installed
from benchmarks.alike import Series, corpus
from imgcrawl.pipelines.judging.holding import PlaceholderWatch
from imgcrawl.records import Passed
from imgcrawl.validation.blanks import is_unwanted_blank
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import InvalidImage, Limits

REPEATS = 3


async def refused(series: Series) -> int:
    """Return how many of the files of *series* are refused; those that would wait for others do."""
    withdrawn: set[Passed] = set()
    watch = PlaceholderWatch(REPEATS, pending=lambda _host: len(series.files) + 1, withdraw=withdrawn.update)
    judged = [
        asyncio.ensure_future(_is_refused(watch, number, url, file))
        for number, (url, file) in enumerate(zip(series.urls, series.files, strict=True))
    ]
    for _ in range(3):
        await asyncio.sleep(0)
    watch.release()
    verdicts = await asyncio.gather(*judged)
    return sum(
        verdict or any(passed.url_key == number for passed in withdrawn) for number, verdict in enumerate(verdicts)
    )


async def _is_refused(watch: PlaceholderWatch, number: int, url: str, file: bytes) -> bool:
    try:
        facts = inspect_image(file, limits=Limits())
    except InvalidImage:
        return True
    if is_unwanted_blank(url, facts):
        return True
    return await watch.is_placeholder(
        watch.sighting("host", facts), url, patience_s=60, passed=Passed(number, facts.sha256)
    )


async def main() -> None:
    """Print, for each kind, how many files were refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="seeds for each series")
    parser.add_argument("--first-seed", type=int, default=0, help="the first of them")
    parser.add_argument("--length", type=int, default=6, help="files in a series")
    options = parser.parse_args()
    counts: defaultdict[tuple[bool, str], list[int]] = defaultdict(lambda: [0, 0])
    for series in corpus(rounds=options.rounds, length=options.length, first_seed=options.first_seed):
        count = counts[not series.is_notice, series.kind]
        count[0] += await refused(series)
        count[1] += len(series.files)
    for truth, title in ((False, "notices refused"), (True, "true pictures refused")):
        chosen = {kind: count for (is_true, kind), count in counts.items() if is_true is truth}
        print(f"\n{title}: {sum(n for n, _ in chosen.values())} of {sum(n for _, n in chosen.values())}")
        for kind, (count, total) in chosen.items():
            print(f"  {count:5} of {total:5}  {kind}")


if __name__ == "__main__":
    asyncio.run(main())
