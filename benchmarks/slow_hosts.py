"""Requests in flight, connections and open files of imgcrawl on many hosts that answer slowly.

The list comes twice: from host to host in turn, and one host after the other.
"""

from __future__ import annotations

import argparse
from statistics import median

from contestants import add_tree_option, environment, imgcrawl
from loopback import running_origin
from measure import watch
from pictures import small_pictures
from places import working_folder


def main() -> None:
    """Run both lists and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--hosts", type=int, default=2_000)
    parser.add_argument("--latency", type=float, default=0.3, help="seconds")
    add_tree_option(parser)
    options = parser.parse_args()
    pictures = small_pictures(options.images)
    env = environment(options.tree)
    print("| list | wall s | CPU s | peak MB | most in flight | connections | most open | requests | open files |")
    print("|---|---|---|---|---|---|---|---|---|")
    with working_folder("slow") as work, running_origin(pictures, options.hosts, options.latency) as origin:
        for name, by_host in (("in turn", False), ("by host", True)):
            origin.write_list(work / "urls.txt", options.images, by_host=by_host)
            command = imgcrawl(work / "urls.txt", work / name)
            watched = watch(command, cwd=options.tree, env=env, log=work / "log")
            seen, usage = origin.counts(), watched.usage
            memory = max(sample.main_rss_bytes for sample in watched.samples)
            files = [sample.descriptors for sample in watched.samples]
            print(
                f"| {name} | {usage.wall_s:.1f} | {usage.cpu_s:.1f} | {memory / 1e6:.0f} | "
                f"{seen['in_flight_max']} | {seen['connections']} | {seen['open_max']} | {seen['requests']} | "
                f"{median(files):.0f}, {max(files)} |",
                flush=True,
            )
            print((work / "log").read_text()[-120:])


if __name__ == "__main__":
    main()
