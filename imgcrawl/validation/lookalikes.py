"""Knows pictures of a host again by what they look like."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.validation.looks import is_sheet, same_picture
from imgcrawl.validation.sheets import same_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.validation.facts import ImageFacts


class _Seen(NamedTuple):
    """What is remembered of a picture; *since*: when its file was stored, if that is known."""

    bits: int
    looks: bytes
    since: float | None


_NEAR_BITS = 24  # of a perceptual hash: reached by small print on a flat notice, rarely by chance (32 +- 4)


class Lookalikes:
    """Remembers what the pictures of hosts looked like, as long as there is room.

    Two pictures are one if they are of one host and one size, their perceptual hashes differ in 24 bits at most, which
    is cheap to see and leaves few, and :func:`~imgcrawl.validation.looks.same_picture` says so. Files that were stored
    at different times are different pictures, as those of a camera in front of which nothing moves. Of each host and
    size the *per_size* pictures met last are remembered, *capacity* in all: about 1 KB each.

    With *sheets*, only pictures on a plain ground are known, of any size, and
    :func:`~imgcrawl.validation.sheets.same_sheet` tells them apart.
    """

    def __init__(self, *, sheets: bool = False, per_size: int = 64, capacity: int = 20_000) -> None:
        self.sheets = sheets
        self._same: Callable[[bytes, bytes], bool] = same_sheet if sheets else same_picture
        self._per_size = per_size
        self._capacity = capacity
        self._count = 0
        self._groups: OrderedDict[tuple[str, int, int], OrderedDict[str, _Seen]] = OrderedDict()

    def name(self, host: str, facts: ImageFacts, *, since: float | None = None) -> str | None:
        """Return the SHA-256 of the first picture of *host* that looked like this one; None if looks are not known.

        *since*: when the file was stored, None if that is not known.
        """
        if facts.phash is None or facts.looks is None:
            return None
        new = _Seen(int(facts.phash, 16), bytes.fromhex(facts.looks), since)
        if self.sheets and not is_sheet(new.looks):
            return None
        key = (host, 0, 0) if self.sheets else (host, facts.width, facts.height)
        group = self._groups.setdefault(key, OrderedDict())
        self._groups.move_to_end(key)
        if facts.sha256 in group:
            group.move_to_end(facts.sha256)
            return facts.sha256
        bits = new.bits
        for name, (seen_bits, seen_looks, seen_since) in group.items():
            is_near = seen_since == since and (bits ^ seen_bits).bit_count() <= _NEAR_BITS
            if is_near and self._same(seen_looks, new.looks):
                group.move_to_end(name)
                return name
        self._count += 1
        group[facts.sha256] = new
        self._forget(group)
        return facts.sha256

    def _forget(self, group: OrderedDict[str, _Seen]) -> None:
        if len(group) > self._per_size:
            group.popitem(last=False)
            self._count -= 1
        while self._count > self._capacity:
            _, oldest = self._groups.popitem(last=False)
            self._count -= len(oldest)
