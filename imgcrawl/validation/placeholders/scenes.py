"""Pictures of one host that show the same, whatever their bytes, sizes and qualities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.naming.subject import subject
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.shelves import Shelves

if TYPE_CHECKING:
    from imgcrawl.validation.facts import ImageFacts

_SCENE_BITS: Final = 3  # of 64; two pictures that have nothing in common differ in 32 +- 4
_LIKE_BITS: Final = {True: 10, False: 6}
"""For drawings and for photographs that are worth a closer look: measured on notices that were made anew, stamped or
scaled, half of which differ in 4 bits at most, nine of ten in 10."""

_PER_HOST: Final = 64


class Shot(NamedTuple):
    """A picture that an address gave."""

    facts: ImageFacts
    url: str


class Scenes:
    """Remembers pictures by their perceptual hashes: of a host the last 64, *capacity* in all, of up to 2 KB each.

    Frames of a camera in front of which nothing moves show the same too, so that it proves nothing.
    """

    def __init__(self, *, capacity: int = 20_000) -> None:
        self._shelves: Shelves[Shot] = Shelves(_PER_HOST, capacity=capacity)

    def note(self, host: str, url: str, facts: ImageFacts) -> None:
        """Take note that *host* gave *facts* for *url*, the first time that it gave them."""
        if facts.phash is None:
            return
        bits, shelf = int(facts.phash, 16), self._shelves.use(host)
        if bits in shelf.hashes and any(shot.facts.sha256 == facts.sha256 for shot in self._near(host, facts, 0)):
            return
        self._shelves.add(host, bits, Shot(facts, url))

    def like(self, host: str, facts: ImageFacts, *, but_for: str = "") -> list[Shot]:
        """Return what *host* gave that may be the picture *facts*, made anew: both are drawn, or none is.

        What the address *but_for* gave is not among it.
        """
        if not self._near(host, facts, max(_LIKE_BITS.values()), but_for=but_for):
            return []  # mostly so, and told faster than what is drawn
        is_drawing = looks_drawn(facts)
        near = self._near(host, facts, _LIKE_BITS[is_drawing], but_for=but_for)
        return [shot for shot in near if looks_drawn(shot.facts) is is_drawing]

    def alike(self, host: str, facts: ImageFacts) -> set[str]:
        """Return the SHA-256 of the pictures of *host* that show what the photograph *facts* shows."""
        return {shot.facts.sha256 for shot in self._near(host, facts, _SCENE_BITS) if same_scene(shot.facts, facts)}

    def others(self, host: str, facts: ImageFacts) -> list[Shot]:
        """Return the pictures of *host* that show something else than *facts*."""
        same = {facts.sha256} | {shot.facts.sha256 for shot in self._near(host, facts, _SCENE_BITS)}
        return [shot for shot in self._shelves.get(host).pictures if shot.facts.sha256 not in same]

    def all(self, host: str) -> list[Shot]:
        """Return the pictures of *host*, each with the address that first gave it."""
        return list(self._shelves.get(host).pictures)

    def has_all(self, host: str) -> bool:
        """Say whether none of the pictures of *host* that were noted is forgotten."""
        return not self._shelves.get(host).has_lost

    def in_other_size(self, host: str, sizes: frozenset[tuple[int, int]]) -> Shot | None:
        """Return the first picture of *host* in none of these *sizes*; None if there is none."""
        return next((shot for shot in self._shelves.get(host).pictures if shot.facts.size not in sizes), None)

    def _near(self, host: str, facts: ImageFacts, bits: int, *, but_for: str = "") -> list[Shot]:
        if facts.phash is None:
            return []
        shelf = self._shelves.get(host)
        near = (shelf.pictures[at] for at in shelf.near(int(facts.phash, 16), bits))
        return [shot for shot in near if shot.url != but_for]


def is_repeated(alike: list[Shot], url: str) -> bool:
    """Say whether another name than that of *url* gave what may be the same."""
    return any(subject(shot.url) != subject(url) for shot in alike)


def same_scene(one: ImageFacts, other: ImageFacts) -> bool:
    """Say whether two photographs show the same, up to quality, grain and size."""
    bits = one.distance(other)
    return bits is not None and bits <= _SCENE_BITS and not looks_drawn(one) and not looks_drawn(other)
