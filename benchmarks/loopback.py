"""A running origin, and lists of what it has."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import ProxyHandler, build_opener

from origin import host_address

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Loopback:
    """An origin with *hosts* addresses on *port*."""

    hosts: int
    port: int

    def url(self, host: int, path: str) -> str:
        """Return the URL of *path* on host number *host*."""
        return f"http://{host_address(host)}:{self.port}{path}"

    def counts(self) -> dict[str, Any]:
        """Return what the origin has seen since it was last asked."""
        opener = build_opener(ProxyHandler({}))
        with opener.open(self.url(0, "/counts")) as response:
            counts: dict[str, Any] = json.load(response)
        return counts

    def write_list(self, file: Path, images: int, *, by_host: bool = False, path: str = "/i/{}.jpg") -> None:
        """Write *images* URLs to *file*: from host to host in turn, or one host after the other; *path* is numbered."""
        hosts = sorted(number % self.hosts for number in range(images)) if by_host else range(images)
        urls = (self.url(host % self.hosts, path.format(number)) for number, host in enumerate(hosts))
        file.write_text("\n".join(urls) + "\n")


@contextmanager
def running_origin(pictures: Path, hosts: int, latency_s: float = 0.0) -> Iterator[Loopback]:
    """Run an origin as a process of its own for the time of the block."""
    program = [sys.executable, str(Path(__file__).parent / "origin.py"), str(pictures)]
    arguments = ["--hosts", str(hosts), "--latency", str(latency_s)]
    with subprocess.Popen([*program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        try:
            yield Loopback(hosts, int(process.stdout.readline()))
        finally:
            process.stdin.close()
