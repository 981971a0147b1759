"""What promises the image in its place (:mod:`imgcrawl.remedies.answers.promises`): how long it is believed.

That is a page, or a notice by its name.

A row that its host has put off for longer than one waits is kept, and asked for once more when the host gives others
their images again (:mod:`imgcrawl.spiders.rows.refused`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.variants import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons

_MOST_IF_CLOSED: Final = 5
_MOST_IF_IN_MAKING: Final = 4
"""Times one URL is asked for again because a page in its place promised the image: for 31 and 15 s by default."""

_MOST_BROKEN: Final = 2
"""URLs of a host for which promises were in vain, beyond those for which they were kept, before none is believed."""

_PUT_OFF: Final = "put_off"
_REOPENED: Final = "reopened"
"""Marks in ``tried``: the host was closed for longer than the row waits; the row was asked for after it had opened."""


def step_as_promised(
    state: FetchState, failure: Failure, lessons: HostLessons, *, base_s: float, backoff: Callable[[int], float]
) -> Step | None:
    """Return the same request for when a page in the image's place says that it will be there; None if it is too late.

    The *lessons* are those of the row's host. *base_s*: the first of the waits, each of which *backoff* tells.
    """
    is_closed = failure.sign is Sign.CLOSED
    most = _MOST_IF_CLOSED if is_closed else _MOST_IF_IN_MAKING
    step = None
    if not is_closed or not _stays_closed(lessons, failure.sent_at, base_s * 2.0**most):
        step = _step(state, failure, lessons, most=most, backoff=backoff)
    if is_closed and step is None and not {_PUT_OFF, _REOPENED} & {*state["tried"]}:
        state["tried"].append(_PUT_OFF)
        state["refused_at"] = host_of(state["url"])
    return step


def is_put_off(state: FetchState) -> bool:
    """Say whether the row waits until its host, which was closed for too long, gives others their images."""
    return _PUT_OFF in state["tried"] and _REOPENED not in state["tried"]


def ask_when_open(state: FetchState) -> None:
    """Let the row's next attempt be made as it was when its host was closed; that is done once."""
    state["tried"].append(_REOPENED)
    state["remedy"], state["variant"], state["against"] = "wait", state["speaker"] or DEFAULT.name, None


def _step(
    state: FetchState, failure: Failure, lessons: HostLessons, *, most: int, backoff: Callable[[int], float]
) -> Step | None:
    if state["promised"] > most:
        return None
    state["promised"] += 1
    if state["promised"] > most:
        lessons.broken_promises += 1
        return None
    if lessons.broken_promises - lessons.kept_promises >= _MOST_BROKEN:
        return None
    delay_s = max(backoff(state["promised"]), failure.reload_s or 0.0)
    is_notice = failure.slug is ErrorSlug.CONTENT_PLACEHOLDER  # which stays where it is
    return Step("wait", state["variant"], delay_s=delay_s, from_start=is_notice or failure.sign is Sign.CLOSED)


def _stays_closed(lessons: HostLessons, asked_at: float, most_s: float) -> bool:
    """Say whether a host has been closed for longer than one URL would wait for it."""
    if lessons.closed_since is None:
        lessons.closed_since = asked_at
    return asked_at - lessons.closed_since > most_s
