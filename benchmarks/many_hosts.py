"""Memory, descriptors and connections of a run over thousands of hosts that speak HTTP/2 over TLS.

Needs nginx and trustme: every host is on one port, with a certificate made for the purpose.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import time
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING

import trustme
from contestants import add_tree_option, environment, imgcrawl
from measure import watch
from pictures import small_pictures
from places import working_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from measure import Sample

_SUFFIX = "many.test"
_SHOWN_EVERY_S = 5
_CONFIGURATION = """
daemon off; user root; worker_processes 1; worker_rlimit_nofile 20000; pid {work}/pid; error_log {work}/error.log;
events {{ worker_connections 10000; }}
http {{
    access_log off; keepalive_timeout 600s; keepalive_requests 1000000; types {{ image/jpeg jpg; }}
    server {{
        listen 127.0.0.1:{port} ssl http2 backlog=4096;
        ssl_certificate {work}/leaf.pem; ssl_certificate_key {work}/leaf.pem;
        location /i/ {{ alias {pictures}/; }}
    }}
}}
"""


def main() -> None:
    """Run a list over the hosts and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=3_000)
    parser.add_argument("--images", type=int, default=9_000)
    add_tree_option(parser)
    options = parser.parse_args()
    pictures = small_pictures(options.images)
    with working_folder("many") as work, _nginx(work, pictures) as port:
        urls = (f"https://h{n % options.hosts}.{_SUFFIX}:{port}/i/{n}.jpg" for n in range(options.images))
        (work / "urls.txt").write_text("\n".join(urls) + "\n")
        _run(work, options.tree)


def _run(work: Path, tree: Path) -> None:
    command = imgcrawl(work / "urls.txt", work / "out")
    command += [
        "-s",
        f"IMGCRAWL_TLS_CA_FILE={work}/ca.pem",
        "-s",
        f'IMGCRAWL_DNS_OVERRIDES={{"*.{_SUFFIX}":"127.0.0.1"}}',
    ]
    print("seconds, MB in the crawling process, open files")
    env = environment(tree)
    watched = watch(command, cwd=tree, env=env, log=work / "log", every_s=0.5, on_sample=_show)
    memory = [sample.main_rss_bytes / 1e6 for sample in watched.samples]
    files = [sample.descriptors for sample in watched.samples]
    print((work / "log").read_text()[-300:])
    print("| wall s | CPU s | MB, median and most | open files, median and most |\n|---|---|---|---|")
    print(
        f"| {watched.usage.wall_s:.1f} | {watched.usage.cpu_s:.1f} | {median(memory):.0f}, {max(memory):.0f} | "
        f"{median(files):.0f}, {max(files)} |"
    )


def _show(sample: Sample) -> None:
    if sample.at_s % _SHOWN_EVERY_S < 0.5:
        print(f"{sample.at_s:.0f} {sample.main_rss_bytes / 1e6:.0f} {sample.descriptors}", flush=True)


@contextmanager
def _nginx(work: Path, pictures: Path) -> Iterator[int]:
    """Run nginx for the time of the block; yield its port."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(work / "ca.pem")
    authority.issue_cert(f"*.{_SUFFIX}").private_key_and_cert_chain_pem.write_to_path(work / "leaf.pem")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    (work / "nginx.conf").write_text(_CONFIGURATION.format(work=work, port=port, pictures=pictures))
    with subprocess.Popen(["nginx", "-p", str(work), "-c", str(work / "nginx.conf")]) as process:
        try:
            _await(port)
            yield port
        finally:
            process.terminate()


def _await(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("nginx does not start")


if __name__ == "__main__":
    main()
