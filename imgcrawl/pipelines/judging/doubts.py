"""Keeps pictures that are asked for once more, in case the second attempt brings nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug

if TYPE_CHECKING:
    from imgcrawl.records import Outcome
    from imgcrawl.remedies.attempts.outcomes import FetchedImage

_ROOM_BYTES = 32 * 1024 * 1024
_COMPANY_BYTES = 8_192  # what a body keeps in memory with it: response, request, outcome


class Doubts:
    """The first looks at pictures whose second look is under way, by row, in memory: 32 MiB at most.

    Addresses that work once are as fleeting as notices are: that the second look brings no picture at all proves
    nothing. The row of a process that dies has no outcome, and is fetched again.
    """

    def __init__(self, room_bytes: int = _ROOM_BYTES) -> None:
        self._kept: dict[str, FetchedImage] = {}
        self._room_bytes = room_bytes

    def keep(self, item: FetchedImage) -> bool:
        """Keep *item*, in place of an earlier one of its row, and return True; False if there is no room for it."""
        self.drop(item.outcome.id)
        size = _size(item)
        if size > self._room_bytes:
            return False
        self._room_bytes -= size
        self._kept[item.outcome.id] = item
        return True

    def drop(self, row: str) -> FetchedImage | None:
        """Return what is kept of *row* and keep it no longer; None if that is nothing."""
        item = self._kept.pop(row, None)
        if item is not None:
            self._room_bytes += _size(item)
        return item

    def instead_of(self, failed: Outcome) -> FetchedImage | None:
        """Return the first look at the picture for which *failed* is the outcome of the second; None if that stands.

        A host that says at last that it was asked too much may have said so with the first picture.
        """
        if failed.error == ErrorSlug.HTTP_429:
            self.drop(failed.id)
            return None
        return self.again(failed)

    def again(self, outcome: Outcome) -> FetchedImage | None:
        """Return the picture that is kept for the row of *outcome*, with what that knows of later requests, or None."""
        item = self.drop(outcome.id)
        if item is None:
            return None
        first = item.outcome
        return replace(item, outcome=replace(outcome, status=first.status, final_url=first.final_url))


def _size(item: FetchedImage) -> int:
    return len(item.response.body) + _COMPANY_BYTES
