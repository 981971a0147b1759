"""Knows pictures of a host again by what they look like."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.validation.looks import is_sheet, same_picture
from imgcrawl.validation.sheets import same_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.validation.facts import ImageFacts


class _Seen(NamedTuple):
    """What is remembered of a picture; *since*: when its file was stored, if that is known."""

    name: str
    looks: bytes
    since: float | None


@dataclass(slots=True)
class _Group:
    """Pictures, each with its perceptual hash, that which was met last at the end.

    The hashes stand apart and side by side: all of them are looked at for every picture, hardly ever anything else.
    """

    hashes: array[int] = field(default_factory=lambda: array("Q"))
    pictures: list[_Seen] = field(default_factory=list)

    def near(self, bits: int) -> list[int]:
        """Return the places of the pictures whose hash is near *bits*."""
        return [at for at, seen in enumerate(self.hashes) if (seen ^ bits).bit_count() <= _NEAR_BITS]

    def move_to_end(self, at: int) -> None:
        """Note that the picture at the place *at* was met again."""
        self.hashes.append(self.hashes.pop(at))
        self.pictures.append(self.pictures.pop(at))


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
        self._groups: OrderedDict[tuple[str, int, int], _Group] = OrderedDict()

    def name(self, host: str, facts: ImageFacts, *, since: float | None = None) -> str | None:
        """Return the SHA-256 of the first picture of *host* that looked like this one; None if looks are not known.

        *since*: when the file was stored, None if that is not known.
        """
        if facts.phash is None or facts.looks is None:
            return None
        bits, new = int(facts.phash, 16), _Seen(facts.sha256, bytes.fromhex(facts.looks), since)
        if self.sheets and not is_sheet(new.looks):
            return None
        key = (host, 0, 0) if self.sheets else (host, facts.width, facts.height)
        group = self._groups.setdefault(key, _Group())
        self._groups.move_to_end(key)
        at = self._find(group, bits, new)
        if at is not None:
            group.move_to_end(at)
            return group.pictures[-1].name
        group.hashes.append(bits)
        group.pictures.append(new)
        self._count += 1
        self._forget(group)
        return new.name

    def _find(self, group: _Group, bits: int, new: _Seen) -> int | None:
        """Return the place of the picture in *group* that is *new* or looks like it."""
        near = [(at, group.pictures[at]) for at in group.near(bits)]
        for at, seen in near:
            if seen.name == new.name:
                return at
        for at, seen in near:
            if seen.since == new.since and self._same(seen.looks, new.looks):
                return at
        return None

    def _forget(self, group: _Group) -> None:
        if len(group.pictures) > self._per_size:
            del group.hashes[0], group.pictures[0]
            self._count -= 1
        while self._count > self._capacity:
            _, oldest = self._groups.popitem(last=False)
            self._count -= len(oldest.pictures)
