"""Numbers on the command line: what an option may be is said in one way, whoever reads it."""

from __future__ import annotations

import argparse
from math import inf, isfinite
from typing import TYPE_CHECKING, Final

from imgcrawl.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PORT: Final = 65_535
_MOST_DIGITS: Final = 18


def whole(
    least: float = -inf, most: float = inf, *, of: str = "a whole number", instead: str = ""
) -> Callable[[str], int]:
    """Return what reads an option that is a whole number from *least* to *most*.

    *of*: what it is a number of; *instead*: what else the option may be. What is returned raises
    :class:`argparse.ArgumentTypeError` for anything else, with a message that begins with "must be".
    """

    def read(text: str) -> int:
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"must be {of}{_between(least, most)}{instead}, got {plain(text)}")
        return int(text)

    return read


def above_0(text: str) -> float:
    """Read an option that is a number above 0.

    :raises argparse.ArgumentTypeError: if it is none.
    """
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not (value > 0 and isfinite(value)):
        raise argparse.ArgumentTypeError(f"must be a number above 0, got {plain(text)}")
    return value


def _between(least: float, most: float) -> str:
    if isfinite(most):
        return f" from {least} to {most}"
    return f", at least {least}" if isfinite(least) else ""
