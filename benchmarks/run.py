"""Measures imgcrawl and its peers side by side on one list of pictures, over loopback.

``python benchmarks/run.py`` prints a table of medians. The clients run in turn, every second round in the order of the
one before it reversed, so that the machine's moods, and what one client leaves to the next, meet all alike; they are
compared within a round, and the first of ``--peers`` with every other.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from functools import partial
from math import inf
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from contestants import CONTESTANTS, PROJECT, clients_called, environment, imgcrawl
from measure import watch
from nginx import Nginx, running_nginx
from pictures import make_pictures
from places import PICTURES, working_folder
from results import Measurement, Results, machine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from contestants import Command


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=10_000, help="pictures of 20 KB")
    parser.add_argument("--large", type=int, default=2_000, help="pictures of 100 KB, spread among them")
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--latency", type=float, nargs=2, default=(0.0, 0.0), metavar=("LEAST", "MOST"), help="seconds")
    parser.add_argument("--silent", type=float, default=0.0, help="share of the hosts that never answer")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", default=",".join(CONTESTANTS), help="comma-separated")
    parser.add_argument("--compare", type=Path, action="append", default=[], help="another working tree of imgcrawl")
    parser.add_argument("--json", type=Path, help="write every single measurement there")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    chosen = options()
    peers = clients_called(chosen.peers)
    pictures = PICTURES / "pictures"
    make_pictures(pictures / "i", chosen.images, 20_000)
    make_pictures(pictures / "large", chosen.large, 100_000)
    began = machine()
    pauses_s = _pauses_s(chosen.hosts, chosen.latency, chosen.silent)
    with working_folder("benchmark") as work, running_nginx(pictures, pauses_s) as origin:
        urls = [origin.url(number % chosen.hosts, path) for number, path in enumerate(_paths(chosen))]
        (work / "urls.txt").write_text("\n".join(urls) + "\n")
        can_be_had = sum(pauses_s[number % chosen.hosts] < inf for number in range(len(urls)))
        measured = _rounds(chosen, peers, origin, work, can_be_had)
    results = Results({"options": vars(chosen), "began": began, "ended": machine()}, measured)
    print(results.table())
    if chosen.json:
        results.write_json(chosen.json)


def _pauses_s(hosts: int, latency_s: tuple[float, float], silent: float) -> list[float]:
    """Return how long each host takes to answer: always the same hosts for the same arguments."""
    rng = Random(hosts)
    pauses_s = [rng.uniform(*latency_s) for _ in range(hosts)]
    for host in rng.sample(range(hosts), round(hosts * silent)):
        pauses_s[host] = inf
    return pauses_s


def _paths(chosen: argparse.Namespace) -> list[str]:
    paths = [f"/i/{number}.jpg" for number in range(chosen.images)]
    paths += [f"/large/{number}.jpg" for number in range(chosen.large)]
    Random(len(paths)).shuffle(paths)
    return paths


def _rounds(
    chosen: argparse.Namespace, peers: list[str], origin: Nginx, work: Path, can_be_had: int
) -> list[Measurement]:
    clients: dict[str, Callable[..., Measurement]] = {}
    for name in peers:
        clients[name] = partial(_measure, CONTESTANTS[name], PROJECT, origin, work)
    for tree in chosen.compare:
        clients[str(tree)] = partial(_measure, imgcrawl, tree.absolute(), origin, work)
    measured: list[Measurement] = []
    for turn in range(chosen.repeats):
        for name in _order(clients, turn):
            one = clients[name](name=name, turn=turn)
            measured.append(one)
            print(f"{turn + 1} {name}: {one.cpu_s:.1f} CPU s, {one.wall_s:.1f} s", file=sys.stderr)
            if one.stored != can_be_had or one.exit_status:
                log = shutil.copy(work / "log", tempfile.gettempdir())
                print(f"stored {one.stored} of {can_be_had}, exit status {one.exit_status}: {log}", file=sys.stderr)
    return sorted(measured, key=lambda one: (list(clients).index(one.client), one.round))


def _order(names: Iterable[str], turn: int) -> list[str]:
    order = list(names)
    Random(turn // 2).shuffle(order)
    return order[::-1] if turn % 2 else order


def _measure(
    command: Callable[[Path, Path], Command], tree: Path, origin: Nginx, work: Path, *, name: str, turn: int
) -> Measurement:
    """Let the client fetch the list into an empty folder."""
    shutil.rmtree(work / "out", ignore_errors=True)
    (work / "out").mkdir()
    origin.seen()
    line = command(work / "urls.txt", work / "out")
    usage = watch(line, cwd=tree if "crawl" in line else work, env=_environment(tree), log=work / "log").usage
    stored = sum(1 for path in (work / "out").rglob("*.jpg") if path.is_file())
    used = usage.cpu_s, usage.wall_s, usage.peak_rss_bytes
    return Measurement(name, turn, *used, stored, *origin.seen(), usage.exit_status)


def _environment(tree: Path) -> dict[str, str]:
    """Return this environment without proxies; img2dataset's packages are kept from asking the internet."""
    own = {name: value for name, value in environment(tree).items() if not name.lower().endswith("_proxy")}
    return own | {"NO_ALBUMENTATIONS_UPDATE": "1", "WANDB_MODE": "disabled"}


if __name__ == "__main__":
    main()
