"""How many notices that are made anew are found out, and how many true pictures are taken for notices.

Each series of :mod:`benchmarks.alike` is served by a host of its own, file by file.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import defaultdict

from benchmarks.alike import corpus
from imgcrawl.pipelines.holding import PlaceholderWatch
from imgcrawl.validation.decode import ImageFacts, Limits, inspect_image

REPEATS = 3


async def refused(pictures: list[ImageFacts]) -> int:
    """Return how many of *pictures*, all of one host, are refused; those that would wait for others do."""
    watch = PlaceholderWatch(REPEATS, pending=lambda _host: len(pictures) + 1)
    judged = [
        asyncio.ensure_future(watch.is_placeholder("host", str(number), picture, patience_s=60))
        for number, picture in enumerate(pictures)
    ]
    for _ in range(3):
        await asyncio.sleep(0)
    watch.release()
    return sum(await asyncio.gather(*judged))


async def main() -> None:
    """Print, for each kind, how many files were refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="seeds for each series")
    parser.add_argument("--first-seed", type=int, default=0, help="the first of them")
    parser.add_argument("--length", type=int, default=6, help="files in a series")
    options = parser.parse_args()
    counts: defaultdict[tuple[bool, str], list[int]] = defaultdict(lambda: [0, 0])
    for series in corpus(rounds=options.rounds, length=options.length, first_seed=options.first_seed):
        facts = [inspect_image(file, limits=Limits()) for file in series.files]
        count = counts[not series.is_notice, series.kind]
        count[0] += await refused(facts)
        count[1] += len(facts)
    for truth, title in ((False, "notices refused"), (True, "true pictures refused")):
        chosen = {kind: count for (is_true, kind), count in counts.items() if is_true is truth}
        print(f"\n{title}: {sum(n for n, _ in chosen.values())} of {sum(n for _, n in chosen.values())}")
        for kind, (count, total) in chosen.items():
            print(f"  {count:5} of {total:5}  {kind}")


if __name__ == "__main__":
    asyncio.run(main())
