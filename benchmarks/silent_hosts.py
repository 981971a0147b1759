"""What hosts that accept connections and stay silent cost a run: wall time with them and without.

A fifth of the URLs is on silent hosts; the run without them has the other four fifths.
"""

from __future__ import annotations

import argparse
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

from contestants import add_tree_option, environment, imgcrawl
from loopback import running_origin
from measure import watch
from origin import host_address
from pictures import small_pictures
from places import working_folder

if TYPE_CHECKING:
    from loopback import Loopback

_BACKLOG = 1024


def main() -> None:
    """Run both lists and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--urls", type=int, default=10_000)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--latency", type=float, default=0.3, help="seconds that the other hosts take to answer")
    add_tree_option(parser)
    options = parser.parse_args()
    pictures = small_pictures(options.urls)
    env = environment(options.tree)
    silent = range(options.hosts - options.hosts // 5, options.hosts)
    print("| list | URLs | wall s | CPU s |\n|---|---|---|---|")
    with working_folder("silent") as work, ExitStack() as stack:
        origin = stack.enter_context(running_origin(pictures, silent.start, options.latency))
        for host in silent:
            stack.enter_context(_silence(host_address(host), origin.port))
        for name, hosts in (("without", silent.start), ("with silent hosts", options.hosts)):
            urls = _urls(origin, options.urls * hosts // options.hosts, hosts)
            (work / "urls.txt").write_text("\n".join(urls) + "\n")
            command = imgcrawl(work / "urls.txt", work / name)
            usage = watch(command, cwd=options.tree, env=env, log=work / "log").usage
            print(f"| {name} | {len(urls)} | {usage.wall_s:.1f} | {usage.cpu_s:.1f} |", flush=True)


def _urls(origin: Loopback, count: int, hosts: int) -> list[str]:
    return [origin.url(number % hosts, f"/i/{number}.jpg") for number in range(count)]


def _silence(address: str, port: int) -> socket.socket:
    """Return a socket that takes connections and never answers."""
    listener = socket.create_server((address, port), backlog=_BACKLOG)
    listener.setblocking(False)
    return listener


if __name__ == "__main__":
    main()
