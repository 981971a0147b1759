"""Speed on a list that goes from host to host in turn, and on the same list sorted by host.

Nothing is transferred (see ``stub.py``): every row is a 404 that takes some time to come.
"""

from __future__ import annotations

import argparse
import random

from contestants import HERE, add_tree_option, environment, imgcrawl
from measure import watch
from places import working_folder
from stub import options as stub_options


def main() -> None:
    """Run both lists and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds")
    parser.add_argument("--queued", type=int, default=20_000, help="rows in memory; fewer make a small model")
    add_tree_option(parser)
    options = parser.parse_args()
    env = environment(options.tree, HERE)
    urls = [
        f"http://host-{number * options.hosts // options.rows}.test/gone/{number}.jpg" for number in range(options.rows)
    ]
    shuffled = random.Random(1).sample(urls, len(urls))
    print("| list | wall s | rows/s | CPU s | peak MB |\n|---|---|---|---|---|")
    with working_folder("by-host") as work:
        for name, lines in (("shuffled", shuffled), ("by host", urls)):
            (work / "urls.txt").write_text("\n".join(lines) + "\n")
            command = [*imgcrawl(work / "urls.txt", work / name), *stub_options(work, options.latency)]
            command += ["-s", f"IMGCRAWL_SCHEDULER_MAX_QUEUED={options.queued}"]
            watched = watch(command, cwd=options.tree, env=env, log=work / "log")
            usage, memory = watched.usage, max(sample.main_rss_bytes for sample in watched.samples)
            speed = options.rows / usage.wall_s
            print(f"| {name} | {usage.wall_s:.1f} | {speed:.0f} | {usage.cpu_s:.1f} | {memory / 1e6:.0f} |", flush=True)


if __name__ == "__main__":
    main()
