"""Dictionaries that remember what was used last, and no more than they may."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

K = TypeVar("K")
V = TypeVar("V")


class Recent(OrderedDict[K, V]):
    """The *most* entries that were put or used last; what is over goes, that which was not used for longest first.

    Reading an entry, or assigning to it, is no use of it.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def put(self, key: K, value: V) -> None:
        """Remember *value* under *key*."""
        self[key] = value
        self.move_to_end(key)
        if len(self) > self._most:
            self.popitem(last=False)

    def use(self, key: K, new: Callable[[], V]) -> V:
        """Return what is remembered under *key*; what *new* makes if that is nothing."""
        value = self.get(key)
        if value is None:
            value = new()
            self.put(key, value)
        else:
            self.move_to_end(key)
        return value
