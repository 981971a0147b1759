"""Errors that pass by themselves: a host that fails by chance, told from one that has turned.

A host that has turned gives nothing to whoever asks next. One that fails by chance gives an image to a request that was
sent after the one that failed, although nobody has waited meanwhile; or it is back each time that somebody did wait,
after no more than the shortest time. Such a host has turned no sooner than when so many rows fail in a row as chance
would hardly bring.
"""

from __future__ import annotations

from math import ceil, log
from typing import Final

_FEWEST_ROWS: Final = 2
"""Rows that fail in a row on a host that has turned, however seldom it failed before."""

_ENOUGH: Final = 3
"""Failures that have passed by themselves by which others may do so too."""

_SOME: Final = 3
"""Images between two waits by which the first one was in order."""

_HARDLY: Final = 0.01
_MOST_SHARE: Final = 0.5
_MOST_PENDING: Final = 32


class Passing:
    """The failures of one host, once it has given images. Instants are epoch seconds."""

    __slots__ = ("_images", "_images_before", "_misses", "_passed", "_pending")

    def __init__(self) -> None:
        self._images = self._misses = self._passed = 0
        self._images_before = 0
        self._pending: list[float] = []

    @property
    def is_likely(self) -> bool:
        """Whether failures pass by themselves, as far as is known."""
        return self._passed >= _ENOUGH

    def missed(self, sent_at: float, *, has_passed: bool) -> None:
        """Note that a request sent at *sent_at* failed; *has_passed*: one that was sent later has got an image."""
        self._misses += 1
        self._passed += has_passed
        if not has_passed:
            self._pending = [*self._pending[1 - _MOST_PENDING :], sent_at]

    def gave(self, sent_at: float) -> None:
        """Note an image for a request sent at *sent_at*, while the host was not held."""
        self._images += 1
        left = [at for at in self._pending if at >= sent_at]
        self._passed += len(self._pending) - len(left)
        self._pending = left

    def took_back(self) -> None:
        """Note that what looked like an image was none, so that nothing has passed by it."""
        self._images = max(0, self._images - 1)
        self._passed = 0

    def held(self) -> None:
        """Note that the host is held from now on: what failed before does not pass by itself."""
        self._pending = []

    def was_back(self) -> None:
        """Note that the host was back when it was first asked again."""
        self._images += 1
        self._passed += self._images - self._images_before >= _SOME
        self._images_before = self._images

    def fewest_rows(self) -> int:
        """Return how many rows have to fail in a row for the host to have turned."""
        return rows_beyond_chance(self._misses, self._images)


def rows_beyond_chance(misses: int, images: int) -> int:
    """Return how many rows have to fail in a row where so many *misses* come among so many *images* by themselves."""
    share = min(_MOST_SHARE, max(1, misses) / max(1, misses + images))
    return max(_FEWEST_ROWS, ceil(log(_HARDLY) / log(share)))
