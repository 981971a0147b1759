"""Values over time as a picture, one curve below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 640, 90, 60, 24, 50


@dataclass(frozen=True, slots=True)
class Curve:
    """*values* at *times* in seconds; *title* names them and their unit."""

    title: str
    times: Sequence[float]
    values: Sequence[float]


def draw(curves: Sequence[Curve]) -> str:
    """Return *curves* as SVG, each on a scale of its own that begins at 0."""
    height = len(curves) * (_HEIGHT + _GAP) + _TOP
    parts = [_panel(curve, _TOP + number * (_HEIGHT + _GAP)) for number, curve in enumerate(curves)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 20} {height}"'
    style = 'font-family="sans-serif" font-size="12" fill="#444"'
    return f'{head} {style}>\n<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"


def _panel(curve: Curve, top: float) -> str:
    most, last = max(curve.values, default=0) or 1, max(curve.times, default=0) or 1
    points = " ".join(
        f"{_LEFT + _WIDTH * at / last:.1f},{top + _HEIGHT * (1 - value / most):.1f}"
        for at, value in zip(curve.times, curve.values, strict=True)
    )
    bottom = top + _HEIGHT
    return "\n".join(
        [
            f'<text x="{_LEFT}" y="{top - 6}">{escape(curve.title)}</text>',
            f'<path d="M{_LEFT} {top}V{bottom}H{_LEFT + _WIDTH}" fill="none" stroke="#999"/>',
            f'<polyline points="{points}" fill="none" stroke="#06c" stroke-width="1.5"/>',
            f'<text x="{_LEFT - 6}" y="{top + 8}" text-anchor="end">{most:,.0f}</text>',
            f'<text x="{_LEFT - 6}" y="{bottom}" text-anchor="end">0</text>',
            f'<text x="{_LEFT + _WIDTH}" y="{bottom + 14}" text-anchor="end">{last:,.0f} s</text>',
        ]
    )
