"""What a host allows per second, per window or at a time, and what becomes of those who ask for more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from imgcrawl.lab.model import Answer, HostState, Reply, Visit

GRACE_S = 0.5
"""Requests that arrive this soon after a refusal may have been on their way when it was sent: they break no rule."""

Refuse = Callable[["Visit", float], "Reply"]
"""Makes the refusal; gets the seconds after which the host would serve again."""


class Rule(Protocol):
    """Says how long a visitor is too early."""

    def wait_s(self, state: HostState, now: float) -> float:
        """Return 0 and count the request if it is allowed at *now*, else the seconds until it would be."""


@dataclass(frozen=True, slots=True)
class SlidingWindow:
    """Allows *count* requests in any span of *seconds*."""

    count: int
    seconds: float

    def wait_s(self, state: HostState, now: float) -> float:
        """Return 0 and count the request if it is allowed at *now*, else the seconds until it would be."""
        stamps = state.stamps
        while stamps and now - stamps[0] >= self.seconds:
            stamps.popleft()
        if len(stamps) >= self.count:
            return self.seconds - (now - stamps[0])
        stamps.append(now)
        return 0.0


@dataclass(frozen=True, slots=True)
class FixedWindow:
    """Allows *count* requests in each window of *seconds*, counted from the clock's zero."""

    count: int
    seconds: float

    def wait_s(self, state: HostState, now: float) -> float:
        """Return 0 and count the request if it is allowed at *now*, else the seconds until it would be."""
        start = now // self.seconds * self.seconds
        while state.stamps and state.stamps[0] < start:
            state.stamps.popleft()
        if len(state.stamps) >= self.count:
            return start + self.seconds - now
        state.stamps.append(now)
        return 0.0


@dataclass(frozen=True, slots=True)
class TokenBucket:
    """Allows *rate* requests per second, and up to *burst* at once after a rest."""

    rate: float
    burst: int

    def wait_s(self, state: HostState, now: float) -> float:
        """Return 0 and count the request if it is allowed at *now*, else the seconds until it would be.

        The only stamp is the instant at which the bucket is full again.
        """
        full_at = max(state.stamps.pop() if state.stamps else now, now)
        next_full_at = full_at + 1 / self.rate
        wait = next_full_at - now - self.burst / self.rate
        allowed = wait <= 1e-9
        state.stamps.append(next_full_at if allowed else full_at)
        return 0.0 if allowed else wait


@dataclass(frozen=True, slots=True)
class Concurrent:
    """Allows *limit* requests at a time; *hint_s* is how long one of them takes, in seconds."""

    limit: int
    hint_s: float

    def wait_s(self, state: HostState, now: float) -> float:  # noqa: ARG002 - the clock does not matter here
        """Return 0 if a place is free, else how long it takes until one is likely to be."""
        return 0.0 if state.in_flight <= self.limit else self.hint_s


def limited(rule: Rule, refuse: Refuse, serve: Answer, *, hold_s: float = 0.0, ban_s: float = 0.0) -> Answer:
    """Return an answer that serves what *rule* allows and refuses the rest.

    A refusal closes the host for *hold_s* seconds at least. Who comes inside a wait that was asked for is noted as a
    violation; with *ban_s* the host then refuses everybody for so many seconds.
    """

    def reply(visit: Visit) -> Reply:
        state = visit.state
        note_early(visit)
        if ban_s and visit.violations:
            state.banned_until = visit.now + ban_s
        wait = max(state.blocked_until, state.banned_until) - visit.now
        if wait <= 0:
            wait = rule.wait_s(state, visit.now)
            if wait <= 0:
                return serve(visit)
            state.blocked_until = max(state.blocked_until, visit.now + hold_s)
        state.refusals += 1
        return refuse(visit, max(wait, state.blocked_until - visit.now))

    return reply


def note_early(visit: Visit) -> None:
    """Note a violation if the visit falls inside a wait that the host asked for."""
    state = visit.state
    if state.told_at + GRACE_S < visit.now < state.told_until:
        visit.violations.append("inside-retry-after")


def tell(visit: Visit, seconds: float) -> None:
    """Remember that the visitor is being asked to wait for *seconds*."""
    if visit.now >= visit.state.told_until:
        visit.state.told_at = visit.now
    visit.state.told_until = max(visit.state.told_until, visit.now + seconds)
