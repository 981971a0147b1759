"""Names behind the number by which a system counts its uploads: ``55232_grey-heron-lake``."""

from __future__ import annotations

import re
from typing import NamedTuple

from imgcrawl.naming.stems import is_date, is_year_or_width

_UPLOAD = re.compile(r"(\d{1,12})[-_. ]+(?=[^\W_])(.+)", re.DOTALL)
_MIN_DIGITS = 5
"""Shorter numbers are also ranks, houses, models and years."""


class Upload(NamedTuple):
    """A *name* and the *number* before it."""

    number: str
    name: str

    @property
    def is_counted(self) -> bool:
        """Whether the number counts uploads, by its form: it is long, and no day, month, year or width."""
        is_long = len(self.number) >= _MIN_DIGITS and not self.number.startswith("0")
        return is_long and not is_date(self.number) and not is_year_or_width(self.number)


def read_upload(stem: str) -> Upload | None:
    """Return the number before the rest of *stem*, and that in small letters; None where it begins with no number."""
    found = _UPLOAD.fullmatch(stem)
    return Upload(found[1], found[2].casefold()) if found else None
