"""Addresses under which a host has nothing: it has given several photographs there that it gives for any name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.recent import Recent
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.likeness import shows_the_same

if TYPE_CHECKING:
    from imgcrawl.validation.facts import ImageFacts

_ENOUGH: Final = 2


class VacantAddresses:
    """Remembers which photographs came for an address that its host gave for a made-up name; of the last *capacity*.

    Where one is in an image's place, the host may be busy, and the image come later. Where two different ones have come
    for the same address, the host draws from a stock, of which the next is no image either. Drawings are notices.
    """

    def __init__(self, *, capacity: int = 20_000) -> None:
        self._given: Recent[str, tuple[ImageFacts, ...]] = Recent(capacity)

    def note(self, url: str, facts: ImageFacts) -> None:
        """Take note that *facts*, which came for a made-up name too, came for *url*."""
        known = self._given.get(url, ())
        is_new = not any(shows_the_same(before, facts) for before in known)
        if is_new and len(known) < _ENOUGH and not looks_drawn(facts):
            self._given.put(url, (*known, facts))

    def is_vacant(self, url: str) -> bool:
        """Say whether whatever comes for *url* is no image."""
        return len(self._given.get(url, ())) >= _ENOUGH
