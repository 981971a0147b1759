"""Knows pictures of a host again by what they look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.validation.looks import is_sheet, same_picture
from imgcrawl.validation.placeholders.sheets import same_sheet
from imgcrawl.validation.placeholders.shelves import Shelves

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.validation.facts import ImageFacts
    from imgcrawl.validation.placeholders.circumstances import Stored
    from imgcrawl.validation.placeholders.shelves import Shelf


class _Seen(NamedTuple):
    """What is remembered of a picture; *stored*: what is known of when its file was."""

    name: str
    looks: bytes
    stored: Stored | None

    def is_as_old_as(self, other: _Seen) -> bool:
        """Say whether both files were stored at one time, or nobody knows when."""
        since, others_since = (seen.stored and seen.stored.since for seen in (self, other))
        return since == others_since


_NEAR_BITS = 24  # of a perceptual hash: reached by small print on a flat notice, rarely by chance (32 +- 4)


class Lookalikes:
    """Remembers what the pictures of hosts looked like, as long as there is room.

    Two pictures are one if they are of one host and one size, their perceptual hashes differ in 24 bits at most, which
    is cheap to see and leaves few, and :func:`~imgcrawl.validation.looks.same_picture` says so. Files that were stored
    at different times are different pictures, as those of a camera in front of which nothing moves. Of each host and
    size the *per_size* pictures met last are remembered, *capacity* in all: about 1 KB each.

    With *sheets*, only pictures on a plain ground are known, of any size, and
    :func:`~imgcrawl.validation.placeholders.sheets.same_sheet` tells them apart.
    """

    def __init__(self, *, sheets: bool = False, per_size: int = 64, capacity: int = 20_000) -> None:
        self.sheets = sheets
        self._same: Callable[[bytes, bytes], bool] = same_sheet if sheets else same_picture
        self._shelves: Shelves[_Seen] = Shelves(per_size, capacity=capacity)

    def name(self, host: str, facts: ImageFacts, *, stored: Stored | None = None) -> str | None:
        """Return the SHA-256 of the first picture of *host* that looked like this one; None if looks are not known.

        *stored*: what is known of when the file was.
        """
        if facts.phash is None or facts.looks is None:
            return None
        bits, new = int(facts.phash, 16), _Seen(facts.sha256, facts.looks, stored)
        if self.sheets and not is_sheet(new.looks):
            return None
        key = (host, 0, 0) if self.sheets else (host, facts.width, facts.height)
        shelf = self._shelves.use(key)
        at = self._find(shelf, bits, new)
        if at is None:
            self._shelves.add(key, bits, new)
            return new.name
        shelf.move_to_end(at)
        return shelf.pictures[-1].name

    def _find(self, shelf: Shelf[_Seen], bits: int, new: _Seen) -> int | None:
        """Return the place of the picture on *shelf* that is *new* or looks like it."""
        near = [(at, shelf.pictures[at]) for at in shelf.near(bits, _NEAR_BITS)]
        for at, seen in near:
            if seen.name == new.name:
                return at
        for at, seen in near:
            if self._same(seen.looks, new.looks) and seen.is_as_old_as(new):
                return at
        return None
