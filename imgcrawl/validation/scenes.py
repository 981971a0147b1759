"""Photographs of one host that show the same, whatever their bytes, sizes and qualities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.validation.circumstances import looks_drawn
from imgcrawl.validation.names import subject
from imgcrawl.validation.shelves import Shelves

if TYPE_CHECKING:
    from imgcrawl.validation.facts import ImageFacts

_NEAR_BITS: Final = 3  # of 64; two pictures that have nothing in common differ in 32 +- 4
_NAMES: Final = 3
_PER_HOST: Final = 64


class Shot(NamedTuple):
    """A picture that an address gave, and how wide and high it is."""

    sha256: str
    url: str
    size: tuple[int, int]


class Scenes:
    """Remembers the perceptual hashes of pictures: of a host the last 64, *capacity* in all.

    Frames of a camera in front of which nothing moves show the same too, so that it proves nothing.
    """

    def __init__(self, *, capacity: int = 50_000) -> None:
        self._shelves: Shelves[Shot] = Shelves(_PER_HOST, capacity=capacity)

    def note(self, host: str, url: str, facts: ImageFacts) -> list[Shot]:
        """Take note that *host* gave *facts* for *url*; return what it gave before that may show the same."""
        if facts.phash is None:
            return []
        self._shelves.use(host)
        near, bits = self._near(host, facts.phash), int(facts.phash, 16)
        if all(shot.sha256 != facts.sha256 for shot in near):
            self._shelves.add(host, bits, Shot(facts.sha256, url, (facts.width, facts.height)))
        return near

    def alike(self, host: str, facts: ImageFacts) -> set[str]:
        """Return the SHA-256 of the pictures of *host* that show what the photograph *facts* shows."""
        if facts.phash is None or looks_drawn(facts):
            return set()
        return {shot.sha256 for shot in self._near(host, facts.phash)}

    def others(self, host: str, facts: ImageFacts) -> list[Shot]:
        """Return the pictures of *host* that show something else than *facts*."""
        if facts.phash is None:
            return []
        same = {facts.sha256} | {shot.sha256 for shot in self._near(host, facts.phash)}
        return [shot for shot in self._shelves.get(host).pictures if shot.sha256 not in same]

    def in_other_size(self, host: str, sizes: frozenset[tuple[int, int]]) -> tuple[str, tuple[int, int]] | None:
        """Return the address of a picture of *host* in none of these *sizes*, with its size; None if there is none."""
        shots = self._shelves.get(host).pictures
        return next(((shot.url, shot.size) for shot in shots if shot.size not in sizes), None)

    def _near(self, host: str, phash: str) -> list[Shot]:
        shelf = self._shelves.get(host)
        return [shelf.pictures[at] for at in shelf.near(int(phash, 16), _NEAR_BITS)]


def is_repeated(alike: list[Shot], url: str, facts: ImageFacts) -> bool:
    """Say whether two other names than that of *url* gave what may show the same as the photograph *facts*."""
    if len(alike) < _NAMES - 1 or looks_drawn(facts):
        return False
    return len({subject(shot.url) for shot in alike} | {subject(url)}) >= _NAMES


def same_scene(one: ImageFacts, other: ImageFacts) -> bool:
    """Say whether two photographs show the same, up to quality, grain and size."""
    bits = one.distance(other)
    return bits is not None and bits <= _NEAR_BITS and not looks_drawn(one) and not looks_drawn(other)
