"""Durations in the words of a person."""

from __future__ import annotations

from typing import Final

DAY_S: Final = 86_400


def in_words(seconds: float) -> str:
    """Return *seconds* as a person says it: ``45 s``, ``12 min``, ``3 h 05 min``, ``more than a day``."""
    if seconds > DAY_S:
        return "more than a day"
    if seconds < 90:  # below that minutes are too coarse
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
