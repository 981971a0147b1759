"""When rows that wait here end: their time runs on as long as somebody could be asked."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from imgcrawl import clock, keys
from imgcrawl.errors import ErrorSlug, Verdict
from imgcrawl.remedies.attempts.state import ends_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scrapy import Request

    from imgcrawl.transport.pause import Awaited


class Deadlines:
    """The time that rows have, *deadline_s* seconds each from their first request on.

    That in which the network was down, or this process stood still, counts for none of those that were under way:
    *under_way* returns their requests.
    """

    def __init__(self, deadline_s: float, under_way: Callable[[], Iterable[Request]]) -> None:
        self._deadline_s = deadline_s
        self._under_way = under_way
        self._out_since: float | None = None

    def ends_at(self, request: Request) -> float:
        """Return when the time of the row of *request* is over, in epoch seconds, as far as is known by now."""
        state = request.meta.get(keys.FETCH)
        if state is None:
            return inf
        out_s = clock.now() - self._out_since if self._out_since is not None else 0.0
        return ends_at(state, self._deadline_s) + out_s

    def verdict_on(self, request: Request, *, is_paused: bool) -> Verdict:
        """Return with what a row fails whose time is over, unless a failure speaks for it: by what it met last.

        Where it met nothing it has been led from one address to the next, if not to a host that *is_paused*.
        """
        trail = request.meta[keys.FETCH]["trail"]
        slug = trail[-1]["error"] if trail else None
        led = ErrorSlug.HTTP_429 if is_paused else ErrorSlug.HTTP_REDIRECT_LOOP
        return Verdict(slug or led.value, "its time, IMGCRAWL_URL_DEADLINE_SECONDS, was over")

    def outage_changed(self, awaited: Awaited | None) -> None:
        """Let the time stand still while the network is down."""
        if awaited is not None:
            self._out_since = self._out_since or clock.now()
        elif self._out_since is not None:
            out_since, self._out_since = self._out_since, None
            self.excuse(clock.now() - out_since)

    def excuse(self, seconds: float) -> None:
        """Count the last *seconds* for no row."""
        states = (request.meta.get(keys.FETCH) for request in self._under_way())
        for state in {id(state): state for state in states if state is not None}.values():
            state["excused_s"] += seconds
