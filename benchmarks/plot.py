"""Lines over time, as an SVG file."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_WIDTH, _PANEL, _LEFT, _TOP, _GAP = 720, 150, 60, 24, 46
_TICKS = 4
_POINTS = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity, drawn from 0 in a panel of its own; *name* with its unit."""

    name: str
    values: Sequence[float]


def write_plot(file: Path, times: Sequence[float], lines: Sequence[Line]) -> None:
    """Draw *lines* over *times* (seconds), one below the other, into *file*."""
    height = _TOP + len(lines) * (_PANEL + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}">',
        "<style>text { font: 11px sans-serif; fill: #444 }</style>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for number, line in enumerate(lines):
        parts += _panel(_TOP + number * (_PANEL + _GAP), times, line)
    file.write_text("\n".join([*parts, "</svg>"]) + "\n")


def _panel(top: int, times: Sequence[float], line: Line) -> list[str]:
    most, last = _round_up(max(line.values)), times[-1]
    right, bottom = _WIDTH - 12, top + _PANEL
    across, up = (right - _LEFT) / last, _PANEL / most
    drawn = list(zip(times, line.values, strict=True))[:: math.ceil(len(times) / _POINTS)]
    points = " ".join(f"{_LEFT + t * across:.1f},{bottom - v * up:.1f}" for t, v in drawn)
    parts = [f'<text x="{_LEFT}" y="{top - 7}" font-weight="bold">{line.name}</text>']
    for tick in range(_TICKS + 1):
        y, x = bottom - _PANEL * tick / _TICKS, _LEFT + (right - _LEFT) * tick / _TICKS
        parts += [
            f'<path d="M{_LEFT} {y:.1f}H{right}" stroke="#ddd"/>',
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{most * tick / _TICKS:g}</text>',
            f'<text x="{x:.1f}" y="{bottom + 15}" text-anchor="middle">{last * tick / _TICKS:.0f} s</text>',
        ]
    return [*parts, f'<polyline points="{points}" fill="none" stroke="#1f6fb2" stroke-width="1.3"/>']


def _round_up(value: float) -> float:
    """Return the next larger of 1, 2, 4 or 8 times a power of ten."""
    scale = 10 ** math.floor(math.log10(max(value, 1e-9)))
    return next(factor * scale for factor in (1, 2, 4, 8, 10) if factor * scale >= value)
