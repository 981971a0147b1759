"""The pace at which one host is asked, which it has again after a pause: what has gathered does not go out at once."""

from __future__ import annotations

from typing import Final

_AFTER_S: Final = 1.0
"""Seconds without a request, as a host was left alone, after which its pace is taken up again."""

_LONGEST_GAP_S: Final = 0.25
"""Most seconds between two requests that count: what goes out less often waits for rows, and not for its host."""

_SMOOTHING: Final = 0.2
_QUICKER: Final = 0.85
"""By so much the gap shrinks with each request after a pause, so that it costs a host 1.7 s at most."""

_NONE_S: Final = 0.002


class Pace:
    """How far apart the requests to one host were of late; the last one was sent at *sent_at*.

    A host that bore its pace before it was left alone may not bear all that waits for it at once. Nor has it to be
    asked more slowly for long: the gaps that it had shrink with each request. Instants are epoch seconds.
    """

    __slots__ = ("_gap_s", "_resuming_s", "_sent_at")

    def __init__(self, sent_at: float) -> None:
        self._sent_at = sent_at
        self._gap_s = self._resuming_s = 0.0

    def sent(self, now: float, *, left_alone_until: float) -> float:
        """Note a request; return how many seconds after it the next may go, 0 if that is for others to say.

        *left_alone_until*: when the last pause of the host ended, or ends.
        """
        since_s = now - self._sent_at
        if since_s >= _AFTER_S and left_alone_until > self._sent_at:
            self._resuming_s = self._gap_s
        else:
            self._gap_s += _SMOOTHING * (min(since_s, _LONGEST_GAP_S) - self._gap_s)
            self._resuming_s *= _QUICKER
        self._sent_at = now
        return self._resuming_s if self._resuming_s > _NONE_S else 0.0
