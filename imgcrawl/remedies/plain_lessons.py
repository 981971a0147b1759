"""What plainer headers (:mod:`imgcrawl.remedies.plainer`) have done at a host."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

ACCEPT: Final = "plain_accept"
ENCODING: Final = "plain_encoding"
LANGUAGE: Final = "no_language"
PLAINER: Final = (LANGUAGE, ENCODING, ACCEPT)
"""The remedies of this kind: what is told most plainly by an answer comes first."""


@dataclass(slots=True)
class PlainLessons:
    """What plainer headers have done at one host; counts are of URLs, by remedy."""

    wins: Counter[str] = field(default_factory=Counter)
    vain: Counter[str] = field(default_factory=Counter)

    def liked(self) -> list[str]:
        """Return what the host's rows begin with."""
        return [name for name in PLAINER if self.wins[name] > 0 and self.wins[name] >= self.vain[name]]
