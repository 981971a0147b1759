"""What plainer headers (:mod:`imgcrawl.remedies.plainer`) have done at a host."""

from __future__ import annotations

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

    wins: dict[str, int] = field(default_factory=dict)
    vain: dict[str, int] = field(default_factory=dict)

    def liked(self) -> list[str]:
        """Return what the host's rows begin with."""
        return [name for name in PLAINER if self.wins.get(name, 0) > 0 and self.wins[name] >= self.vain.get(name, 0)]
