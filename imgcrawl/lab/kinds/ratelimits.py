"""Hosts that serve everybody, but not at any speed: every form of limit, and bans for those who do not wait."""

from __future__ import annotations

import math
from email.utils import formatdate
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab.limits import Concurrent, FixedWindow, SlidingWindow, TokenBucket, limited, tell
from imgcrawl.lab.model import End, Kind, Reply
from imgcrawl.lab.replies import answer, good, refusal

if TYPE_CHECKING:
    from imgcrawl.lab.limits import Refuse, Rule
    from imgcrawl.lab.model import Answer, Visit

_BUSY_S = 0.2
_FEW = SlidingWindow(2, 1.2)
_MALFORMED = ("soon", "1.5s", "-3", "P1D", "")
_ABSURD_S = 365 * 86_400


def seconds(status: int, *, hold_s: float = 0.0) -> Refuse:
    """Refuse with a Retry-After in whole seconds that is true; *hold_s* asks for more than the limit needs."""

    def refuse(visit: Visit, wait: float) -> Reply:
        told = max(1, math.ceil(max(wait, hold_s)))
        tell(visit, told)
        return refusal(status, (("Retry-After", str(told)),))

    return refuse


def date(visit: Visit, wait: float) -> Reply:
    """Refuse with a Retry-After that is a date."""
    until = math.ceil(visit.wall + wait)
    tell(visit, until - visit.wall)
    return refusal(429, (("Retry-After", formatdate(until, usegmt=True)),))


def without(status: int) -> Refuse:
    """Refuse with *status* and without a word on how long to wait."""
    return lambda _visit, _wait: refusal(status)


def untrue(*values: str) -> Refuse:
    """Refuse with a Retry-After that helps nobody: one of *values*."""
    return lambda visit, _wait: refusal(429, (("Retry-After", values[visit.state.refusals % len(values)]),))


def past_date(visit: Visit, _wait: float) -> Reply:
    """Refuse with a Retry-After that was an hour ago."""
    return refusal(429, (("Retry-After", formatdate(visit.wall - 3600, usegmt=True)),))


def with_budget(visit: Visit, wait: float) -> Reply:
    """Refuse with the RateLimit headers and no Retry-After."""
    return refusal(429, (("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", str(math.ceil(visit.wall + wait)))))


def as_page(_visit: Visit, _wait: float) -> Reply:
    """Refuse with a 200 and a page that asks for patience."""
    return answer(
        200, b"<!doctype html><title>Slow down</title><p>Too many requests. Please try again in a moment.</p>"
    )


def as_reset(_visit: Visit, _wait: float) -> Reply:
    """Refuse by a reset of the connection."""
    return Reply((End.RESET,), "reset-for-rate")


def late(visit: Visit, wait: float) -> Reply:
    """Do not refuse, but take so much longer."""
    served = good(visit)
    return Reply((min(wait, 2.0), *served.steps), served.label)


def ban(visit: Visit, wait: float) -> Reply:
    """Refuse with two seconds to wait, and those who do not with a ban."""
    if visit.now < visit.state.banned_until:
        return refusal(403, (), "You have been blocked.")
    return seconds(429, hold_s=2)(visit, wait)


def never(status: int, wait_s: int) -> Answer:
    """Return an answer that always asks to wait *wait_s* seconds, and never serves."""

    def reply(visit: Visit) -> Reply:
        tell(visit, min(wait_s, 60))
        return refusal(status, (("Retry-After", str(wait_s)),))

    return reply


def busy(visit: Visit) -> Reply:
    """Serve after a fifth of a second, so that requests meet."""
    served = good(visit)
    return Reply((_BUSY_S, *served.steps), served.label)


def _kind(
    name: str, rule: Rule, refuse: Refuse, *errors: ErrorSlug, weight: float = 5, size: int = 6, serve: Answer = good,
    hold_s: float = 0.0, ban_s: float = 0.0, baseline: float = 0.5, note: str = "",
) -> Kind:  # fmt: skip
    answers = {"picture": limited(rule, refuse, serve, hold_s=hold_s, ban_s=ban_s)}
    return Kind(
        name=name, weight=weight, sizes=(size,), ok=True, baseline=baseline, answers=answers,
        errors=errors or (ErrorSlug.HTTP_429,), note=note,
    )  # fmt: skip


_CONCURRENT_ERRORS = (ErrorSlug.HTTP_429, ErrorSlug.HTTP_503)

KINDS = (
    _kind("two-per-second", TokenBucket(2, 4), seconds(429), weight=30, size=60, baseline=0.2),
    _kind("limit-seconds", _FEW, seconds(429)),
    _kind("limit-date", _FEW, date),
    _kind("limit-503", _FEW, seconds(503), ErrorSlug.HTTP_503),
    _kind("limit-wordless", _FEW, without(429)),
    _kind("limit-malformed", _FEW, untrue(*_MALFORMED), weight=4),
    _kind("limit-zero", _FEW, untrue("0"), weight=4),
    _kind("limit-past", _FEW, past_date, weight=4),
    _kind("limit-absurd", _FEW, untrue(str(_ABSURD_S), "9" * 30), weight=4, note="Asks for a year; a moment will do."),
    _kind("limit-budget", FixedWindow(2, 2), with_budget),
    _kind("limit-window", FixedWindow(2, 3), seconds(429)),
    _kind("limit-as-403", SlidingWindow(2, 1), without(403), ErrorSlug.HTTP_403, hold_s=2),
    _kind("limit-as-page", _FEW, as_page, ErrorSlug.CONTENT_HTML, weight=3),
    _kind("limit-as-reset", _FEW, as_reset, ErrorSlug.TCP_RESET, ErrorSlug.TCP_CLOSED, weight=3),
    _kind("limit-by-delay", TokenBucket(4, 4), late, weight=4, baseline=1),
    _kind("limit-with-ban", _FEW, ban, ErrorSlug.HTTP_429, ErrorSlug.HTTP_403, hold_s=2, ban_s=20),
    _kind("two-at-a-time", Concurrent(2, _BUSY_S), without(429), *_CONCURRENT_ERRORS, size=8, serve=busy),
    _kind("one-at-a-time", Concurrent(1, _BUSY_S), seconds(503), *_CONCURRENT_ERRORS, weight=4, serve=busy),
    Kind(
        name="limit-for-ever", weight=3, sizes=(1, 2), answers={"picture": never(429, 1)}, errors=(ErrorSlug.HTTP_429,),
        note="No wait is long enough.",
    ),
    Kind(
        name="limit-until-tomorrow", weight=2, sizes=(2,), answers={"picture": never(429, 86_400)},
        errors=(ErrorSlug.HTTP_429,), note="The day's budget is used up.",
    ),
)  # fmt: skip
