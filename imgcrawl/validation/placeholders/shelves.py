"""Pictures by their perceptual hashes, of each host so many, to find those that may look like another one."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from imgcrawl.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Hashable

V = TypeVar("V")


@dataclass(slots=True)
class Shelf(Generic[V]):
    """Pictures, each with its hash, that which was met last at the end.

    The hashes stand apart and side by side: all of them are looked at for every picture, hardly ever anything else.
    *has_lost*: there were more.
    """

    hashes: array[int] = field(default_factory=lambda: array("Q"))
    pictures: list[V] = field(default_factory=list)
    has_lost: bool = False

    def near(self, bits: int, most: int) -> list[int]:
        """Return the places of the pictures whose hashes differ from *bits* in at most so many."""
        return [at for at, seen in enumerate(self.hashes) if (seen ^ bits).bit_count() <= most]

    def move_to_end(self, at: int) -> None:
        """Note that the picture at the place *at* was met again."""
        self.hashes.append(self.hashes.pop(at))
        self.pictures.append(self.pictures.pop(at))


class Shelves(Generic[V]):
    """A shelf of the last *most* pictures for each key, and *capacity* pictures in all, of the keys used last.

    Of as many keys it is known that they had a shelf which is gone.
    """

    def __init__(self, most: int, *, capacity: int) -> None:
        self._most = most
        self._capacity = capacity
        self._count = 0
        self._shelves: OrderedDict[Hashable, Shelf[V]] = OrderedDict()
        self._gone: Recent[Hashable, None] = Recent(capacity)

    def __len__(self) -> int:
        return self._count

    def get(self, key: Hashable) -> Shelf[V]:
        """Return the shelf of *key*, an empty one if there is none yet."""
        return self._shelves.get(key) or Shelf(has_lost=key in self._gone)

    def use(self, key: Hashable) -> Shelf[V]:
        """Return the shelf of *key*, which is then the one used last."""
        shelf = self._shelves.get(key)
        if shelf is None:
            shelf = self._shelves[key] = self.get(key)
        else:
            self._shelves.move_to_end(key)
        return shelf

    def add(self, key: Hashable, bits: int, picture: V) -> None:
        """Put *picture* with the hash *bits* at the end of the shelf of *key*; what is over goes."""
        shelf = self.use(key)
        shelf.hashes.append(bits)
        shelf.pictures.append(picture)
        self._count += 1
        if len(shelf.pictures) > self._most:
            del shelf.hashes[0], shelf.pictures[0]
            shelf.has_lost = True
            self._count -= 1
        while self._count > self._capacity:
            gone, oldest = self._shelves.popitem(last=False)
            self._count -= len(oldest.pictures)
            self._gone.put(gone, None)
