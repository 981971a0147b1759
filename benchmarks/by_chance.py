"""How long a host takes that fails for a share of all requests, whoever asks for whatever, at any pace.

So fails a server of several behind one name that is out of order, or one that others keep busy. All hosts are asked in
one crawl, side by side.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from contestants import add_tree_option, environment, imgcrawl
from pictures import small_pictures
from places import in_memory
from scripted import Headers, Scripted

HOSTS = {"s0": (0, 0.0), "s1": (503, 0.05), "s2": (503, 0.1), "s3": (503, 0.33), "s4": (429, 0.05), "s5": (500, 0.05)}
HOSTS |= {"s6": (502, 0.33)}
_LATENCY_S = 0.2


def main() -> None:
    """Crawl, and print what became of the rows of each host."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--urls", type=int, default=300, help="URLs of each host")
    parser.add_argument("--minutes", type=float, default=15.0, help="after which the crawl is stopped")
    add_tree_option(parser)
    chosen = parser.parse_args()
    pictures, dice = small_pictures(chosen.urls), Random(1)

    def answer(host: str, path: str, _headers: Headers) -> bytes:
        status, share = HOSTS[host.partition(".")[0]]
        if dice.random() < share:
            return f"HTTP/1.1 {status} No\r\nContent-Length: 2\r\n\r\nno".encode()
        file = pictures / path.rpartition("/")[2]
        if not file.exists():
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"
        body = file.read_bytes()
        return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    origin = Scripted(answer, latency_s=_LATENCY_S)
    with tempfile.TemporaryDirectory(prefix="imgcrawl-by-chance-", dir=in_memory()) as work:
        outcomes = _crawl(Path(work), origin.port, chosen)
    print("| answer | share | rows at an end | images | requests a row | s |\n|---|---|---|---|---|---|")
    for host, (status, share) in HOSTS.items():
        own = [outcome for outcome in outcomes if f"//{host}." in outcome["url"]]
        began, ended = (
            [datetime.fromisoformat(outcome[when]) for outcome in own] for when in ("started_at", "finished_at")
        )
        took_s = (max(ended) - min(began)).total_seconds() if own else 0.0
        requests = sum(outcome["attempts"] for outcome in own) / max(1, len(own))
        images = sum(outcome["ok"] for outcome in own)
        print(f"| {status or 'none'} | {share:.0%} | {len(own)} | {images} | {requests:.2f} | {took_s:.0f} |")


def _crawl(work: Path, port: int, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    rows = [f"http://{host}.test:{port}/photos/{n}.jpg" for n in range(chosen.urls) for host in HOSTS]
    (work / "urls.txt").write_text("\n".join(rows) + "\n")
    names = json.dumps({"*.test": "127.0.0.1"})
    command = imgcrawl(work / "urls.txt", work / "data", f"IMGCRAWL_DNS_OVERRIDES={names}")
    command += ["-s", f"CLOSESPIDER_TIMEOUT={chosen.minutes * 60:.0f}", "-O", str(work / "out.jsonl")]
    env, nowhere = environment(chosen.tree), subprocess.DEVNULL
    subprocess.run(command, cwd=chosen.tree, env=env, check=False, stdout=nowhere, stderr=nowhere)  # it may be stopped
    return [json.loads(line) for line in (work / "out.jsonl").read_text().splitlines()]


if __name__ == "__main__":
    main()
