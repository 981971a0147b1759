"""Knows pictures of a host again by what they look like."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from imgcrawl.validation.looks import same_picture

if TYPE_CHECKING:
    from imgcrawl.validation.decode import ImageFacts

_NEAR_BITS = 24  # of a perceptual hash: reached by small print on a flat notice, rarely by chance (32 +- 4)


class Lookalikes:
    """Remembers what the pictures of hosts looked like, as long as there is room.

    Two pictures are one if they are of one host and one size, their perceptual hashes differ in 24 bits at most, which
    is cheap to see and leaves few, and :func:`~imgcrawl.validation.looks.same_picture` says so. Of each host and size
    the *per_size* pictures met last are remembered, *capacity* in all: about 1 KB each.
    """

    def __init__(self, *, per_size: int = 64, capacity: int = 20_000) -> None:
        self._per_size = per_size
        self._capacity = capacity
        self._count = 0
        self._groups: OrderedDict[tuple[str, int, int], OrderedDict[str, tuple[int, bytes]]] = OrderedDict()

    def name(self, host: str, facts: ImageFacts) -> str | None:
        """Return the SHA-256 of the first picture of *host* that looked like this one; None if looks are not known."""
        if facts.phash is None or facts.looks is None:
            return None
        bits, seen = int(facts.phash, 16), bytes.fromhex(facts.looks)
        key = (host, facts.width, facts.height)
        group = self._groups.setdefault(key, OrderedDict())
        self._groups.move_to_end(key)
        near = [name for name, (other, _) in group.items() if (bits ^ other).bit_count() <= _NEAR_BITS]
        for name in near:
            if same_picture(group[name][1], seen):
                group.move_to_end(name)
                return name
        self._count += facts.sha256 not in group
        group[facts.sha256] = bits, seen
        self._forget(group)
        return facts.sha256

    def _forget(self, group: OrderedDict[str, tuple[int, bytes]]) -> None:
        if len(group) > self._per_size:
            group.popitem(last=False)
            self._count -= 1
        while self._count > self._capacity:
            _, oldest = self._groups.popitem(last=False)
            self._count -= len(oldest)
