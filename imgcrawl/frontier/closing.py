"""Hosts that say that they are closed for a while: maintenance, or back in a moment.

What they say of themselves is said to all rows alike, so nothing is sent to them until they may be back, and one row
asks then. A host that gives others their images meanwhile has said it of the one address.
"""

from __future__ import annotations

from typing import Final

_LONGEST_S: Final = 16.0
"""Longest pause of our own: closed for a moment is what the host has said."""


class Closing:
    """How long one host is left alone that calls itself closed: *base_s* at first, twice as long each time.

    Instants are epoch seconds.
    """

    __slots__ = ("_base_s", "_began_at", "_given_at", "_times")

    def __init__(self, base_s: float) -> None:
        self._base_s = base_s
        self._began_at = 0.0
        self._given_at = 0.0
        self._times = 0

    @property
    def is_open(self) -> bool:
        """Whether the host gave an image since it was last left alone."""
        return self._given_at > self._began_at > 0

    @property
    def wants_others(self) -> bool:
        """Whether rows that were not told so are to go first: what they get tells whether it is about the host."""
        return self._began_at > self._given_at

    def said(self, now: float, *, sent_at: float) -> float | None:
        """Note the word of the host, in answer to a request sent at *sent_at*; return until when to leave it alone.

        None if that is known already, or if it is open.
        """
        if sent_at <= self._began_at or self.is_open:
            return None
        self._times += 1
        self._began_at = now
        return now + min(_LONGEST_S, self._base_s * 2.0 ** min(self._times - 1, 30))

    def gave(self, sent_at: float) -> None:
        """Note an image in answer to a request sent at *sent_at*."""
        self._given_at = max(self._given_at, sent_at)
