"""What plainer headers (:mod:`imgcrawl.remedies.asking.plainer`) have done at a host."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from imgcrawl.remedies.rules.mends import Trials
from imgcrawl.remedies.rules.variants import PLAINER

if TYPE_CHECKING:
    from collections.abc import Mapping

_KNOWN_GOOD: Final = 2
_NO_TRIALS: Final[Mapping[str, Trials]] = MappingProxyType({})


@dataclass(slots=True)
class PlainLessons:
    """What plainer headers have done at one host; counts are of URLs, by remedy."""

    wins: dict[str, int] = field(default_factory=dict)
    """Images that came so."""
    vain: dict[str, int] = field(default_factory=dict)
    """URLs that were asked for otherwise before, and so in vain."""
    full: Mapping[str, Trials] = field(default_factory=lambda: _NO_TRIALS)
    """What became of URLs that began so, failed, and were asked for with the header as the client has it."""

    def liked(self) -> list[str]:
        """Return what the host's rows begin with."""
        return [name for name in PLAINER if self.wins and self._is_liked(name)]

    def trials(self, name: str) -> Trials:
        """Return what became of URLs that began so and were asked for with the header *name* in full."""
        if name not in self.full:
            self.full = {**self.full, name: Trials()}
        return self.full[name]

    def note_image(self, name: str, count: int) -> None:
        """Note an image that came so, or with *count* -1 that it was none; what came in full before says less then."""
        self.wins[name] = self.wins.get(name, 0) + count
        if count > 0 and name in self.full:
            self.full[name].won = 0

    def _is_liked(self, name: str) -> bool:
        """Say whether a header helps: until two images have come in full since one came so, one if no more ever did."""
        wins = self.wins.get(name, 0)
        is_refuted = name in self.full and self.full[name].won >= min(wins, _KNOWN_GOOD)
        return wins > 0 and wins >= self.vain.get(name, 0) and not is_refuted
