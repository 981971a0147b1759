"""Hosts that draw a picture for each name that they lack: its initials on a square, or the name itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.recent import Recent
from imgcrawl.validation.looks import is_sheet
from imgcrawl.validation.placeholders.circumstances import is_of_other_format, looks_drawn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.validation.facts import ImageFacts
    from imgcrawl.validation.placeholders.scenes import Shot

_MOST: Final = 8


class DrawnNames:
    """Remembers in which formats and sizes hosts drew something for made-up names; of hosts, the last *capacity*.

    Services make pictures for names by right: of formulas, of codes, of maps, of whoever has no portrait. They call
    them what they are, or give nothing else. So a drawing stands for what is missing if its host drew one for a
    made-up name in the same format and size, on a plain ground as well, its address denies that format, and the host
    gives photographs in another.
    """

    def __init__(self, *, capacity: int = 20_000) -> None:
        self._hosts: Recent[str, frozenset[tuple[str, int, int]]] = Recent(capacity)

    def answered(self, host: str, answer: ImageFacts) -> None:
        """Take note that *host* gave the picture *answer* for a made-up name."""
        known = self._hosts.get(host, frozenset())
        if _is_flat(answer) and len(known) < _MOST:
            self._hosts.put(host, known | {_form(answer)})

    def are_known(self, host: str) -> bool:
        """Say whether *host* drew anything for a made-up name."""
        return host in self._hosts

    def stand_ins(self, host: str, shots: Iterable[Shot]) -> list[Shot]:
        """Return those of the *shots*, which are all that *host* gave, that stand for what is missing."""
        shots, forms = list(shots), self._hosts.get(host, frozenset())
        own = [
            shot
            for shot in shots
            if _form(shot.facts) in forms and is_of_other_format(shot.url, shot.facts) and _is_flat(shot.facts)
        ]
        if not own:
            return []  # mostly so, and told faster than what is drawn
        photos = {shot.facts.format for shot in shots if not looks_drawn(shot.facts)}
        return [shot for shot in own if photos - {shot.facts.format}]


def _form(facts: ImageFacts) -> tuple[str, int, int]:
    return facts.format, facts.width, facts.height


def _is_flat(facts: ImageFacts) -> bool:
    return facts.looks is not None and is_sheet(facts.looks) and looks_drawn(facts)
