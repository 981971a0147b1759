"""Shares in per cent, as a person reads them."""

from __future__ import annotations


def in_percent(share: float) -> str:
    """Return *share*, from 0 to 1, with one decimal: ``100.0%`` and ``0.0%`` say that it is all and nothing.

    What is a little less than all, or a little more than nothing, is ``99.9%`` and ``0.1%``.
    """
    written = round(share * 100, 1)
    if 0 < share < 1:
        written = min(99.9, max(0.1, written))
    return f"{written:.1f}%"
