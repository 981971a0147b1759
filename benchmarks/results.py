"""What was measured, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_PACKAGES = ("scrapy", "curl_cffi", "uvloop", "aiohttp", "requests", "pillow")
_TITLES = (
    "client",
    "CPU s per 1,000 images",
    "lowest-highest",
    "images per CPU s, {reference} against it",
    "lowest-highest",
    "wall s",
    "images/s",
    "peak RSS MB",
    "connections",
    "stored",
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of one *client* in one *round*; *stored* images, and what the origin has seen of it.

    *cpu_s* is user and system time of all processes of the client, from its start to its end; *peak_rss_bytes* is
    summed over them.
    """

    client: str
    round: int
    cpu_s: float
    wall_s: float
    peak_rss_bytes: int
    stored: int
    requests: int
    connections: int
    exit_status: int

    @property
    def cpu_ms(self) -> float:
        """Processor time for each image, in ms, which is seconds for 1,000."""
        return self.cpu_s / max(self.stored, 1) * 1000


@dataclass(frozen=True, slots=True)
class Results:
    """All measurements of one command, under its *conditions*; the first client is what others are compared with."""

    conditions: dict[str, Any]
    measured: list[Measurement]

    def table(self) -> str:
        """Return medians in Markdown.

        The comparison is the median over the rounds of the ratio within a round, whose two runs met the same machine.
        """
        by_client: dict[str, list[Measurement]] = {}
        for one in self.measured:
            by_client.setdefault(one.client, []).append(one)
        name, reference = next(iter(by_client.items()))
        titles = [title.format(reference=name) for title in _TITLES]
        rows = [_row(client, own, reference) for client, own in by_client.items()]
        return "".join(f"| {' | '.join(row)} |\n" for row in [titles, ["---"] * len(titles), *rows])

    def write_json(self, file: Path) -> None:
        """Write the conditions and every single measurement to *file*."""
        content = {"conditions": self.conditions, "measured": [asdict(one) for one in self.measured]}
        file.write_text(json.dumps(content, indent=1, default=str) + "\n")


def _row(client: str, own: list[Measurement], reference: list[Measurement]) -> list[str]:
    ratios = [one.cpu_ms / other.cpu_ms for one, other in zip(own, reference, strict=True)]
    wall_s = _middle(own, lambda one: one.wall_s)
    return [
        client,
        f"{_middle(own, lambda one: one.cpu_ms):.2f}",
        spread(one.cpu_ms for one in own),
        f"{median(ratios):.2f}",
        spread(ratios),
        f"{wall_s:.1f}",
        f"{_middle(own, lambda one: one.stored) / wall_s:.0f}",
        f"{_middle(own, lambda one: one.peak_rss_bytes / 1e6):.0f}",
        f"{_middle(own, lambda one: one.connections):.0f}",
        f"{_middle(own, lambda one: one.stored):.0f}",
    ]


def _middle(measured: list[Measurement], value: Callable[[Measurement], float]) -> float:
    return median(map(value, measured))


def spread(values: Iterable[float]) -> str:
    """Return the lowest and the highest of *values*."""
    ordered = sorted(values)
    return f"{ordered[0]:.2f}-{ordered[-1]:.2f}"


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the client."""
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "versions": {package: version(package) for package in _PACKAGES},
    }
