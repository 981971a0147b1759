"""How many look-ups the name servers are sent at a time: as many as they keep up with."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

_START: Final = 64
_LEAST: Final = 4
_MOST: Final = 500
_DECLINE: Final = 0.5
_MEMORY: Final = 32
_OVERLOAD_SHARE: Final = 0.2
_ASKS: Final = 4
_ALIVE_S: Final = 30.0
_QUIET_S: Final = 60.0


class LookupGate:
    """A limit on the look-ups in flight, with a queue before it, that heeds the share of time-outs.

    Each answer widens the limit a little, by one for a whole round of look-ups. When a fifth of the last ones timed
    out, the name servers are overloaded: the limit is halved, once for all look-ups that were under way together, and
    *on_overload* is called (additive increase, multiplicative decrease: Chiu and Jain, 1989). Single names that time
    out change nothing, for their own servers may be dead; nor do any when the name servers answer nothing at all.
    """

    def __init__(self, *, on_overload: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = float(_START)
        self._on_overload = on_overload
        self._clock = clock
        self._in_flight = 0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._timeouts = 0.0
        self._cut_at = self._told_at = self._answered_at = float("-inf")

    async def enter(self) -> float:
        """Wait for one's turn, and return when it came; :meth:`leave` must be told of it."""
        if self._in_flight >= self.limit or self._queue:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._queue.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._give_back()
                raise
        else:
            self._in_flight += 1
        return self._clock()

    def leave(self, entered: float, *, timed_out: bool | None) -> None:
        """Note the end of a look-up that began at *entered*; *timed_out* is None where nothing can be told."""
        if timed_out is not None:
            self._note(entered, timed_out=timed_out)
        self._give_back()

    def explains(self, entered: float, *, asked: int) -> bool:
        """Say whether overload explains that the look-up that began at *entered*, the name's *asked*-th, timed out.

        The first time it may always be the beginning of one. If no answer at all has come for long the name servers are
        dead, not overloaded.
        """
        return self._is_alive() and asked < _ASKS and (asked == 1 or entered < self._cut_at)

    def _give_back(self) -> None:
        self._in_flight -= 1
        while self._queue and self._in_flight < self.limit:
            turn = self._queue.popleft()
            if not turn.done():
                self._in_flight += 1
                turn.set_result(None)

    def _note(self, entered: float, *, timed_out: bool) -> None:
        now = self._clock()
        if not timed_out:
            self._answered_at = now
            self.limit = min(_MOST, self.limit + 1 / self.limit)
        elif not self._is_alive():
            self.limit = max(_START, self.limit)  # there is nobody to be spared
            return
        if entered >= self._cut_at:
            self._timeouts += (timed_out - self._timeouts) / _MEMORY
            if self._timeouts > _OVERLOAD_SHARE:
                self._cut(now)

    def _is_alive(self) -> bool:
        return self._clock() - self._answered_at < _ALIVE_S

    def _cut(self, now: float) -> None:
        self.limit = max(_LEAST, self.limit * _DECLINE)
        self._timeouts = 0.0
        self._cut_at = now
        self._on_overload()
        if now - self._told_at > _QUIET_S:
            self._told_at = now
            logger.warning(
                "the name servers do not keep up: look-ups are slowed down to %.0f at a time; "
                "IMGCRAWL_DNS_SERVERS names others",
                self.limit,
            )
