"""robots.txt is asked for before the first row of its origin, whose rows wait for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from scrapy import Request

from imgcrawl import clock, keys
from imgcrawl.frontier.robots import RobotsGate
from imgcrawl.remedies.answers.failures import failure_of
from imgcrawl.remedies.waits.robots import refusal
from imgcrawl.scheduler.addresses import origin_for_robots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from twisted.python.failure import Failure

    from imgcrawl.errors import Verdict
    from imgcrawl.frontier.robots import Rules

_MOST_REDIRECTS: Final = 5
"""Redirects of a robots.txt that are followed (RFC 9309, 2.3.1.2)."""


class RobotsDesk:
    """Keeps the rows of an origin until it is known what its robots.txt says to *agent*.

    *ask* is called with the request for it, *admit* with the rows that waited when it is settled.
    """

    def __init__(self, agent: str, *, ask: Callable[[Request], object], admit: Callable[[list[Request]], None]) -> None:
        self._gate = RobotsGate(agent)
        self._ask = ask
        self._admit = admit

    def __len__(self) -> int:
        return len(self._gate)

    def rules_for(self, request: Request) -> Rules | None:
        """Return the rules for *request*; None if it has to wait for them."""
        origin = origin_for_robots(request)
        entry = self._gate.enter(origin, request, clock.now())
        if entry.asks:
            self._ask(_request_for_robots(origin, partial(self._lost, origin)))
        return entry.rules

    def waiting(self) -> Iterator[Request]:
        """Yield the requests that wait."""
        return self._gate.waiting()

    def leave(self, request: Request) -> bool:
        """Let *request* wait no more; say whether it did."""
        return self._gate.leave(origin_for_robots(request), request)

    def answered(self, request: Request, status: int, body: bytes) -> None:
        """Let the rows that waited for the robots.txt of *request* go by what it says."""
        self._admit(self._gate.answered(request.meta[keys.ROBOTS]["origin"], status, body, clock.now()))

    def failed(self, request: Request, refusal: Verdict) -> None:
        """Fail the rows that waited for the robots.txt of *request* with *refusal*, unless an older copy is at hand."""
        self._admit(self._gate.failed(request.meta[keys.ROBOTS]["origin"], refusal, clock.now()))

    def _lost(self, origin: str, failure: Failure) -> None:
        """Fail the rows that still wait for the robots.txt of *origin*: no middleware settled what became of it."""
        lost = failure_of(failure.value)  # type: ignore[arg-type]
        if lost is not None and self._gate.is_awaited(origin):
            self._admit(self._gate.failed(origin, refusal(lost, own=False), clock.now()))


def _request_for_robots(origin: str, on_failure: Callable[[Failure], None]) -> Request:
    meta = {keys.ROBOTS: {"origin": origin, "tries": [0, 0]}, "redirect_ttl": _MOST_REDIRECTS}
    return Request(f"{origin}/robots.txt", callback=_nothing, errback=on_failure, meta=meta, priority=1)


def _nothing(_: object) -> None:
    """Make nothing of an answer: the middleware for robots.txt has taken it."""
