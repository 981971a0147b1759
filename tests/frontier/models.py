"""Models of hosts: each says what it answers to a request at an instant, in seconds."""

from __future__ import annotations

from math import ceil
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Answer(NamedTuple):
    """What a host says; *wait_s*: the time that it names. A *status* of 0: it hangs up."""

    status: int = 200
    wait_s: float | None = None


def dice(share: float, status: int, *, seed: int = 1) -> Callable[[float], Answer]:
    """Refuse this *share* of all requests, whenever they come."""
    rng = Random(seed)
    return lambda now: Answer(status) if rng.random() < share else Answer()


def bucket(per_s: float, burst: int, status: int, *, names_time: bool = False) -> Callable[[float], Answer]:
    """Give *burst* at once, and *per_s* a second; *names_time*: say when there is one more."""
    tokens, last = float(burst), 0.0

    def answer(now: float) -> Answer:
        nonlocal tokens, last
        tokens, last = min(burst, tokens + (now - last) * per_s), now
        if tokens >= 1:
            tokens -= 1
            return Answer()
        return Answer(status, float(ceil((1 - tokens) / per_s)) if names_time else None)

    return answer


def window(most: int, seconds: float, status: int, *, names_time: bool = False) -> Callable[[float], Answer]:
    """Give *most* in each stretch of so many seconds, and count what is refused as well."""
    counts: dict[float, int] = {}

    def answer(now: float) -> Answer:
        counts[now // seconds] = counts.get(now // seconds, 0) + 1
        if counts[now // seconds] <= most:
            return Answer()
        return Answer(status, float(ceil(seconds - now % seconds)) if names_time else None)

    return answer


def burst(most: int, quiet_s: float, status: int) -> Callable[[float], Answer]:
    """Give *most*, and then nothing until it was left alone for *quiet_s*."""
    left, last = most, 0.0

    def answer(now: float) -> Answer:
        nonlocal left, last
        if left <= 0 and now - last >= quiet_s:
            left = most
        left, last = left - 1, now
        return Answer() if left >= 0 else Answer(status)

    return answer


def away(since: float, until: float, status: int) -> Callable[[float], Answer]:
    """Give nothing between these instants, and everything else."""
    return lambda now: Answer(status) if since <= now < until else Answer()


def both(first: Callable[[float], Answer], then: Callable[[float], Answer]) -> Callable[[float], Answer]:
    """Ask *then* for what *first* does not refuse."""

    def answer(now: float) -> Answer:
        refusal = first(now)
        return then(now) if refusal.status == 200 else refusal

    return answer
